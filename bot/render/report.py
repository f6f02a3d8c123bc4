"""A page of sections, written as Markdown or as one HTML file that needs nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bot.render.text import clean, escaped_markdown, safe_url

STYLE = """
:root { color-scheme: light dark; --ink: #1d1c1d; --soft: #5f5e60; --line: #d7d7d8; --paper: #fff; --link: #0b5394 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --soft: #ababad; --line: #45484d; --paper: #1a1d21; --link: #8ebce6 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem }
p { margin: .4rem 0 } .lead { font-size: 1.15rem } .small { color: var(--soft); font-size: .9rem }
a { color: var(--link) } ol, ul { padding-left: 1.4rem; margin: .4rem 0 } li { margin: .3rem 0 }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
svg { width: 34rem; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 12px }
.wide { overflow-x: auto }
@media print { body { max-width: none; padding: 0; font-size: 9pt; line-height: 1.35 } h2 { margin-top: .8rem; break-after: avoid }
  li, tr, svg { break-inside: avoid } a { color: inherit; text-decoration: none } svg { width: 8.5cm } }
""".strip()


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list. `name` may be a link; `text` follows it. Both may hold anybody's words."""

    name: str
    text: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with any of: sentences, a picture, a table, a list."""

    heading: str
    sentences: tuple[str, ...] = ()
    svg: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    """Its first row is the header."""
    items: tuple[Item, ...] = ()
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    lead: str
    sections: tuple[Section, ...]
    small: tuple[str, ...] = ()
    language: str = "en"


def report_markdown(report: Report) -> str:
    """Without pictures: what they show stands in tables and sentences."""
    lines = [f"# {escaped_markdown(report.title)}", "", escaped_markdown(report.lead)]
    for section in report.sections:
        lines += ["", f"## {escaped_markdown(section.heading)}", "", *_markdown(section)]
    return "\n".join([*lines, "", *(escaped_markdown(text) for text in report.small)]).rstrip() + "\n"


def _markdown(section: Section) -> Iterator[str]:
    yield from (escaped_markdown(text) for text in section.sentences)
    if section.table:
        header, *rows = section.table
        yield from (
            *([""] if section.sentences else []),
            _row(header),
            _row(["---"] * len(header), plain=True),
            *map(_row, rows),
        )
    for number, item in enumerate(section.items, 1):
        mark = f"{number}." if section.ordered else "-"
        name = escaped_markdown(item.name)
        url = safe_url(item.url)
        yield f"{mark} {f'[{name}]({url})' if url else name}{f': {escaped_markdown(item.text)}' if item.text else ''}"


def _row(cells: Iterable[str], *, plain: bool = False) -> str:
    return f"| {' | '.join(cell if plain else escaped_markdown(cell) for cell in cells)} |"


def report_html(report: Report) -> str:
    """One file: no script, no font, no picture and no style from elsewhere."""
    body = "\n".join(_html(section) for section in report.sections)
    small = "\n".join(f'<p class="small">{_text(text)}</p>' for text in report.small)
    return (
        f'<!doctype html>\n<html lang="{_text(report.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_text(report.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{_text(report.title)}</h1>\n<p class="lead">{_text(report.lead)}</p>\n{body}\n{small}\n'
        "</main>\n</body>\n</html>\n"
    )


def _html(section: Section) -> str:
    parts = [f"<h2>{_text(section.heading)}</h2>", *(f"<p>{_text(text)}</p>" for text in section.sentences)]
    if section.svg:
        parts.append(section.svg)
    if section.table:
        parts.append(_table(section.table))
    if section.items:
        tag = "ol" if section.ordered else "ul"
        parts += [f"<{tag}>", *(_item(item) for item in section.items), f"</{tag}>"]
    return "<section>\n" + "\n".join(parts) + "\n</section>"


def _table(table: Sequence[Sequence[str]]) -> str:
    header, *rows = table
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in header)
    body = "\n".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>'


def _item(item: Item) -> str:
    url = safe_url(item.url)
    name = _text(item.name)
    named = f'<a href="{escape(url)}">{name}</a>' if url else f"<strong>{name}</strong>"
    return f"<li>{named}{f': {_text(item.text)}' if item.text else ''}</li>"


def _text(words: str) -> str:
    return escape(clean(words))
