"""What the model looks at, counted once: which concepts the words signal and where, what is named, how it is laid out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from checks.language.text import Sentence, Text
from checks.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts over the ticket's own words. Blank sentences (headings, prompts, filler) count for nothing."""

    summary: frozenset[str]
    """Concepts that the summary signals."""
    opening: frozenset[str]
    """Concepts that the summary's first two words signal: what kind of act is asked for."""
    first: frozenset[str]
    """Concepts that the first sentence of the description signals."""
    body: Counter[str]
    """Sentences of the description that signal a concept."""
    labelled: Counter[str]
    """Sentences that stand under a heading or label of a kind."""
    sentences: int
    words: int
    summary_words: int
    longest: int
    """Words of the longest sentence."""
    summary_names: int
    names: int
    """Different names in the whole ticket that look like code, files, commands, paths or labels of a screen."""
    named_sentences: int
    listed: int
    """List items and numbered steps."""
    headings: int
    links: int
    media: int
    tables: int
    questions: int
    """Sentences that end with a question mark."""
    code: int
    """Code blocks."""
    code_lines: int
    traces: int
    components: int
    versions: int


def facts_of(ticket: Ticket, text: Text) -> Facts:
    said = [sentence for sentence in text.sentences if not sentence.blank]
    summary = next((sentence for sentence in said if sentence.block == -1), None)
    body = [sentence for sentence in said if sentence.block != -1]
    concepts: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    for sentence in body:
        concepts.update(sentence.signals)
        labelled.update(sentence.labels)
    blocks = [block for document in (ticket.description, ticket.criteria) for block in document.blocks]
    kinds = Counter(block.kind for block in blocks)
    snippets = Counter(snippet.kind for snippet in text.snippets)
    return Facts(
        summary=summary.signals if summary else frozenset(),
        opening=frozenset(),
        first=body[0].signals if body else frozenset(),
        body=concepts,
        labelled=labelled,
        sentences=len(body),
        words=sum(sentence.words for sentence in body),
        summary_words=summary.words if summary else 0,
        longest=max((sentence.words for sentence in body), default=0),
        summary_names=len(summary.names) if summary else 0,
        names=len({name for sentence in said for name in sentence.names}),
        named_sentences=sum(bool(sentence.names) for sentence in body),
        listed=sum(sentence.listed for sentence in body),
        headings=kinds["heading"],
        links=len(text.links),
        media=kinds["media"] + len(ticket.attachments),
        tables=kinds["row"],
        questions=sum(_asks(sentence) for sentence in body),
        code=kinds["code"],
        code_lines=sum(block.text.count("\n") + 1 for block in blocks if block.kind == "code"),
        traces=snippets["stack_trace"],
        components=len(ticket.components),
        versions=len(ticket.versions),
    )


def _asks(sentence: Sentence) -> bool:
    return sentence.text.rstrip(" \"'”)").endswith("?")
