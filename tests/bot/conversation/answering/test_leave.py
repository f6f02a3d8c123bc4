"""What may be written to a project's tickets is set for one workspace's project, not for whoever has a project of that key."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.answering.edits import leave
from bot.settings import Settings

EDIT, COMMENT = frozenset({"edit"}), frozenset({"comment"})


def test_a_workspaces_own_project_comes_before_every_project_of_that_key() -> None:
    allowed: Any = {"T0ACME:PAY": EDIT, "PAY": COMMENT}
    assert leave(allowed, "T0ACME:example", "PAY-1") == EDIT
    assert leave(allowed, "T0OTHER:example", "PAY-1") == leave(allowed, "example", "PAY-1") == COMMENT
    assert leave(allowed, "T0ACME:example", "WEB-1") == frozenset()


def test_in_many_workspaces_a_bare_key_lets_nothing_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDOFF_JIRA_WRITES", "PAY=edit; T0ACME:PAY=comment")
    assert set(Settings().writes) == {"PAY", "T0ACME:PAY"}
    monkeypatch.setenv("SLACK_CLIENT_ID", "123456789.987654321")
    assert Settings().writes == {"T0ACME:PAY": COMMENT}
