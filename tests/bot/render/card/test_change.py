"""A changed verdict is one line to whoever asked."""

from __future__ import annotations

import pytest

from bot.render.card.change import changed
from tests.bot.render.samples import verdict, view
from tests.bot.render.slack_limits import assert_fits, walk


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("not_ready", "ready", "PAY-12 is now ready for a contractor."),
        ("not_ready", "questions", "PAY-12 is now nearly ready for a contractor."),
        ("ready", "questions", "PAY-12 is no longer ready for a contractor."),
        ("ready", "undetermined", "I can no longer tell whether PAY-12 is ready for a contractor."),
    ],
)
def test_it_says_what_the_ticket_is_now(before: str, now: str, said: str) -> None:
    drawn = changed(view(verdict(now)), before)  # type: ignore[arg-type]
    left = "" if now == "ready" else " The message above says what is left."
    assert drawn.text == f"{said}{left}"
    assert_fits(drawn)


def test_it_names_the_asker_and_nobody_else() -> None:
    users = [part["user_id"] for part in walk(changed(view(asker="U7"), "ready").blocks) if part.get("type") == "user"]
    assert users == ["U7"]
    assert not [part for part in walk(changed(view(), "ready").blocks) if part.get("type") == "user"]
