"""The brief tells each sentence of the ticket once, in its part, with where it stands, and masks what may not leave."""

from __future__ import annotations

from typing import Any

from bot.reports.brief import Brief, brief_of
from checks.evaluate import evaluate
from checks.reading.markdown import read
from checks.ticket import Person, Ticket
from checks.verdict import Verdict, Waived
from tests.bot.render.samples import DONE, SHAPE, finding, verdict

DESCRIPTION = """
## Problem
Support refunds by hand today. Each one takes ten minutes.

## Acceptance criteria
- A refund of more than the payment is refused with 422
- Mail ann@acme.example when it fails

## Out of scope
Partial refunds.

Deploys happen on Tuesdays. See [the spec](https://docs.acme.example/refunds) and [the wiki](https://wiki.internal/x).

```json
{"token": "ghp_abcdefghijklmnopqrstuvwxyz0123456789"}
```
"""


def made(judged: Verdict | None = None, **values: Any) -> Brief:
    ticket = Ticket(key="PAY-12", summary="Refund by API", description=read(DESCRIPTION), **values)
    return brief_of(ticket, judged or verdict("ready"))


def part(brief: Brief, name: str) -> list[str]:
    return [line.text for line in dict(brief.parts).get(name, ())]


def test_a_sentence_stands_in_the_part_its_heading_means() -> None:
    brief = made()
    assert part(brief, "purpose") == ["Support refunds by hand today.", "Each one takes ten minutes."]
    assert part(brief, "scope")[0] == "Partial refunds."
    assert part(brief, "done")[0] == "A refund of more than the payment is refused with 422"


def test_a_sentence_that_a_rule_rests_on_stands_in_the_rules_part() -> None:
    named = finding(
        "CTX102", "unnamed-system", "blocker", "", outcome="met",
        evidence=({"quote": "Deploys happen on Tuesdays.", "where": "description"},),
    )  # fmt: skip
    plain = Ticket(key="PAY-12", summary="x", description=read("Deploys happen on Tuesdays. More."))
    brief = brief_of(plain, verdict("ready", named))
    assert part(brief, "place") == ["Deploys happen on Tuesdays."]
    assert part(brief, "also") == ["More."]


def test_no_sentence_is_told_twice() -> None:
    lines = [line for _, lines in made().parts for line in lines]
    assert len(lines) == len(set(lines))


def test_every_line_says_where_it_stands() -> None:
    assert all(line.where for _, lines in made().parts for line in lines)


def test_secrets_and_personal_data_are_masked() -> None:
    brief = made()
    everything = repr(brief)
    assert "ghp_" not in everything
    assert "ann@acme.example" not in everything
    assert brief.code[0].text.strip() == '{"token": "[redacted]"}'


def test_a_link_that_the_receiver_cannot_open_is_a_risk_and_no_link() -> None:
    closed = finding(
        "CTX104", "unopenable-link", "major", "The wiki cannot be opened.", remedy="Copy what matters.",
        evidence=({"quote": "https://wiki.internal/x", "where": "description"},),
    )  # fmt: skip
    brief = made(verdict("questions", closed))
    assert part(brief, "links") == ["the spec: https://docs.acme.example/refunds"]
    assert part(brief, "risks")[0] == "The wiki cannot be opened. Copy what matters."


def test_what_is_missing_accepted_or_unclear_is_a_risk() -> None:
    accepted = SHAPE.model_copy(update={"waived": Waived(by="U1", reason="as v1")})
    unclear = DONE.model_copy(update={"outcome": "cannot_tell", "message": "The criteria are in an image."})
    twice = unclear.model_copy(update={"code": "DOD304"})
    risks = part(made(verdict("undetermined", accepted, unclear, twice)), "risks")
    assert risks == [f"{SHAPE.message} (as v1)", "The criteria are in an image.", "attachment spec.pdf"]


def test_a_gap_that_somebody_called_wrong_is_no_risk() -> None:
    said = SHAPE.model_copy(update={"waived": Waived(by="slack:U1", reason="Said to be wrong.", wrong=True)})
    assert part(made(verdict("ready", said)), "risks") == ["attachment spec.pdf"]


def test_contacts_are_people_who_are_still_there() -> None:
    brief = made(reporter=Person("1", "Ann"), assignee=Person("2", "Bo", active=False))
    assert part(brief, "contact") == ["Ann"]


def test_whoever_accepts_the_work_is_somebody_to_ask_and_nothing_that_is_to_be_done() -> None:
    ticket = Ticket(
        key="PAY-12",
        summary="Refund by API",
        description=read(DESCRIPTION),
        reporter=Person("1", "Ada"),
        fields=frozenset({"summary", "description", "reporter"}),
    )
    brief = brief_of(ticket, evaluate(ticket))
    assert part(brief, "contact") == ["Ada"]
    assert "Ada" not in part(brief, "done")
