"""A verdict as the bot writes it into a ticket: a short comment in plain text, and facts for machines."""

from __future__ import annotations

from bot.ports import Kept
from bot.render.headline import headline
from bot.render.text import one_line
from bot.render.words import words
from checks.verdict import Verdict

LINES = 7
EACH = 300


def note(verdict: Verdict, language: str = "en") -> str:
    """The sentence, then one line per gap with the edit that closes it."""
    say = words(language)
    gaps = verdict.weighty_gaps
    lines = [f"- {one_line(gap.message, EACH)} {one_line(gap.remedy or '', EACH)}".strip() for gap in gaps[:LINES]]
    return "\n\n".join(part for part in (headline(verdict, say), "\n".join(lines), say("note.by")) if part)


def verdict_facts(kept: Kept) -> dict[str, object]:
    """For JQL apps and scripts: none of the ticket's words, which are there already."""
    verdict = kept.verdict
    return {
        "schema": 1,
        "verdict": verdict.verdict,
        "receiver": verdict.receiver,
        "gaps": [gap.code for gap in verdict.gaps],
        "judged_at": kept.judged_at.isoformat(),
        "rules_version": verdict.rules_version,
        "policy": verdict.policy,
    }
