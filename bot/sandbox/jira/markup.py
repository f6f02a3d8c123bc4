"""A rich text as the ticket stores it, and as each version of the REST API shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.jira.adf_to_html import html_of
from bot.sandbox.jira.adf_to_wiki import wiki_of
from bot.sandbox.jira.wiki_to_adf import adf_of


@dataclass(frozen=True, slots=True)
class Markup:
    """Exactly one of the two is stored; the other is derived on demand."""

    wiki: str | None = None
    adf: dict[str, Any] | None = None

    @property
    def empty(self) -> bool:
        return not self.wiki and not (self.adf or {}).get("content")

    def as_adf(self) -> dict[str, Any] | None:
        if self.empty:
            return None
        return self.adf if self.adf is not None else adf_of(self.wiki or "")

    def as_wiki(self) -> str | None:
        if self.empty:
            return None
        return self.wiki if self.adf is None else wiki_of(self.adf)

    def as_html(self) -> str:
        return html_of(self.as_adf() or {})

    def rewritten(self, wiki: str) -> Markup:
        """The same field with new words, in the markup in which it was stored."""
        return Markup(wiki=wiki) if self.adf is None else Markup(adf=adf_of(wiki))
