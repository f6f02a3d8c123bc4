"""A page in a browser, for people on their way to Slack or back: a heading, sentences, steps, and one link or
button."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from html import escape

from bot.render.text import clean
from bot.render.words import ENGLISH, languages

STYLE = """
:root { color-scheme: light dark; --page: #ffffff; --ink: #1d1c1d; --accent: #0b5cad; --on: #ffffff; --line: #767676; }
@media (prefers-color-scheme: dark) {
  :root { --page: #1a1d21; --ink: #e8e8e8; --accent: #7db8f2; --on: #1a1d21; --line: #ababad; }
}
body { margin: 0; background: var(--page); color: var(--ink); font: 18px/1.5 system-ui, sans-serif; }
main { max-width: 34em; margin: 0 auto; padding: 3em 1.2em; overflow-wrap: anywhere; }
h1 { font-size: 1.6em; line-height: 1.25; }
li { margin: 0.4em 0; }
form { margin: 1em 0; }
.whole { white-space: nowrap; }
.press { display: inline-block; border: 2px solid var(--accent); border-radius: 8px; padding: 0.6em 1.2em;
  background: var(--accent); color: var(--on); font: inherit; font-weight: 700; text-decoration: none; cursor: pointer; }
.press:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
"""
ACCEPTED = 200
"""Characters of `Accept-Language` that are read."""
POLICY = "default-src 'none'; style-src 'sha256-{style}'; form-action {forms}; base-uri 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Press:
    """A link to follow; or, with `posts`, a button that sends a form without fields."""

    label: str
    href: str
    posts: bool = False


@dataclass(frozen=True, slots=True)
class WebPage:
    title: str
    sentences: tuple[str, ...]
    steps: tuple[str, ...] = ()
    press: Press | None = None
    language: str = "en"
    presses: tuple[Press, ...] = ()
    """Where there is something to choose: one below the other."""
    whole: str = ""
    """What of the title stays on one line, such as a code to copy by hand, which would otherwise break at its
    hyphen."""


def web_page(page: WebPage) -> str:
    """HTML that loads nothing and runs nothing. Every text is escaped."""
    said = "".join(f"<p>{_text(sentence)}</p>\n" for sentence in page.sentences)
    steps = "".join(f"<li>{_text(step)}</li>\n" for step in page.steps)
    listed = f"<ol>\n{steps}</ol>\n" if steps else ""
    press = "".join(_press(one) for one in (*([page.press] if page.press else []), *page.presses))
    return (
        f'<!doctype html>\n<html lang="{escape(page.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(page.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{_title(page)}</h1>\n{said}{listed}{press}</main>\n</body>\n</html>\n"
    )


def language_of(accepted: str) -> str:
    """The first language accepted by a browser that we have; English where there is none."""
    asked = (one.strip()[:2].lower() for one in accepted[:ACCEPTED].split(","))
    return next((one for one in asked if one in languages()), ENGLISH)


def page_headers(*, forms: str = "'none'") -> dict[str, str]:
    """The headers for such a page. `forms`: where its button may lead, as in Content-Security-Policy's form-action."""
    style = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return {
        "Content-Security-Policy": POLICY.format(style=style, forms=forms),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }


def _title(page: WebPage) -> str:
    whole = _text(page.whole)
    return _text(page.title).replace(whole, f'<span class="whole">{whole}</span>') if whole else _text(page.title)


def _press(press: Press) -> str:
    href, label = escape(press.href), _text(press.label)
    if press.posts:
        return f'<form method="post" action="{href}"><button class="press">{label}</button></form>\n'
    return f'<p><a class="press" href="{href}" rel="noreferrer">{label}</a></p>\n'


def _text(words: str) -> str:
    return escape(clean(words))
