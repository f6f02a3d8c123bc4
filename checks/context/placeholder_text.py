"""
Parts of the ticket still hold a template's prompt or a promise to write something later.

## What it checks
Whether the description or the acceptance criteria hold words such as *TBD*, *TODO* or *describe here*, template blanks
that nobody filled in, or a heading with nothing under it.

## Why it matters
In a list of tickets, a prompt looks like content, but it is not. Whoever takes over the ticket cannot know whether the
part is still to come, was forgotten, or does not matter.

## How to close the gap
Replace each prompt with what it asks for, or delete the part if it does not matter here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import Field

from checks.document import Document
from checks.language.blanks import is_prompt
from checks.language.segmentation.sections import meaning
from checks.language.text import Sentence, Text
from checks.observing import listed, quotes
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule

FEW = 4
"""Words of the longest sentence that is only a promise, like `Limit: to be defined`."""
STOCK = 3
"""Least words of a stock prompt for it to be named; a shorter one is part of a list."""
LONGEST = 60
"""Most characters of a prompt that a message repeats."""
TITLE = 3
"""Words of a heading that can be left empty; a longer one may itself say what its part would."""
_BLANK = re.compile(r"(?:[^<>‹›\n]{0,60}[:–-]\s*)?[<‹]\s*[a-zà-ÿ][^<>‹›=/\"]{3,160}\s[^<>‹›=/\"]{2,160}[>›]\W*")


class Parts(Options):
    empty_headings: bool = Field(True, description="Whether a heading with nothing under it counts as a prompt.")


def check(case: Case, options: Parts) -> Observation:
    if not case.ticket.description and not case.ticket.criteria:
        return NotApplicable("There is no text that could hold a prompt.")
    prompts = [one for one in case.text.sentences if _is_prompt(one)]
    prompts += [one for one in _stock_prompts(case.text) if one not in prompts]
    empty = list(_empty_headings(case.ticket.description)) if options.empty_headings else []
    if not prompts and not empty:
        return Met()
    parts = [_named(sentence) for sentence in prompts] + empty
    evidence = (*quotes(prompts), *(Evidence(heading, "description") for heading in empty))
    return Gap(
        message=f"Not written yet: {listed(map(_short, parts))}.",
        remedy="Replace each prompt with what it asks for, or delete the part when it does not matter here.",
        evidence=evidence[:3],
        question=f"What should stand in place of “{_short(parts[0])}”?",
    )


def _named(prompt: Sentence) -> str:
    """The prompt, with its heading in front where it is only a word such as TBD."""
    words = prompt.text.strip(" :.<>‹›[]")
    heading = prompt.heading.strip(" :")
    return f"{heading} ({words})" if heading and prompt.words <= FEW and not words.startswith(heading) else words


def _short(part: str) -> str:
    return part if len(part) <= LONGEST else part[: LONGEST - 1].rstrip() + "…"


def _is_prompt(sentence: Sentence) -> bool:
    """The prompt is the whole sentence, apart from a label before it; inside a longer sentence it may be anything."""
    if sentence.block == -1 or sentence.names:
        return False
    if "placeholder" in sentence.signals and sentence.words <= FEW:
        return True
    return ("<" in sentence.text or "‹" in sentence.text) and _BLANK.fullmatch(sentence.text) is not None


def _stock_prompts(text: Text) -> Iterator[Sentence]:
    """Sentences of a stock template, without headings. Where anything is said besides one, its author only left it
    there."""
    headings = {sentence.heading for sentence in text.sentences}
    filled = {sentence.heading for sentence in text.said if sentence.block >= 0}
    for one in text.sentences:
        alone = one.heading not in filled and one.text not in headings
        if alone and one.block >= 0 and one.words >= STOCK and is_prompt(one.tokens):
            yield one


def _empty_headings(document: Document) -> Iterator[str]:
    """Known headings with nothing before the next heading of their own level or above, or before the end."""
    blocks = [block for block in document.blocks if block.text.strip() or block.kind in ("media", "code")]
    for index, block in enumerate(blocks):
        if (
            block.kind == "heading"
            and len(block.text.split()) <= TITLE
            and block.text[-1:].isalpha()
            and meaning(block.text)
        ):
            after = blocks[index + 1] if index + 1 < len(blocks) else None
            if after is None or (after.kind == "heading" and after.level <= block.level):
                yield block.text.strip()


RULE = Rule(
    code="CTX106",
    name="placeholder-text",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a sentence",
    options=Parts(),
    examples=(
        Example(
            "leaves TBD where the limit should be",
            "Limit the size of uploaded receipts",
            "Receipts above a limit are refused at `POST /receipts`.\n\n## Limit\nTBD",
            says="Not written yet: Limit (TBD).",
            cure="Receipts above 10 MB are refused with status 413.",
            instead="TBD",
        ),
        Example(
            "keeps the prompt of a template",
            "Export invoices as CSV",
            "Accountants copy invoices by hand today.\n\n## Acceptance criteria\n‹describe what must hold when this is done›",
            says="Not written yet: describe what must hold when this is done.",
            cure="The export holds one line an invoice, with number, date, customer and total.",
            instead="‹describe what must hold when this is done›",
        ),
        Example(
            "is a stock template that nobody filled in",
            "Export broken",
            "**Describe the bug**\nA clear and concise description of what the bug is.\n\n**To Reproduce**\n1. Go to '...'\n2. Click on '....'\n3. See error",
            says="Not written yet: A clear and concise description of what the bug is.",
            cure="The CSV of invoices lacks its last line.",
            instead="A clear and concise description of what the bug is.",
        ),
        Example(
            "left a prompt above what was written",
            "Export broken",
            "**Describe the bug**\nA clear and concise description of what the bug is.\nThe CSV of invoices lacks its last line.",
            outcome="met",
        ),
        Example(
            "has a heading with nothing under it",
            "Export invoices as CSV",
            "Accountants copy invoices by hand today.\n\n## How to test",
            says="Not written yet: How to test.",
            cure="Run `make test-export` and open the file in a spreadsheet.",
        ),
        Example(
            "names placeholder text as the thing to build",
            "Show placeholder text in the search field",
            "The search field of the orders page is empty, and people do not see that it takes order numbers. "
            "It should show the placeholder “Order number or customer”.",
            outcome="met",
        ),
        Example(
            "groups sub-headings under a heading",
            "Export invoices as CSV",
            "# Export\n## Why\nAccountants copy invoices by hand today.\n## What\nA button that downloads a CSV file.",
            outcome="met",
        ),
        Example(
            "lässt den Grenzwert offen",
            "Größe hochgeladener Belege begrenzen",
            "Belege über einer Grenze werden von `POST /receipts` abgelehnt.\n\n## Grenzwert\nTBD",
            says="Not written yet: Grenzwert (TBD).",
            cure="Belege über 10 MB werden mit Status 413 abgelehnt.",
            instead="TBD",
        ),
    ),
)
