"""`handoff rules --stats` and `--restore`: how often people call each rule wrong, and the word that lets one count again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from sqlalchemy import URL

    from bot.store import Store

T = TypeVar("T")


def show(project: str | None, form: str) -> None:
    """A line a rule that showed a gap in the last half year, the most often called wrong first, as text or JSON."""
    from bot.conversation.deciding import COUNTED
    from bot.conversation.judgements import Demoted, RuleRecord

    async def read(store: Store) -> tuple[tuple[RuleRecord, ...], tuple[Demoted, ...]]:
        since = datetime.now(UTC) - COUNTED
        records = await store.talk.judgements.records(None, since=since, project=project and project.upper())
        return records, await store.talk.judgements.demoted(None)

    records, demoted = _with_store(read)
    if form == "json":
        rules = [asdict(one) | {"rate": round(one.rate, 4)} for one in records]
        lows = [{"project": low.project, "code": low.code, "since": low.at.isoformat()} for low in demoted]
        click.echo(json.dumps({"days": COUNTED.days, "rules": rules, "demoted": lows}, indent=2))
        return
    click.echo(f"Tickets of the last {COUNTED.days} days, by rule:")
    click.echo("rule    gap shown  called wrong  accepted  rate of wrong")
    for one in records:
        click.echo(f"{one.code:<6}  {one.shown:>9}  {one.wrong:>12}  {one.accepted:>8}  {one.rate:>13.0%}")
    for low in demoted:
        click.echo(
            f"{low.code} only advises in {low.project} since {low.at:%Y-%m-%d}: --restore {low.project}:{low.code}"
        )


def restore(named: str) -> bool:
    """Let a demoted rule count again. `named`: `PAY:DOD301`. False when it is not demoted there."""
    project, _, code = named.partition(":")

    async def lift(store: Store) -> bool:
        return await store.talk.judgements.lift(project.upper(), code.upper(), now=datetime.now(UTC))

    return _with_store(lift)


def _with_store(work: Callable[[Store], Awaitable[T]]) -> T:
    from bot.commands.parts.settings import database_or_exit, settings_or_exit
    from bot.store import Store

    async def opened(url: URL) -> T:
        store = Store.open(url)
        try:
            return await work(store)
        finally:
            await store.close()

    with database_or_exit(settings_or_exit()) as url:
        return asyncio.run(opened(url))
