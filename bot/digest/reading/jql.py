"""What a digest looks at, in Jira's terms. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_ORDER_BY = re.compile(r"\border\s+by\b", re.IGNORECASE)
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")
LATE = timedelta(minutes=10)
"""How far Jira's index, or its clock, may lag behind ours."""


def default_jql(projects: frozenset[str]) -> str:
    """The open tickets of a channel's projects. The keys come from the catalogue of projects, and are quoted all the
    same."""
    named = ", ".join(f'"{project}"' for project in sorted(projects))
    return f"project in ({named}) AND statusCategory != Done ORDER BY updated DESC"


def sprint_jql(sprint: str) -> str:
    return f"sprint = {sprint} AND statusCategory != Done ORDER BY updated DESC"


def changed_jql(jql: str, since: datetime, now: datetime) -> str:
    """The tickets of a query that changed since a moment. It is given in minutes before now, because Jira reads a
    date in the time zone of the account that asks."""
    minutes = int((now - since + LATE).total_seconds() // 60) + 1
    conditions = conditions_of(jql)
    changed = f"updated >= -{minutes}m"
    return f"({conditions}) AND {changed}" if conditions else changed


def conditions_of(jql: str) -> str:
    """A query without its ORDER BY; those words inside quotes do not count."""
    bare = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), jql)
    found = _ORDER_BY.search(bare)
    return (jql[: found.start()] if found else jql).strip()
