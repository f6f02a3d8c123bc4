"""The weekly digest: what changed, what is one edit away, what to fix first. At most one screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.digest.presenting.views import DigestView, Moved, PastView, Waiting
from bot.message import Message
from bot.render.actions import Click
from bot.render.blocks import TEXT, Block, actions, button, context, header, line, message, picture_of, rich, span
from bot.render.charts.chart import description
from bot.render.listing import Entry, Listing
from bot.render.phrases import day_of
from bot.render.reports.past import past_blocks, past_text
from bot.render.text import escaped, one_line
from bot.render.words import Words, words
from bot.views import TrendView
from checks.verdict import Decision

ORDER: tuple[Decision, ...] = ("ready", "questions", "not_ready", "undetermined")
EACH = 5
"""Tickets listed under one heading; the rest is only counted."""
NEAREST = 3
WAITING = 2
TITLE = 80
REMEDY = 160


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that Slack has already: its file's id, and what it shows."""

    file: str
    trend: TrendView


def digest(view: DigestView, language: str = "en", *, picture: Shown | None = None) -> Message:
    """Counts, what changed, what is waiting, what is nearest to ready, and the commonest gap; one line where nothing
    changed."""
    say = words(language)
    title = say("digest.title", day=day_of(view.day, say))
    lead = _lead(view, say)
    listings = () if _quiet(view) else tuple(_listings(view, say))
    small = tuple(_small(view, say))
    text = [f"{title}. {lead}", *(sentence for one in listings for sentence in one.spoken(say))]
    blocks = list(_blocks(view, title, lead, listings, small, say))
    if picture is not None and not _quiet(view):
        blocks.insert(2, picture_of(picture.file, description(picture.trend, say)))
    return message("\n".join([*text, *_common(view, say), *small]), *blocks)


def preview(view: DigestView, past: PastView, language: str = "en") -> Message:
    """The digest as it would be, with what it would have said about the weeks before."""
    say = words(language)
    drawn = digest(replace(view, cut=False), language)
    note, weeks = say("digest.preview"), past_text(past, say)
    if view.cut:  # it looks at fewer than the digest will, so no narrower query is needed
        looked_at = sum(count for _, count in view.counts) + view.hidden
        note = f"{note} {say('digest.preview_cut', n=looked_at)}"
    spoken = [escaped(note), drawn.text, *([escaped(weeks)] if weeks else [])]
    return Message("\n".join(spoken)[:TEXT], (context(note), *drawn.blocks, *past_blocks(past, say)))


def _blocks(
    view: DigestView, title: str, lead: str, listings: Sequence[Listing], small: Sequence[str], say: Words
) -> Iterator[Block]:
    yield header(title)
    parts = [line(span(lead)), *(part for listing in listings for part in listing.drawn(say))]
    yield rich(*parts, *(line(span(sentence, bold=True)) for sentence in _common(view, say)))
    buttons = []
    if view.commonest and not _quiet(view):
        buttons.append(button(say("digest.why"), Click("why", view.handle, view.commonest[0])))
    if view.handle and not _quiet(view) and any(count for _, count in view.counts):
        buttons.append(button(say("digest.all"), Click("list", view.handle)))
        buttons.append(button(say("digest.file"), Click("csv", view.handle)))
        buttons.append(button(say("digest.assess"), Click("assess", view.handle)))
    if buttons:
        yield actions(*buttons)
    if small:
        yield context(*small)


def _quiet(view: DigestView) -> bool:
    return view.before is not None and not (view.became_ready or view.slipped or view.came_back or view.came_back_more)


def _unnamed(view: DigestView) -> bool:
    """No ticket is named here, so nothing is known about how many are ready."""
    return not any(count for _, count in (*view.counts, *(view.before or ())))


