"""Whose rows: a workspace's, a channel's, or those that tell of a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Table, and_, cast, exists, or_, select, true, union

from bot.store.privacy.inventory import HELD
from bot.store.tables import cards, digest_runs, digest_tickets, posts, reactions, summary_tickets, verdicts


@dataclass(frozen=True, slots=True)
class Scope:
    """At least one of the three. A workspace narrows a channel or person; channel and person exclude each other."""

    workspace: str = ""
    channel: str = ""
    person: str = ""

    def __post_init__(self) -> None:
        if not (self.workspace or self.channel or self.person) or (self.channel and self.person):
            raise ValueError("a scope is a workspace, a channel or a person")


def rows_of(table: Table, scope: Scope) -> ColumnElement[bool] | None:
    """The condition for a table's rows; None when the table can have none."""
    within: ColumnElement[bool] = table.c.workspace == scope.workspace if scope.workspace else true()
    if not (scope.channel or scope.person):
        return within
    found = _channels(table, scope) if scope.channel else _persons(table, scope)
    return None if found is None else and_(found, within)


def shown_in(scope: Scope) -> Any:
    """The ids of the verdicts that cards, summaries, reactions and digests of a channel show."""
    runs = select(digest_runs.c.id).where(digest_runs.c.channel == scope.channel)
    in_digests = select(digest_tickets.c.verdict_id).where(digest_tickets.c.run_id.in_(runs))
    there = select(posts.c.id).where(posts.c.channel == scope.channel)
    in_summaries = _in_summaries().where(summary_tickets.c.post_id.in_(there))
    alone = (select(table.c.verdict_id).where(table.c.channel == scope.channel) for table in (cards, reactions))
    return union(*alone, in_digests, in_summaries)


def shown_nowhere() -> ColumnElement[bool]:
    """Verdicts that no card, summary or digest shows. Each is looked up by its id: given a list of all shown ids that
    does not fit its working memory, Postgres would scan the whole list for each verdict."""
    places = (cards, digest_tickets, summary_tickets)
    return and_(*(~exists().where(place.c.verdict_id == verdicts.c.id) for place in places))


def _in_summaries() -> Select[Any]:
    """Without nulls: SQL's NOT IN is never true of a list that holds one."""
    return select(summary_tickets.c.verdict_id).where(summary_tickets.c.verdict_id.is_not(None))


def said_by(scope: Scope) -> ColumnElement[bool]:
    """Verdicts with a waiver of this person's in them."""
    return cast(verdicts.c.verdict, String).contains(f'"slack:{scope.person}"', autoescape=True)


def _channels(table: Table, scope: Scope) -> ColumnElement[bool] | None:
    if "channel" in table.c:
        return table.c.channel == scope.channel
    if table is verdicts:
        return verdicts.c.id.in_(shown_in(scope))
    for key in table.foreign_keys:
        parent = key.column.table
        if "channel" in parent.c:
            return key.parent.in_(select(key.column).where(parent.c.channel == scope.channel))
    return None


def _persons(table: Table, scope: Scope) -> ColumnElement[bool] | None:
    columns = [table.c[name] == scope.person for name in HELD[table.name].people]
    if table is verdicts:
        columns.append(said_by(scope))
    return or_(*columns) if columns else None
