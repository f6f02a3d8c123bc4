"""docs/reference/settings.md, made from the settings themselves."""

from __future__ import annotations

from typing import Any

from bot.settings import Settings, variable

HEAD = """\
# Settings

Settings are environment variables, or lines of a file `.env` in the folder the bot is started in; the environment
wins. `handoff serve` and `handoff doctor` name each one that is missing or wrong, say how to fix it, and end with
exit status 2. Secrets are never printed or logged.

Five are enough to start with: `SLACK_BOT_TOKEN`, `SLACK_APP_TOKEN`, `HANDOFF_JIRA_URL`, `HANDOFF_JIRA_EMAIL` and
`HANDOFF_JIRA_TOKEN` (see [Install](../how-to/install.md)).
"""


def page() -> str:
    """The page's text."""
    parts = [HEAD]
    for field, about in Settings.model_fields.items():
        default = _default(about.default)
        parts += [f"\n## `{variable(field)}`\n", f"\n{about.description}\n"]
        if default:
            parts.append(f"\nDefault: `{default}`\n")
        parts.append(f"\n{_cure(about.json_schema_extra)}\n")
    return "".join(parts)


def _default(value: Any) -> str:
    return "" if value is None or value in ((), {}) else str(value)


def _cure(extra: Any) -> str:
    return str(extra["cure"])
