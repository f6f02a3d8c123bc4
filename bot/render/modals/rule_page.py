"""A rule's page in a modal: what *Why?* opens. The page is the rule's own docstring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.message import Modal
from bot.render.blocks import VIEW_BLOCKS, Block, code, context, header, rich
from bot.render.modals.frame import modal
from bot.render.modals.markdown import markdown_blocks
from bot.render.phrases import phrase
from bot.render.text import one_line
from bot.render.words import Words, words
from checks.page import page_of
from checks.rule import Example, Rule

EXAMPLE = 700
"""Characters of an example ticket that the page shows."""


def page(rule: Rule, language: str = "en") -> Modal:
    """The page. It says nothing about a ticket, so anybody may read it."""
    say = words(language)
    told = page_of(rule)
    source = "\n\n".join([told.summary, *(f"## {heading}\n\n{prose}" for heading, prose in told.sections)])
    blocks = [*markdown_blocks(source), _usual(rule, say), *_examples(told.examples, say)]
    return modal("page", say("page.title"), blocks[: VIEW_BLOCKS - 1], say)


def no_page(language: str = "en") -> Modal:
    """Where the rule no longer exists."""
    say = words(language)
    return modal("page", say("page.title"), [rich(phrase(say, "page.gone"))], say)


def _usual(rule: Rule, say: Words) -> Block:
    """How heavy its gap is for each receiver, in a card's own words; a ticket's own circumstances may change that."""
    weights = ((who, "page.unasked" if how == "off" else f"severity.{how}") for who, how in rule.severity.items())
    return context(*(say("page.usually", receiver=say(f"receiver.{who}"), severity=say(how)) for who, how in weights))


def _examples(examples: Sequence[Example], say: Words) -> Iterator[Block]:
    """The first example with the gap and the first without it."""
    for outcome, heading in (("gap", "page.example_gap"), ("met", "page.example_ready")):
        for example in [one for one in examples if one.outcome == outcome][:1]:
            yield header(say(heading, title=one_line(example.title, 80)))
            yield rich(code(f"{example.summary}\n\n{example.description}".strip(), EXAMPLE))
