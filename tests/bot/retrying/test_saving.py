"""What cannot be had again is kept though the database stumbles."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.retrying import saving
from bot.retrying.saving import TRIES, save_with_retries


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "PAUSE", 0.0)


async def test_a_database_that_stumbles_is_tried_again_and_no_word_of_its_error_is_logged() -> None:
    left = [OSError("secret words"), OSError("secret words")]

    async def save() -> None:
        if left:
            raise left.pop()

    with capture_logs() as logs:
        await save_with_retries(save, "token.not_kept", site="main")
    assert left == []
    assert [(entry["event"], entry["error"], entry["site"]) for entry in logs] == [
        ("token.not_kept", "OSError", "main")
    ] * 2
    assert "secret" not in str(logs)


async def test_a_database_that_stays_away_is_given_up_and_its_error_raised() -> None:
    tried = 0

    async def save() -> None:
        nonlocal tried
        tried += 1
        raise OSError

    with pytest.raises(OSError):
        await save_with_retries(save, "token.not_kept")
    assert tried == TRIES
