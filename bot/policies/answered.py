"""Answers that were given in Slack and are comments of the ticket are read together with the description, so that
they close its gaps. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.render.written import heading_for, is_lead
from checks.document import Block
from checks.evaluate import evaluate
from checks.policy import Policy
from checks.ticket import Comment, Receiver, Ticket
from checks.verdict import Finding, Quote, Verdict

WHERE = "answer in the comments"


def judged(ticket: Ticket, policy: Policy, receiver: Receiver | None, as_of: datetime | None) -> Verdict:
    """The verdict on a ticket when its answers are read as part of it. Never raises."""
    answers = [answer for comment in ticket.comments if (answer := _answer(comment))]
    if not answers:
        return evaluate(ticket, policy, receiver, as_of)
    bare = replace(ticket, comments=tuple(comment for comment in ticket.comments if not _answer(comment)))
    asked = {_letters(gap.question or ""): gap.code for gap in evaluate(bare, policy, receiver, as_of).gaps}
    verdict = evaluate(_with(bare, answers, asked), policy, receiver, as_of)
    written = _words(ticket.description.text)
    return verdict.model_copy(update={"findings": tuple(_placed(one, written) for one in verdict.findings)})


def _with(ticket: Ticket, answers: Sequence[Sequence[Block]], asked: Mapping[str, str]) -> Ticket:
    """Each answer as it would stand in the description: under the heading that its gap's answers go to. `asked`: the
    codes of the gaps that stand, by their questions. The question of an answer comes first and is no words of the ticket."""
    blocks = list(ticket.description.blocks)
    for said in answers:
        if len(said) > 1 and said[0].kind == "paragraph" and said[0].text.rstrip().endswith("?"):
            if code := asked.get(_letters(said[0].text)):
                blocks.append(Block("heading", heading_for(code), level=3))
            said = said[1:]
        blocks += said
    return replace(ticket, description=replace(ticket.description, blocks=tuple(blocks)))


def _answer(comment: Comment) -> list[Block]:
    """What follows the line that says whose it is; nothing for any other comment. Anybody who may comment could have
    written it, as anybody who may edit could have written the description. What not everybody may read stays out."""
    lead, *said = comment.body.blocks or (Block("unknown"),)
    leads = lead.kind == "paragraph" and is_lead(lead.text.strip())
    return said if leads and not comment.restricted else []


def _placed(finding: Finding, written: str) -> Finding:
    """What is quoted of an answer does not stand in the description."""
    evidence = tuple(
        Quote(quote=one.quote, where=WHERE) if one.where == "description" and _words(one.quote) not in written else one
        for one in finding.evidence
    )
    return finding if evidence == finding.evidence else finding.model_copy(update={"evidence": evidence})


def _words(text: str) -> str:
    return " ".join(text.rstrip("…").split())


def _letters(text: str) -> str:
    """Quotes and dashes change on the way through Jira's markups."""
    return "".join(filter(str.isalnum, text.casefold()))
