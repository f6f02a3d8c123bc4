"""Compares an answer with the template that was offered for its gap."""

from __future__ import annotations

from bot.conversation.ports import Draft
from bot.ports import Verdicts
from checks.templates import left_blank


async def still_blank(verdicts: Verdicts, draft: Draft, code: str, answer: str) -> tuple[str, ...]:
    """The template's blanks that the answer still holds; none where no template was offered."""
    kept = draft.verdict_id and await verdicts.get(draft.place.workspace, draft.verdict_id)
    gaps = kept.verdict.gaps if kept else ()
    template = next((gap.template for gap in gaps if gap.code == code), None)
    return left_blank(template, answer) if template else ()
