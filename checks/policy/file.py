"""What a policy's TOML file may say. The descriptions are its documentation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from checks.policy import RECEIVERS, Setting
from checks.ticket import Receiver


def _for_all(value: Any) -> Any:
    return value if isinstance(value, Mapping) else dict.fromkeys(RECEIVERS, value)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RuleSection(_Section):
    """`[rules.CODE]`: how one rule is applied."""

    severity: Annotated[dict[Receiver, Setting], BeforeValidator(_for_all)] = Field(
        default_factory=dict,
        description="`blocker`, `major`, `advice` or `off`; or a table of these by receiver",
    )
    options: dict[str, Any] = Field(default_factory=dict, description="The rule's own options; its page lists them")


class WaiverSection(_Section):
    """`[[waivers]]`: a gap accepted by a person. It stays visible in the verdict and does not count."""

    rule: str = Field(description="Code or name of the rule")
    tickets: list[str] = Field(min_length=1, description="Keys of the tickets")
    reason: str = Field(min_length=8, description="Why the gap is acceptable")
    until: date = Field(description="Last day on which it is accepted; the gap counts again after it")
    by: str = Field("", description="Who accepted it")


class PolicyFile(_Section):
    """The top of the file."""

    extends: str = Field("default", description="Name of the policy that this one changes")
    receiver: Receiver | None = Field(
        None, description="Who takes the tickets when nobody says: `contractor`, `teammate` or `agent`"
    )
    criteria_fields: list[str] = Field(
        default_factory=list,
        description="Ids of Jira fields that hold acceptance criteria, such as `customfield_10100`",
    )
    glossary: list[str] = Field(default_factory=list, description="Words and acronyms that every receiver knows")
    openable_hosts: Annotated[dict[Receiver, list[str]], BeforeValidator(_for_all)] = Field(
        default_factory=dict, description="Internal hosts that receivers can open; a list, or a table by receiver"
    )
    internal_hosts: list[str] = Field(
        default_factory=list, description="Further hosts that only insiders can open, such as a wiki's"
    )
    demoted: list[str] = Field(
        default_factory=list, description="Rules that may only advise, because people too often called them wrong"
    )
    rules: dict[str, RuleSection] = Field(default_factory=dict, description="A table for each rule to change")
    waivers: list[WaiverSection] = Field(default_factory=list, description="Accepted gaps")
