"""Which of a field's forms to read: ADF, Jira's own HTML, wiki markup or Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.jira.values import Json, mapping
from checks.document import Document
from checks.reading import html, read

LONGEST = 262_144
"""Characters of HTML or markup that are read: judging uses a quarter of that, and nobody reads further. Cloud limits
a field to 32,767, and so do most Data Centers."""


class Rich:
    """Reads an issue's rich-text fields. Rendered HTML is preferred to wiki markup, whose macros are open-ended."""

    def __init__(self, issue: Json) -> None:
        self._fields = mapping(issue.get("fields"))
        self._rendered = mapping(issue.get("renderedFields"))
        self._markup = "markdown" if issue.get("markup") == "markdown" else None

    def field(self, name: str) -> Document:
        return self.value(self._fields.get(name), self._rendered.get(name))

    def value(self, written: object, rendered: object = None) -> Document:
        if isinstance(rendered, str) and rendered.strip() and self._markup is None and not isinstance(written, dict):
            return _begun(rendered, html.read)
        if isinstance(written, str):
            return _begun(written, partial(read, markup=self._markup))
        return read(written)

    def rendered_comments(self) -> dict[str, object]:
        """Rendered comment bodies by comment id."""
        listed = mapping(self._rendered.get("comment")).get("comments")
        entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
        return {str(entry.get("id")): entry.get("body") for entry in entries if entry.get("id")}


def _begun(source: str, reader: Callable[[str], Document]) -> Document:
    """What the source begins with; its rest counts as cut."""
    document = reader(source[:LONGEST])
    rest = len(source) - LONGEST
    return replace(document, cut=document.cut + rest) if rest > 0 else document
