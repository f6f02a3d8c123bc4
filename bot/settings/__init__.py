"""Settings: the environment, read once, each problem reported with its cure, secrets masked everywhere."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Any, Literal

from pydantic import AliasChoices, ValidationError

from bot.errors import SettingsError
from bot.settings.fields import Settings

__all__ = ["Need", "Settings", "cure", "load", "unknown", "variable"]

Need = Literal["slack", "jira"]


def load(*, need: Collection[Need] = (), **given: Any) -> Settings:
    """The settings of this environment and `.env`, with `given` on top. Raises `SettingsError` naming every problem
    at once; `need` says what the command cannot do without."""
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise SettingsError(tuple(_problem(found) for found in error.errors())) from None
    except UnicodeDecodeError:  # its text quotes the file
        raise SettingsError(
            ((".env is not UTF-8 text.", "Save it as UTF-8, as `iconv` and any editor can."),)
        ) from None
    except OSError as error:
        raise SettingsError(((f"{error.filename} cannot be read.", "Let the bot's user read it."),)) from None
    if problems := (*_missing(settings, need), *_conflicts(settings)):
        raise SettingsError(problems)
    return settings


def variable(field: str) -> str:
    """The environment variable of a field."""
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return str(alias.choices[0])
    return str(alias) if alias else f"HANDOFF_{field.upper()}"


def cure(field: str) -> str:
    """What to do when a field is missing or wrong."""
    extra = Settings.model_fields[field].json_schema_extra
    return str(extra["cure"]) if isinstance(extra, dict) else ""


def unknown(environ: Mapping[str, str | None] = os.environ) -> tuple[str, ...]:
    """`HANDOFF_` variables that no setting reads, which are most often typing errors."""
    known = {variable(field) for field in Settings.model_fields} | {"HANDOFF_REQUIRE"}
    return tuple(sorted(name for name in environ if name.startswith("HANDOFF_") and name not in known))


def _missing(settings: Settings, need: Collection[Need]) -> list[tuple[str, str]]:
    absent: list[str] = []
    if "slack" in need:
        if settings.many_workspaces:
            absent += [field for field, given in (("keys", settings.own_keys), ("url", settings.url)) if not given]
        elif settings.slack_bot_token is None:
            absent.append("slack_bot_token")
        if settings.slack_app_token is None and settings.slack_signing_secret is None:
            absent.append("slack_app_token")
    # With keys of its own the bot lets people connect Jira from Slack.
    from_slack = "slack" in need and (settings.many_workspaces or settings.own_keys)
    if "jira" in need and not settings.jira_sites and not from_slack:
        absent += [field for field in ("jira_url", "jira_token") if getattr(settings, field) is None]
    return [(f"{variable(field)} is not set.", cure(field)) for field in absent]


def _conflicts(settings: Settings) -> list[tuple[str, str]]:
    """Settings that are valid alone but not together."""
    for halves in (("slack_client_id", "slack_client_secret"), ("jira_client_id", "jira_client_secret")):
        if len(unset := [field for field in halves if getattr(settings, field) is None]) == 1:
            set_one = next(field for field in halves if field not in unset)
            return [(f"{variable(set_one)} is set and {variable(unset[0])} is not.", cure(unset[0]))]
    try:
        names = [site.name for site in settings.sites]
    except ValidationError as error:
        return [(f"HANDOFF_JIRA_URL {found['ctx']['error']}.", cure("jira_api_url")) for found in error.errors()]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [(f"HANDOFF_JIRA_SITES has two sites named {name}.", "Give each a name of its own.") for name in twice]


def _problem(found: Any) -> tuple[str, str]:
    """A problem and its cure, from pydantic's report; never the value, which may be secret."""
    place = str(found["loc"][0]) if found["loc"] else ""
    fields = {variable(field).lower(): field for field in Settings.model_fields}
    field = place if place in Settings.model_fields else fields.get(place.lower(), "")
    within = [f"entry {step + 1}" if isinstance(step, int) else str(step) for step in found["loc"][1:]]
    name = ", ".join([variable(field) if field else place, *within])
    what = str(found["ctx"]["error"]) if found["type"] == "value_error" else "cannot be used: " + str(found["msg"])
    return f"{name} {what}.", cure(field) if field else "Check its spelling."
