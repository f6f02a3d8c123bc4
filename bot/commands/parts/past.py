"""Tickets of a command's source as they stood at the end of an earlier day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import click

from bot.commands.parts.sources import Issue

Absent = Literal["unwritten", "unreached"]
"""Not written yet, or not reached by its changelog (`bot.pages.Stood`)."""


class Day(click.DateTime):
    """A date, taken as its end in UTC."""

    name = "date"

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        day: datetime = super().convert(value, param, ctx)
        return day.replace(tzinfo=UTC) + timedelta(days=1) - timedelta(microseconds=1)


def day_option(name: str, text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(name, "at", type=Day(), metavar="YYYY-MM-DD", help=text)


def issue_then(issue: Issue, at: datetime) -> Issue | Absent:
    """An issue of an export as it was at a moment, restored from the changelog in it (`expand=changelog`)."""
    from bot.jira.searching.earlier import changelog_of, issue_at
    from bot.jira.values import mapping

    if issue.error:
        return issue
    own = [name for name in mapping(issue.json.get("fields")) if name.startswith("customfield_")]
    log = changelog_of(issue.json, own, mapping(issue.json.get("names")))
    if not log.reaches(at):
        return "unreached"
    then = issue_at(issue.json, log, at)
    return "unwritten" if then is None else Issue(issue.key, then)
