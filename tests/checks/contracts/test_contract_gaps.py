"""Each rule about contracts on tickets of other trades than its own examples: the gap, the filled template, the blank one."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from checks.catalogue import by_code
from checks.language.analyse import analyse
from checks.language.kind import kind_of
from checks.rule import Case, Gap, Met, NotApplicable, Observation
from tests.fakes.tickets import worded


@dataclass(frozen=True)
class Scenario:
    code: str
    summary: str
    description: str
    filled: tuple[str, ...]
    """What is written into the template's blanks, in order."""
    kind: str = "Story"


SCENARIOS = (
    Scenario(
        "CON204",
        "Add DELETE /members/{id} to the membership service",
        "Clubs ask us by mail to strike members. Add DELETE /members/{id}, which removes the member.",
        ("the club's secretary", "403"),
    ),
    Scenario(
        "CON205",
        "Rename the flag --out of the render command",
        "Everyone reads it as a format. Rename the flag --out to --folder.",
        ("the nightly job of the archive", "both forms until the next major version"),
    ),
    Scenario(
        "CON206",
        "Store the country of each member",
        "Add a new column country to the table members in the database, two letters, not null.",
        ("FI", "the migration 12-country.sql", "the down script of the same migration"),
    ),
    Scenario(
        "CON207",
        "Publish an event when a member leaves",
        "Billing polls the database. Publish an event to Kafka when a member leaves, with the member's id.",
        ("members.left", "member id", "holds per key", "ignored by event id"),
    ),
    Scenario(
        "CON208",
        "Throttle the search of members",
        "Crawlers take the search down. The search must have a rate limit for each client.",
        ("10 requests a second", "429"),
    ),
    Scenario(
        "CON210",
        "Add a dashboard of memberships",
        "The board asks every month how many members there are. Add a dashboard with members by month and by club.",
        ("No members yet", "grey bars", "Could not be read; try again"),
    ),
    Scenario(
        "CON211",
        "Read addresses from the external API",
        "Addresses are typed by hand. Read them from the external API of the post, once a night.",
        ("the post's integration team", "2", "post.example/docs"),
    ),
)


def observe(scenario: Scenario, addition: str = "") -> Observation:
    ticket = worded(scenario.summary, f"{scenario.description}\n\n{addition}".strip(), scenario.kind)
    text = analyse(ticket)
    rule = by_code()[scenario.code]
    return rule.check(Case(ticket, text, kind_of(ticket, text), "contractor"), rule.options)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.code)
def test_the_gap_is_seen_with_its_words_and_a_template(scenario: Scenario) -> None:
    seen = observe(scenario)
    assert isinstance(seen, Gap), seen
    assert seen.evidence
    assert all(quoted.quote in f"{scenario.summary}\n{scenario.description}" for quoted in seen.evidence)
    assert seen.template is not None
    assert seen.question


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.code)
def test_the_template_closes_the_gap_once_it_is_filled(scenario: Scenario) -> None:
    gap = observe(scenario)
    assert isinstance(gap, Gap)
    assert gap.template is not None
    words = iter(scenario.filled)
    filled = re.sub("‹[^›]*›", lambda _: next(words), gap.template)
    assert isinstance(observe(scenario, filled), Met)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.code)
def test_the_template_closes_nothing_as_it_is(scenario: Scenario) -> None:
    gap = observe(scenario)
    assert isinstance(gap, Gap)
    assert isinstance(observe(scenario, gap.template or ""), Gap)


OF_INTERFACES = [one for one in SCENARIOS if one.code != "CON210"]
"""A screen is asked for its states whatever its interface."""


@pytest.mark.parametrize("scenario", OF_INTERFACES, ids=lambda one: one.code)
def test_a_promise_that_no_interface_changes_is_believed(scenario: Scenario) -> None:
    assert isinstance(observe(scenario, "There is no interface change."), (Met, NotApplicable))


@pytest.mark.parametrize("code", [f"CON2{number:02}" for number in range(4, 12)])
@pytest.mark.parametrize(
    ("summary", "description", "kind"),
    [
        ("Fix the typo on the welcome page", "It says “Welcom”. It should say “Welcome”.", "Bug"),
        ("Update the guide to the members' register", "Chapter 3 shows the old screen.", "Documentation"),
        ("Find out which post API fits", "Compare two and write down which one we take. Two days.", "Spike"),
        ("Order the list of clubs by name", "Secretaries scroll for ages. Order the list of clubs by name.", "Story"),
    ],
)
def test_work_without_an_interface_is_asked_nothing(code: str, summary: str, description: str, kind: str) -> None:
    assert isinstance(observe(Scenario(code, summary, description, (), kind)), NotApplicable)
