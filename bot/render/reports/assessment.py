"""A project's assessment as a report: can it hand work to outsiders today, and which habits would change that most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.render.charts.bars import ROW, legend, rows, stacked
from bot.render.charts.palette import INK, PAPER
from bot.render.charts.svg import drawing, rect, text
from bot.render.phrases import day_of
from bot.render.reports.report import Item, Report, Section
from bot.render.text import listed, one_line
from bot.render.words import Words, words
from bot.reports.assess import able_kinds
from bot.reports.assessment import Assessment, Habit, Row, Share
from checks.catalogue import find
from checks.page import HEADINGS, page_of
from checks.verdict import Decision

WIDTH = 800
EDGE = 36
PLOT = 240
MONTHS = 12
LACKING = 3
TITLE = 90
ABOUT = 200
STATES: tuple[Decision, ...] = ("ready", "questions", "not_ready", "undetermined")


def assessment(view: Assessment, language: str = "en", *, about: str = "", day: date | None = None) -> Report:
    """One page: the answer, the share ready, what recurs, three habits, tickets to copy and tickets that cost most.
    `about` and `day` say which tickets were judged, and when."""
    say = words(language)
    small = [say("assess.method")]
    told = say("assess.about", about=one_line(about, ABOUT), day=day_of(day, say)) if about and day else ""
    if view.unread:
        small.append(say("assess.unread", n=view.unread))
    sections = () if view.answer == "nothing" else tuple(_sections(view, say))
    return Report(say("assess.title"), _lead(view, say), sections, tuple(small), told, language)


def _lead(view: Assessment, say: Words) -> str:
    receiver = say(f"receiver.{view.receiver}")
    sentences = [say(f"assess.{view.answer}")]
    if view.overall.total:
        share = _percent(view.overall)
        sentences.append(
            say("assess.overall", ready=view.overall.ready, n=view.overall.total, share=share, receiver=receiver)
        )
    able, unable = able_kinds(view)
    for key, kinds in (("assess.able", able), ("assess.unable", unable)):
        if kinds and able and unable:
            sentences.append(say(key, kinds=listed([say(f"kind.{kind}").lower() for kind in kinds], len(kinds))))
    if view.now and view.before:
        values = {"now": _percent(view.now), "before": _percent(view.before)}
        since = view.since and say("assess.since", day=day_of(view.since, say), **values)
        sentences.append(since or say("assess.period", **values))
    return " ".join(sentences)


def _sections(view: Assessment, say: Words) -> Iterator[Section]:
    pictures = (_shares_svg(view, say), *([_months_svg(view, say)] if len(view.months) > 1 else []))
    yield Section(say("assess.shares"), pictures=pictures, table=tuple(_shares_table(view, say)))
    if view.habits:
        habits, count = tuple(_habit(habit, say) for habit in view.habits), len(view.habits)
        lead = f"{_all_habits(view, say)} {say('assess.habits_lead')}".strip()
        yield Section(say("assess.habits", n=count), (lead,), items=habits, ordered=True)
    if view.gaps:
        yield Section(say("assess.gaps"), table=tuple(_gaps_table(view, say)))
    if view.best:
        yield Section(say("assess.best"), items=tuple(_ticket(row, say(f"one.{row.kind}")) for row in view.best))
    if view.costliest:
        costs = tuple(_ticket(row, _cost(row, say)) for row in view.costliest)
        yield Section(say("assess.costliest"), items=costs)


def _shares_table(view: Assessment, say: Words) -> Iterator[tuple[str, ...]]:
    receivers = [receiver for receiver, _ in view.shares[0][1]]
    yield say("assess.kind"), *(say(f"assess.for_{receiver}") for receiver in receivers)
    for kind, shares in view.shares:
        by = dict(shares)
        yield say(f"kind.{kind}"), *(_of(by[receiver], say) if receiver in by else "" for receiver in receivers)


def _gaps_table(view: Assessment, say: Words) -> Iterator[tuple[str, ...]]:
    yield say("assess.gap"), say("assess.tickets"), say("assess.cure")
    for code, name, count in view.gaps:
        share = _percent(Share(count, view.overall.total))
        yield _name(name), say("assess.part", count=count, share=share), closing(code)


def closing(code: str) -> str:
    """The first sentence of a rule's *How to close the gap*; empty for a rule that no longer exists."""
    rule = find(code)
    prose = dict(page_of(rule).sections)[HEADINGS[-1]] if rule else ""
    paragraph = " ".join(prose.split("\n\n", 1)[0].replace("*", "").replace("`", "").split())
    return paragraph.partition(". ")[0].rstrip(".") + "." if paragraph else ""


