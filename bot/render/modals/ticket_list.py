"""The whole list behind a digest or a summary: page by page in a modal, and all of it as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from bot.message import Modal
from bot.render.actions import Click
from bot.render.blocks import Block, actions, button, context, rich
from bot.render.headline import title_of
from bot.render.listing import Entry, Listing
from bot.render.modals.frame import modal
from bot.render.text import listed, one_line, safe_url
from bot.render.words import Words, words
from bot.views import CardView, ListView

PAGE = 20
"""Tickets on a page."""
TITLE = 80
NAMES = 3
FORMULA = re.compile("(^|;)(?=\\s*[=+\\-@|%＝＋－＠])")
"""Where a cell begins that a spreadsheet would compute, including full-width signs; most of Europe separates cells by
semicolons."""
COLUMNS = ("key", "title", "verdict", "receiver", "kind", "gaps", "missing", "url")


def list_modal(view: ListView, language: str = "en") -> Modal:
    """One page of the list, counted from 0, with buttons to the neighbouring pages. Its metadata says which list it is,
    because a modal belongs to no channel that would."""
    say = words(language)
    return modal("list", say("list.title"), _blocks(view, say), say, metadata=view.handle)


def tickets_csv(cards: Iterable[CardView]) -> str:
    """Every ticket that may be shown, one per line (RFC 4180). No cell can be read as a formula, nor can a part of one
    where a spreadsheet's separator is not the comma."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for card in cards:
        verdict, gaps = card.verdict, card.verdict.weighty_gaps
        missing = " ".join(gap.code for gap in gaps)
        cells = (verdict.key, card.title, verdict.verdict, verdict.receiver, verdict.kind, str(len(gaps)), missing)
        writer.writerow([_cell(cell) for cell in (*cells, safe_url(verdict.url) or "")])
    return out.getvalue()


def _blocks(view: ListView, say: Words) -> Iterator[Block]:
    pages = max(1, -(-view.total // PAGE))
    heading = say("list.heading", n=view.total, page=view.page + 1, pages=pages)
    entries = tuple(Entry(card.verdict, _after(card, say)) for card in view.cards[:PAGE])
    yield rich(*Listing(heading, entries).drawn(say)) if entries else context(say("list.empty"))
    if view.hidden:
        yield context(say("digest.hidden", n=view.hidden))
    back, on = Click("list_back", view.handle, page=view.page - 1), Click("list", view.handle, page=view.page + 1)
    turns = (("list.back", back), ("list.on", on))
    buttons = [button(say(key), click) for key, click in turns if 0 <= click.page < pages]
    if buttons:
        yield actions(*buttons)


def _after(card: CardView, say: Words) -> str:
    gaps = card.verdict.weighty_gaps
    state = say(f"decision.{card.verdict.verdict}")
    if gaps:
        state = say("summary.state", n=len(gaps), state=state, names=listed(map(title_of, gaps), NAMES))
    return f" {one_line(card.title, TITLE)}: {state}" if card.title else f": {state}"


def _cell(text: str) -> str:
    """One line, in which a spreadsheet reads neither the beginning nor what follows a semicolon as a formula (OWASP,
    CSV injection)."""
    return FORMULA.sub(r"\1'", one_line(text, 500))
