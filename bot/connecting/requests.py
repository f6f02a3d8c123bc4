"""What is asked of the engine about connections, and what was typed for one: values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import SecretStr

from bot.connecting.connections import Kind

FORM = "form"
"""The purpose of an attempt that holds a submitted modal."""
Purpose = Literal["workspace", "person"]
"""What is paired with the Jira account of whoever agrees."""
WORKSPACE: Purpose = "workspace"
PERSON: Purpose = "person"
Verb = Literal["connect", "join", "join_own", "check", "disconnect", "unlink"]
"""In committed rows, so none is given another meaning."""
PAIR_VERBS: dict[Purpose, Verb] = {WORKSPACE: "join", PERSON: "join_own"}
"""The verbs for typing a code, under the name that committed rows know."""


@dataclass(frozen=True, slots=True)
class ConnectRequest:
    """`view` is the modal to fill, by its id or its future external id; `mark` fetches what was typed, or is the code
    at the end of a consent. `trigger` is Slack's id of the click, which rows of an older version lack."""

    RUN: ClassVar[str] = "jira"

    workspace: str
    user: str
    verb: Verb
    view: str = ""
    site: str = ""
    mark: str = ""
    trigger: str = ""

    @property
    def identity(self) -> str:
        return f"jira:{self.workspace}:{self.trigger}"


@dataclass(frozen=True, slots=True)
class TypedConnection:
    """What an admin typed to connect a site by a token."""

    url: str
    kind: Kind
    email: str
    token: SecretStr

    def opened(self) -> str:
        """As it is stored with an attempt, whose store seals it."""
        typed = {"url": self.url, "kind": self.kind, "email": self.email, "token": self.token.get_secret_value()}
        return json.dumps(typed)

    @classmethod
    def of(cls, opened: str) -> TypedConnection:
        typed = json.loads(opened)
        return cls(typed["url"], typed["kind"], typed["email"], SecretStr(typed["token"]))
