"""A rule quotes the sentence that tells what it looked for, in every language, and always one that stands in the ticket."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
from checks.finding import cut
from checks.language.analyse import analyse
from checks.language.roles import FURTHEST, Role, Roles, features_of, roles
from checks.language.statements import telling
from checks.language.text import Text
from checks.ticket import Ticket

TICKETS = tomllib.loads(Path(__file__).with_name("quoted.toml").read_text(encoding="utf-8"))["ticket"]
ROLES = get_args(Role)
CASES = [
    pytest.param(one, role, quoted, id=f"{one['language']}-{role}-{number}")
    for number, one in enumerate(TICKETS)
    for role, quoted in one["roles"].items()
]
CORE = {"CTX101", "CTX102", "CTX103", "CTX105", "CON203", "DOD301", "DOD302", "DOD303", "DOD304"}
WORDS = [
    "error",
    "button",
    "should",
    "not",
    "never",
    "test",
    "file",
    "`a.py`",
    "/v1/orders",
    "steps:",
    "expected:",
    "click",
    "TODO",
    "n/a",
    "5",
    "?",
    ".",
    "\n",
    "-",
    "#",
    "ä",
    "ß",
    "図",
]


def ticket(summary: str, description: str, kind: str = "Bug") -> Ticket:
    fields = {"summary": summary, "description": description, "issuetype": {"name": kind}}
    return ticket_of({"key": "T-1", "markup": "markdown", "fields": fields})


def text(summary: str, description: str) -> Text:
    return analyse(ticket(summary, description))


@pytest.mark.parametrize(("one", "role", "quoted"), CASES)
def test_the_sentence_that_tells_it_is_found(one: dict[str, str], role: Role, quoted: str) -> None:
    found = text(one["summary"], " ".join(one["body"]))
    assert found.language == one["language"]
    told = telling(found, role)
    assert told is not None
    assert told.text == quoted


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(["Bug", "Story", "Task"]))
def test_a_quote_always_stands_in_the_ticket(words: list[str], kind: str) -> None:
    asked = ticket("Orders are lost", " ".join(words), kind)
    standing = {cut(sentence.text) for sentence in analyse(asked).sentences}
    for finding in evaluate(asked).findings:
        if finding.code in CORE:
            assert {one.quote for one in finding.evidence} <= standing, finding.code


@given(st.text(max_size=300))
def test_any_words_in_any_language_have_a_sentence_for_every_role_or_none(words: str) -> None:
    found = text("", words)
    for role in ROLES:
        told = telling(found, role)
        assert told in found.said if found.said else told is None


def test_a_language_that_no_lexicon_covers_is_quoted_by_its_layout() -> None:
    found = text(
        "A számlák kétszer mennek ki", "Újraindítás után a `Worker.run()` újra elküldi a számlákat.\n\n- Nyissa meg."
    )
    assert found.language is None
    assert all(telling(found, role) in found.said for role in ROLES)


def test_the_same_ticket_is_quoted_alike_each_time() -> None:
    one = TICKETS[0]
    first, again = (text(one["summary"], " ".join(one["body"])) for _ in range(2))
    assert first.roles == again.roles
    assert [telling(first, role) for role in ROLES] == [telling(again, role) for role in ROLES]


def test_a_filler_is_quoted_only_where_there_is_nothing_else() -> None:
    found = text("Shop", "The export of the orders to the accountants works as expected again.\n\nOrders are lost.")
    fillers = [one for one in found.said if "filler" in one.signals]
    assert fillers
    told = {telling(found, role) for role in ROLES}
    assert not told & set(fillers)
    assert telling(found, "problem", fillers.__contains__) in fillers


def test_the_place_is_quoted_with_the_words_that_name_it_in_the_code() -> None:
    asked = ticket(
        "Search forgets the filter of the order list", "I press Back and all is gone.\n\nSee `orders/search.py`."
    )
    place = next(finding for finding in evaluate(asked).findings if finding.code == "CTX102")
    assert place.outcome == "met"
    assert "See orders/search.py." in {one.quote for one in place.evidence}


def test_only_those_asked_for_are_chosen_from() -> None:
    found = text(
        "Orders are lost", "It crashes when I save. See https://example.org/x for more. The order should be kept."
    )
    linked = telling(found, "unseen", lambda one: "://" in one.text)
    assert linked is not None
    assert "://" in linked.text
    assert telling(found, "unseen", lambda one: "nowhere" in one.text) is None


def test_sentences_far_down_are_not_scored() -> None:
    found = text("Orders are lost", " ".join(f"The order {number} is lost." for number in range(3 * FURTHEST)))
    assert len(found.said) > FURTHEST
    assert len(found.roles) == FURTHEST
    assert telling(found, "place", lambda one: "299" in one.text) == found.said[-1]


def test_scores_add_up_what_holds_of_a_sentence() -> None:
    two = Roles(
        ["problem", "place"], {"signal.problem": [5, -1], "words>=3": [2, 0], "title": [-9, 300], "last": [0, 1]}
    )
    found = text("Orders fail", "Orders fail in the shop.")
    held = [set(features) for features in features_of(found.said)]
    assert "title" in held[0]
    assert {"first", "last", "words>=3"} <= held[1]
    problems = [5 * ("signal.problem" in one) for one in held]
    assert two.scores(found.said) == (
        (problems[0] - 9, 300 - bool(problems[0])),
        (problems[1] + 2, 1 - bool(problems[1])),
    )


def test_the_package_has_weights_for_every_role() -> None:
    assert set(roles().place) == set(ROLES)
    assert all(any(row[place] for row in roles().weights.values()) for place in roles().place.values())
