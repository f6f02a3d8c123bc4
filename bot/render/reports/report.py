"""A page of sections, written as Markdown or as one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bot.render.charts.palette import DARK
from bot.render.text import clean, escaped_markdown, safe_url

STYLE = """
:root { color-scheme: light dark; --ink: #1d1c1d; --soft: #5f5e60; --line: #d7d7d8; --paper: #fff; --link: #0b5394 }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.75em; line-height: 1.2; margin: 0 0 .5rem } h2 { font-size: 1.2em; margin: 2rem 0 .5rem }
p { margin: .4rem 0 } .lead { font-size: 1.15em } .small { color: var(--soft); font-size: .9em }
a { color: var(--link) } ol, ul { padding-left: 1.4rem; margin: .4rem 0 } li { margin: .3rem 0 }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td:not(:last-child) { white-space: nowrap }
.pictures { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1rem; margin: .5rem 0 }
svg { width: 28rem; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 12px }
@media screen and (max-width: 40rem) {
  thead { position: absolute; clip-path: inset(50%) } table, tbody, tr, td { display: block }
  tr { padding: .4rem 0; border-bottom: 1px solid var(--line) } td { padding: 0; border: 0 }
  td:not(:last-child) { white-space: normal } td:first-child { font-weight: 600 }
  td:not(:first-child)::before { content: attr(data-label) ": "; color: var(--soft) }
}
@page { margin: 16mm 15mm }
@media print { body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.4 } h2 { margin-top: 1rem; break-after: avoid }
  section, li, tr, svg { break-inside: avoid } a { color: inherit; text-decoration: none } svg { width: 8cm }
  th, td { padding-block: .2rem } }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --soft: #b4b4b6; --line: #45484d; --paper: #1a1d21; --link: #8ebce6 }
""".strip()
DARK_STYLE = "".join(f'\n  svg {shape}[fill="{fill}"] {{ fill: {dark} }}' for shape, fill, dark in DARK) + "\n}"


@dataclass(frozen=True, slots=True)
class Item:
    """A list item. `name` may be a link; `text` follows it. Both may hold anybody's words. `note`: small print."""

    name: str
    text: str = ""
    url: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with any of: sentences, pictures, a table, a list."""

    heading: str
    sentences: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    """SVGs, side by side where there is room."""
    table: tuple[tuple[str, ...], ...] = ()
    """Its first row is the header."""
    items: tuple[Item, ...] = ()
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """`lead` is the answer, `about` says which tickets and when, `small` ends the page."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    small: tuple[str, ...] = ()
    about: str = ""
    language: str = "en"


def report_markdown(report: Report) -> str:
    """Without pictures: what they show is also in tables and sentences."""
    lines = [f"# {escaped_markdown(report.title)}", "", escaped_markdown(report.lead)]
    lines += ["", escaped_markdown(report.about)] if report.about else []
    for section in report.sections:
        lines += ["", f"## {escaped_markdown(section.heading)}", "", *_markdown(section)]
    return "\n".join([*lines, "", *(escaped_markdown(text) for text in report.small)]).rstrip() + "\n"


def _markdown(section: Section) -> Iterator[str]:
    yield from (escaped_markdown(text) for text in section.sentences)
    if section.sentences and (section.table or section.items):
        yield ""
    if section.table:
        header, *rows = section.table
        yield from (_row(header), _row(["---"] * len(header), plain=True), *map(_row, rows))
    for number, item in enumerate(section.items, 1):
        yield f"{f'{number}.' if section.ordered else '-'} {_line(item)}"


def _line(item: Item) -> str:
    name, url = escaped_markdown(item.name), safe_url(item.url)
    text = f": {escaped_markdown(item.text)}" if item.text else ""
    note = f" ({escaped_markdown(item.note)})" if item.note else ""
    return f"{f'[{name}]({url})' if url else name}{text}{note}"


def _row(cells: Iterable[str], *, plain: bool = False) -> str:
    return f"| {' | '.join(cell if plain else escaped_markdown(cell) for cell in cells)} |"


def report_html(report: Report) -> str:
    """One file: no script, and no font, picture or style from elsewhere."""
    body = "\n".join(_html(section) for section in report.sections)
    small = "\n".join(map(_small, report.small))
    about = f"\n{_small(report.about)}" if report.about else ""
    return (
        f'<!doctype html>\n<html lang="{_text(report.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_text(report.title)}</title>\n<style>{STYLE}{DARK_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{_text(report.title)}</h1>\n<p class="lead">{_text(report.lead)}</p>{about}\n{body}\n{small}\n'
        "</main>\n</body>\n</html>\n"
    )


def _small(text: str) -> str:
    return f'<p class="small">{_text(text)}</p>'


def _html(section: Section) -> str:
    parts = [f"<h2>{_text(section.heading)}</h2>", *(f"<p>{_text(text)}</p>" for text in section.sentences)]
    if section.pictures:
        parts += ['<div class="pictures">', *section.pictures, "</div>"]
    if section.table:
        parts.append(_table(section.table))
    if section.items:
        tag = "ol" if section.ordered else "ul"
        parts += [f"<{tag}>", *(_item(item) for item in section.items), f"</{tag}>"]
    return "<section>\n" + "\n".join(parts) + "\n</section>"


def _table(table: Sequence[Sequence[str]]) -> str:
    """On a phone a row becomes a block of lines, each with its column's name."""
    header, *rows = table
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in header)
    body = "\n".join(f"<tr>{_cells(header, row)}</tr>" for row in rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _cells(header: Sequence[str], row: Sequence[str]) -> str:
    named = zip(header, row, strict=False)
    return "".join(f'<td data-label="{_text(name)}">{_text(cell)}</td>' for name, cell in named)


def _item(item: Item) -> str:
    url = safe_url(item.url)
    name = _text(item.name)
    named = f'<a href="{escape(url)}">{name}</a>' if url else f"<strong>{name}</strong>"
    note = f'<br><span class="small">{_text(item.note)}</span>' if item.note else ""
    return f"<li>{named}{f': {_text(item.text)}' if item.text else ''}{note}</li>"


def _text(words: str) -> str:
    return escape(clean(words))
