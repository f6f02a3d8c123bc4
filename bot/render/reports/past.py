"""What a digest would have said about the last weeks, one line per week, and where that comes from."""

from __future__ import annotations

from collections.abc import Iterator

from bot.digest.presenting.views import PastView, PastWeek
from bot.render.blocks import Block, bullets, context, line, rich, span
from bot.render.phrases import day_of
from bot.render.text import one_line
from bot.render.words import Words


def past_blocks(past: PastView, say: Words) -> tuple[Block, ...]:
    """Nothing where there is nothing to say."""
    weeks = [line(span(_week(one, say))) for one in past.weeks if one.tickets]
    if not weeks:
        return ()
    return rich(line(span(say("digest.past"))), bullets(weeks)), context(" ".join(_small(past, say)))


def past_text(past: PastView, say: Words) -> str:
    """The same as plain lines."""
    weeks = [f"- {_week(one, say)}" for one in past.weeks if one.tickets]
    return "\n".join([say("digest.past"), *weeks, " ".join(_small(past, say))]) if weeks else ""


def _week(one: PastWeek, say: Words) -> str:
    parts = [say("digest.past_week", day=day_of(one.day, say), ready=one.ready, n=one.tickets)]
    if one.became_ready:
        parts.append(say("digest.past_up", n=one.became_ready))
    if one.slipped:
        parts.append(say("digest.past_down", n=one.slipped))
    if one.gap:
        parts.append(say("digest.past_gap", gap=one_line(one.gap.replace("-", " "), 60)))
    return ", ".join(parts)


def _small(past: PastView, say: Words) -> Iterator[str]:
    yield say("digest.past_source")
    if past.unreached:
        yield say("digest.past_unreached", n=past.unreached)
