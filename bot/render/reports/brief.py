"""The hand-off brief as a Markdown file. A ticket's words are escaped for people, and fenced as data for an agent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.render.headline import headline, key_of
from bot.render.text import escaped_markdown, one_line, safe_url, visible
from bot.render.words import Words, words
from bot.reports.brief import Brief, Code, Line

MOST = 40
"""Lines of a part; a longer part says how many it leaves out."""


def brief_file(brief: Brief) -> str:
    """The name of the file."""
    return f"{re.sub(r'[^A-Za-z0-9-]', '', key_of(brief.verdict)) or 'ticket'}-brief.md"


def brief_markdown(brief: Brief, language: str = "en") -> str:
    """The brief. Every line says where in the ticket it comes from."""
    say = words(language)
    return "\n".join([*_head(brief, say), *_body(brief, say)]).rstrip() + "\n"


def _head(brief: Brief, say: Words) -> Iterator[str]:
    url = safe_url(brief.url)
    key = f"[{escaped_markdown(key_of(brief.verdict))}]({url})" if url else escaped_markdown(key_of(brief.verdict))
    agent = brief.verdict.receiver == "agent"
    title = one_line(brief.title, 200)
    yield f"# {key}" if agent else f"# {say('brief.title', key=key, title=escaped_markdown(title))}"
    yield ""
    yield say("brief.verdict", verdict=escaped_markdown(headline(brief.verdict, say)))
    if agent:
        yield from ("", say("brief.data"), "", *_fence("text", title))


def _body(brief: Brief, say: Words) -> Iterator[str]:
    agent = brief.verdict.receiver == "agent"
    for name, lines in brief.parts:
        yield ""
        yield f"## {say(f'brief.{name}')}"
        yield ""
        yield from _fenced(lines, say) if agent else _listed(lines, say)
        if len(lines) > MOST:
            yield say("brief.more", n=len(lines) - MOST)
        if name == "contracts":
            yield from _code(brief.code, say)
    if brief.code and not any(name == "contracts" for name, _ in brief.parts):
        yield from ("", f"## {say('brief.code')}")
        yield from _code(brief.code, say)


def _listed(lines: tuple[Line, ...], say: Words) -> Iterator[str]:
    for line in lines[:MOST]:
        yield f"- {say('brief.line', text=escaped_markdown(line.text), where=escaped_markdown(line.where))}"


def _fenced(lines: tuple[Line, ...], say: Words) -> Iterator[str]:
    shown = [say("brief.line", text=visible(line.text), where=visible(line.where)) for line in lines[:MOST]]
    yield from _fence("text", "\n".join(f"- {line}" for line in shown))


def _code(blocks: tuple[Code, ...], say: Words) -> Iterator[str]:
    for block in blocks:
        yield ""
        yield say("brief.code_from", where=escaped_markdown(block.where))
        yield ""
        yield from _fence(re.sub(r"[^a-z0-9+-]", "", block.language), visible(block.text))


def _fence(language: str, text: str) -> Iterator[str]:
    """A fence longer than any run of backticks inside, so that the text cannot close it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}{language}"
    yield text
    yield fence
