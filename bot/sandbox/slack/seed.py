"""The people and channels the small Slack starts with, read from its data file."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from bot.sandbox.slack.models import Channel, Person
from bot.sandbox.slack.workspace import Workspace


def seed() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "workspace.toml").read_text("utf-8"))


def workspace_of(data: dict[str, Any]) -> Workspace:
    people = [Person(**person) for person in data["people"]]
    channels = [Channel(**{**channel, "members": set(channel["members"])}) for channel in data["channels"]]
    workspace = Workspace(people, channels)
    for person in people:
        if person.role not in ("bot", "stranger"):
            workspace.direct(person.id)
    return workspace
