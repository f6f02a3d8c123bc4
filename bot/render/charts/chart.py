"""The digest's picture: readiness over the last weeks and the commonest gaps, with a description for screen readers.

It has a background of its own, so it looks the same in Slack's light and dark themes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from bot.render.charts.bars import ROW, legend, rows, stacked
from bot.render.charts.palette import INK, PAPER
from bot.render.charts.svg import FONT, drawing, rect, text
from bot.render.text import cut, one_line
from bot.render.words import Words, words
from bot.views import TrendView
from checks.verdict import Decision

WIDTH = 800
EDGE = 36
PLOT = 260
ALT = 2000
"""Most characters that Slack accepts in an image's description."""
WEEKS = 12
GAPS = 5
ORDER: tuple[Decision, ...] = ("ready", "questions", "not_ready", "undetermined")


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and what it shows in words."""

    png: bytes
    alt: str


def chart(view: TrendView, language: str = "en") -> Picture:
    """The picture of the last weeks: under 100 KB, 800 pixels wide."""
    import resvg_py  # only where a picture is drawn: the rest of the bot only needs its description

    say = words(language)
    fonts = [str(files("bot.render.charts") / "fonts" / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
    svg = chart_svg(view, say)
    png = resvg_py.svg_to_bytes(svg_string=svg, font_files=fonts, font_family=FONT, skip_system_fonts=True)
    return Picture(bytes(png), description(view, say))


def chart_svg(view: TrendView, say: Words) -> str:
    """The same picture as SVG, for a page."""
    gaps = [(one_line(name.replace("-", " "), 44), count) for name, count in view.gaps[:GAPS]]
    inner = WIDTH - 2 * EDGE
    weeks = [(_short(day.day, day.month, say), dict(counts)) for day, counts in view.weeks[-WEEKS:]]
    seen = [state for state in ORDER if any(counts.get(state) for _, counts in weeks)]
    shapes = [
        text(EDGE, 58, say("chart.weeks"), 30, fill=INK, bold=True),
        *legend([(state, say(f"decision.{state}")) for state in seen], EDGE, 84),
        *stacked(weeks, EDGE, 136, inner, PLOT),
    ]
    height = 136 + PLOT + 70
    if gaps:
        shapes += [
            text(EDGE, height + 40, say("chart.gaps"), 30, fill=INK, bold=True),
            *rows(gaps, EDGE, height + 64, inner),
        ]
        height += 64 + len(gaps) * ROW + 10
    return drawing(WIDTH, height, description(view, say), [rect(0, 0, WIDTH, height, PAPER, radius=12), *shapes])


def description(view: TrendView, say: Words) -> str:
    """What the picture shows, in words."""
    weeks = [
        say(
            "chart.week",
            day=_short(day.day, day.month, say),
            ready=dict(counts).get("ready", 0),
            total=sum(dict(counts).values()),
        )
        for day, counts in view.weeks[-WEEKS:]
    ]
    gaps = [
        say("chart.gap", name=one_line(name.replace("-", " "), 44), count=count) for name, count in view.gaps[:GAPS]
    ]
    sentences = [f"{say('chart.weeks')}: {'; '.join(weeks)}."] + (
        [f"{say('chart.gaps')}: {'; '.join(gaps)}."] if gaps else []
    )
    return cut(" ".join(sentences), ALT)


def _short(day: int, month: int, say: Words) -> str:
    return say("date.short", day=day, month=say(f"date.{month}"))
