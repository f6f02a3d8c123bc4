"""`handoff trends`: what the stored verdicts say over time, per project and rule, for people or to export."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reports.trends import Trend

Form = Literal["text", "csv", "json"]


@click.command("trends")
@click.option("--project", default="", metavar="KEY", help="Only this project.")
@click.option("--weeks", type=click.IntRange(1, 60), default=26, show_default=True, help="How far to look back.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV.")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--text", "form", flag_value="text", default="text", hidden=True)
def command(project: str, weeks: int, form: Form) -> None:
    """Show how long tickets take to become ready, how many were ready when handed off, and how many came back.

    It reads the verdicts that the bot has stored. Those older than HANDOFF_KEEP_DAYS are gone.
    """
    from bot.commands.parts.settings import database_or_exit, settings_or_exit
    from bot.reports.trends import trends
    from bot.store.sql.database import connect_sync, reading
    from bot.store.trends import histories

    with database_or_exit(settings_or_exit()) as url:
        engine = reading(connect_sync(url))
        try:
            with engine.connect() as connection:
                found = trends(histories(connection, datetime.now(UTC) - timedelta(weeks=weeks), project.upper()))
        finally:
            engine.dispose()
    click.echo({"text": _text, "csv": _csv, "json": _json}[form](found), nl=form != "csv")


def _text(found: Sequence[Trend]) -> str:
    if not found[0].tickets:
        return "No verdict is stored yet. They come with the first cards and digests."
    head = f"{'':<34} {'tickets':>8} {'ready':>7} {'days':>6} {'handed off':>11} {'ready then':>11} {'came back':>10}"
    lines = [head]
    for one in found:
        days = "-" if one.days_to_ready is None else f"{one.days_to_ready:.1f}"
        then, back = (_share(part, one.handed_off) for part in (one.ready_at_handoff, one.came_back))
        ready = _share(one.became_ready, one.tickets)
        lines.append(
            f"{_name(one):<34} {one.tickets:>8} {ready:>7} {days:>6} {one.handed_off:>11} {then:>11} {back:>10}"
        )
    return "\n".join([*lines, "", "days: median from first seen to ready, of tickets that were not ready at first"])


def _name(one: Trend) -> str:
    from checks.catalogue import find

    rule = find(one.name) if one.by == "rule" else None
    return f"{one.name} {rule.name}"[:34] if rule else one.name[:34]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"


def _csv(found: Sequence[Trend]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(field.name for field in fields(found[0]))
    writer.writerows(asdict(one).values() for one in found)
    return out.getvalue()


def _json(found: Sequence[Trend]) -> str:
    return json.dumps([asdict(one) for one in found], indent=1)
