"""Readers: each markup that Jira or a person writes → the one document tree. Linear in time, never raising."""

from __future__ import annotations

from checks.document import Document
from checks.reading import adf, markdown, wiki


def read(source: object, *, markup: str | None = None) -> Document:
    """Read a rich-text value of Jira's JSON: an object is ADF, a string Jira wiki markup or, when said, Markdown."""
    if isinstance(source, str):
        return markdown.read(source) if markup == "markdown" else wiki.read(source)
    return adf.read(source)