def _all_habits(view: Assessment, say: Words) -> str:
    """What all of them together would have achieved."""
    if len(view.habits) < 2:
        return ""
    would = Share(view.overall.ready + sum(habit.ready for habit in view.habits), view.overall.total)
    return say("assess.habits_all", n=would.total, ready=would.ready, share=_percent(would))


def _habit(habit: Habit, say: Words) -> Item:
    """The habit as what to do, then the gap that it closes and what that would have changed."""
    named = _name(habit.name)
    stands = say("assess.stands", gap=named, n=habit.tickets)
    return Item(closing(habit.code).rstrip(".") or named, f"{stands} {_change(habit.ready, habit.nearer, say)}".strip())


def _change(ready: int, nearer: int, say: Words) -> str:
    sentences = [say("assess.would_ready", n=ready)] if ready else []
    if nearer:
        sentences.append(say("assess.would_near", n=nearer))
    return " ".join(sentences)


def _ticket(row: Row, note: str) -> Item:
    return Item(one_line(row.key, 40), one_line(row.title, TITLE), row.url, note)


def _cost(row: Row, say: Words) -> str:
    lacking = list(dict.fromkeys(_name(found.name).lower() for found in row.findings if found.severity != "advice"))
    named = ", ".join(lacking[:LACKING])
    if more := len(lacking[LACKING:]):
        named = say("assess.and_more", named=named, n=more)
    answers = f"{say('assess.answers', n=row.answers)}: {named}"
    return f"{answers}; {say('assess.comments', n=row.comments)}" if row.comments else answers


def _shares_svg(view: Assessment, say: Words) -> str:
    percents = [(say(f"kind.{kind}"), round(100 * shares[0][1].part)) for kind, shares in view.shares]
    title = say("assess.ready_percent", receiver=say(f"receiver.{view.receiver}"))
    described = f"{title}: {'; '.join(f'{name} {percent}' for name, percent in percents)}."
    height = 84 + len(percents) * ROW
    shapes = [text(EDGE, 54, title, 27, fill=INK, bold=True), *rows(percents, EDGE, 80, WIDTH - 2 * EDGE, most=100)]
    return drawing(WIDTH, height, described, [rect(0, 0, WIDTH, height, PAPER, radius=12), *shapes])


def _months_svg(view: Assessment, say: Words) -> str:
    months = [
        (say("date.month", month=say(f"date.{month.month}"), year=f"{month.year % 100:02d}"), dict(counts))
        for month, counts in view.months[-MONTHS:]
    ]
    described = "; ".join(
        say("chart.week", day=label, ready=counts.get("ready", 0), total=sum(counts.values()))
        for label, counts in months
    )
    title, top = say("assess.months"), 132
    height = top + PLOT + 56
    seen = [state for state in STATES if any(counts.get(state) for _, counts in months)]
    names = [(state, say(f"decision.{state}")) for state in seen]
    heading = text(EDGE, 54, title, 27, fill=INK, bold=True)
    shapes = [heading, *legend(names, EDGE, 80), *stacked(months, EDGE, top, WIDTH - 2 * EDGE, PLOT)]
    return drawing(WIDTH, height, f"{title}: {described}.", [rect(0, 0, WIDTH, height, PAPER, radius=12), *shapes])


def _name(name: str) -> str:
    words_of = one_line(name.replace("-", " "), 60)
    return words_of[:1].upper() + words_of[1:]


def _of(share: Share, say: Words) -> str:
    return say("assess.of", ready=share.ready, total=share.total, share=_percent(share))


def _percent(share: Share) -> str:
    return f"{round(100 * share.part)}%"