def _lead(view: DigestView, say: Words) -> str:
    counts = dict(view.counts)
    if _unnamed(view):
        return say("digest.hidden", n=view.hidden) if view.hidden else say("digest.none")
    before = None if view.before is None else dict(view.before)
    shown = [name for name in ORDER if name == "ready" or counts.get(name) or (before or {}).get(name)]
    said = ", ".join(_count(name, counts.get(name, 0), before, say) for name in shown)
    if _quiet(view):
        return say("digest.quiet", counts=said)
    if "(" not in said:
        return f"{said}."
    since = say("digest.since", day=day_of(view.since, say)) if view.since else say("digest.since_last")
    return f"{said}. {since}"


def _count(name: Decision, count: int, before: dict[Decision, int] | None, say: Words) -> str:
    change = 0 if before is None else count - before.get(name, 0)
    values: dict[str, str | int] = {"name": say(f"decision.{name}"), "count": count}
    return say("digest.change", change=f"{change:+d}", **values) if change else say("digest.count", **values)


def _listings(view: DigestView, say: Words) -> Iterator[Listing]:
    if moved := view.became_ready:
        entries = tuple(Entry(one.verdict, f" {one_line(one.title, TITLE)}") for one in moved[:EACH])
        yield Listing(say("digest.became_ready"), entries, more=len(moved) - len(entries) + view.became_ready_more)
    if moved := view.slipped:
        entries = tuple(Entry(one.verdict, _slip(one, say)) for one in moved[:EACH])
        yield Listing(say("digest.slipped"), entries, more=len(moved) - len(entries) + view.slipped_more)
    if back := view.came_back:
        entries = tuple(Entry(one.verdict, f" {one_line(one.title, TITLE)}") for one in back[:EACH])
        yield Listing(say("digest.came_back"), entries, more=len(back) - len(entries) + view.came_back_more)
    if waiting := view.waiting[:WAITING]:
        entries = tuple(Entry(one.verdict, _wait(one, view, say)) for one in waiting)
        yield Listing(say("digest.waiting"), entries)
    if near := view.nearest[:NEAREST]:
        edits = (_titled(one.title, one_line(one.remedy, REMEDY)) for one in near)
        yield Listing(
            say("digest.nearest"), tuple(Entry(one.verdict, edit) for one, edit in zip(near, edits, strict=True))
        )


def _slip(moved: Moved, say: Words) -> str:
    now = say(f"decision.{moved.verdict.verdict}")
    if moved.before is None:
        return _titled(moved.title, now)
    return _titled(moved.title, say("digest.slip", before=say(f"decision.{moved.before}"), now=now))


def _wait(one: Waiting, view: DigestView, say: Words) -> str:
    weeks = max(1, (view.day - one.since).days // 7)
    asked = one_line(one.question, REMEDY)
    waits = say("digest.waits", n=weeks, role=say(f"digest.{one.role}"), question=asked)
    return _titled(one.title, waits)


def _titled(title: str, after: str) -> str:
    """A ticket's title and what is said about it; a title that is a question or a sentence has its own final
    punctuation."""
    shown = one_line(title, TITLE)
    return f" {shown}{'' if shown.endswith(tuple('?!.:…')) else ':'} {after}"


def _common(view: DigestView, say: Words) -> Iterator[str]:
    if view.commonest and not _quiet(view):
        _, name, count = view.commonest
        yield say("digest.commonest", n=count, name=one_line(name.replace("-", " "), 60))


def _small(view: DigestView, say: Words) -> Iterator[str]:
    if view.handed_off:
        yield say("digest.handed_off", n=view.handed_off, back=len(view.came_back) + view.came_back_more)
    if view.hidden and not _unnamed(view):
        yield say("digest.hidden", n=view.hidden)
    if view.restated:
        yield say("digest.restated", n=view.restated)
    if view.cut:
        yield say("digest.cut")
    if view.source != "jql":
        yield say(f"digest.of_{view.source}", board=view.board)
    elif view.jql:
        yield say("digest.jql", jql=one_line(view.jql, 200))
