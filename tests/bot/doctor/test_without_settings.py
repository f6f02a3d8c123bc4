"""The commands that look at settings, where there are none or wrong ones."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bot.cli import main

pytestmark = pytest.mark.usefixtures("bare_environment")


@pytest.mark.parametrize("command", ["doctor", "serve"])
def test_missing_settings_are_named_each_with_its_cure_and_end_with_two(command: str) -> None:
    ran = CliRunner().invoke(main, [command])
    assert ran.exit_code == 2
    assert "SLACK_BOT_TOKEN is not set." in ran.output
    assert "HANDOFF_JIRA_URL is not set." in ran.output
    assert "Traceback" not in ran.output


def test_a_wrong_setting_ends_with_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "")
    ran = CliRunner().invoke(main, ["doctor"])
    assert (ran.exit_code, "SLACK_SIGNING_SECRET is empty." in ran.output) == (2, True)
