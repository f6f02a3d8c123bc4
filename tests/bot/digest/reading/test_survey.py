"""A digest reads Jira a page at a time, resumes where it was, and reads again only what changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.digest.reading import survey
from bot.digest.reading.survey import Reading
from bot.digest.values import DigestPlan, DigestRun, NewVerdict
from bot.errors import JiraError
from bot.pages import TicketPage
from bot.schedule import next_due
from tests.bot.digest.digests import asked, make, plan, uses
from tests.bot.judging.conftest import World, asks, made_world
from tests.fakes.ports import FakePolicies
from tests.fakes.waiting import PATIENCE

MONDAY = date(2026, 11, 30)
NEXT = MONDAY + timedelta(days=7)
BEFORE = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async for made in made_world(tmp_path):
        for number in range(1, 8):
            made.jira.has(f"PAY-{number}", summary=f"Ticket {number}", updated=BEFORE)
        await made.store.digests.set(plan(made), now=made.clock())
        yield made


async def begun(world: World, day: date = MONDAY) -> DigestRun:
    run = await world.store.digests.begin("T1", "C1", day, f"digest:{day}", now=world.clock())
    assert run is not None
    return run


async def ended(reading: Reading) -> None:
    while await reading.advance():
        pass
    await reading.close()


async def seen(world: World, run: DigestRun) -> int:
    return sum([1 async for _ in world.store.weeks.lines(run, None)])


async def test_the_first_digest_reads_its_query_page_by_page(world: World) -> None:
    await make(world)
    assert world.jira.calls == ["page 0", "page 2", "page 4", "page 6"]
    assert len(world.slack.said) == 1


async def test_after_a_crash_the_reading_goes_on_with_the_next_page(world: World) -> None:
    run = await begun(world)
    policies = FakePolicies()
    world.jira.failures["search"] = []
    first = uses(world, policies).maker.reader.survey.reading("T1", run.id)
    pages = first._open(run, await world.store.digests.plan("T1", "C1"))  # type: ignore[arg-type] # it was set
    for _ in range(2):
        await first._take(run, plan(world), await anext(pages))
    world.jira.calls.clear()
    await ended(uses(world, policies).maker.reader.survey.reading("T1", run.id))
    assert world.jira.calls == ["page 4", "page 6"]
    assert len(policies.judged) == 7
    assert await seen(world, run) == 7


async def test_jira_that_fails_between_two_pages_costs_no_page_twice(world: World) -> None:
    policies = FakePolicies()
    journal = world.journal("digest:x")
    world.jira.failures["search"] = []
    calls = world.jira.calls

    def fail_once(jql: str) -> None:
        if len(calls) == 2 and not journal.slept:
            raise JiraError("throttled", site="main", status=429, retry_after=1800.0, reason="jira-quota-tenant-based")

    world.jira.searching = fail_once
    await make(world, journal=journal, policies=policies)
    assert journal.slept >= 1800
    assert sorted(policies.judged) == [f"PAY-{number}" for number in range(1, 8)]
    assert len(world.slack.said) == 1


async def test_the_second_week_reads_only_what_changed(world: World) -> None:
    policies = FakePolicies()
    await make(world, policies=policies)
    world.jira.calls.clear()
    world.jira.changed.clear()
    policies.judged.clear()
    world.jira.has("PAY-3", summary="Ticket 3", updated=world.clock() + timedelta(days=2))
    world.jira.has("PAY-8", summary="New", updated=world.clock() + timedelta(days=3))
    await make(world, NEXT, policies=policies)
    assert world.jira.calls == ["ids", "ids", "by ids 2"]
    assert sorted(policies.judged) == ["PAY-3", "PAY-8"]
    assert "8 nearly ready (+1)" in world.slack.said[1].message.text


async def test_a_ticket_touched_but_not_changed_keeps_its_verdict(world: World) -> None:
    policies = FakePolicies()
    await make(world, policies=policies)
    policies.judged.clear()
    await make(world, NEXT, policies=policies)  # Jira says that all may have changed; their date says that none did
    assert policies.judged == []


async def judged_elsewhere(world: World, key: str, at: datetime) -> None:
    """Another channel's digest judges a ticket not ready; it is open to this channel's query no more, or not yet."""
    ticket = world.jira.tickets.pop(key)
    other = await world.store.digests.begin("T1", "C2", at.date(), f"digest:C2:{at}", now=at)
    assert other is not None
    verdict = FakePolicies({key: "not_ready"}).judge(ticket, "contractor", at)
    fresh = [NewVerdict(verdict, ticket, "full")]
    await world.store.surveys.keep(other, "main", fresh, (), read=(), checkpoint="work", asker="U1", now=at)


async def told_of(world: World, key: str) -> str:
    run = await world.store.digests.latest("T1", "C1")
    assert run is not None
    return {line.key: line.decision async for line in world.store.weeks.lines(run, None)}[key]


async def test_a_ticket_that_comes_into_the_query_without_an_edit_is_judged_as_it_stands(world: World) -> None:
    """As a sprint begins: its verdict may be of a day before the last digest, and it may have been edited in between."""
    world.jira.has("PAY-9", summary="Nine", updated=BEFORE)
    await judged_elsewhere(world, "PAY-9", BEFORE)
    policies = FakePolicies({"PAY-9": "ready"})
    await make(world, policies=policies)
    world.jira.has("PAY-9", summary="Nine", updated=BEFORE + timedelta(days=10))
    world.jira.changed.clear()
    policies.judged.clear()
    await make(world, NEXT, policies=policies)
    assert policies.judged == ["PAY-9"]
    assert await told_of(world, "PAY-9") == "ready"


async def test_a_verdict_made_elsewhere_since_the_last_digest_is_not_made_twice(world: World) -> None:
    policies = FakePolicies()
    await make(world, policies=policies)
    policies.judged.clear()
    since = world.clock() + timedelta(days=1)
    world.jira.has("PAY-9", summary="Nine", updated=BEFORE)
    ticket = world.jira.tickets["PAY-9"]
    await judged_elsewhere(world, "PAY-9", since)
    world.jira.tickets["PAY-9"] = ticket
    world.jira.changed.clear()
    await make(world, NEXT, policies=policies)
    assert policies.judged == []
    assert await told_of(world, "PAY-9") == "not_ready"


async def test_a_digest_looks_at_no_more_than_its_limit_and_says_so_every_week(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "LIMIT", 3)
    policies = FakePolicies({f"PAY-{number}": "ready" for number in range(1, 8)})
    for day in (MONDAY, NEXT, NEXT + timedelta(days=7)):
        await make(world, day, policies=policies)
        world.jira.changed.clear()
    texts = [said.message.text for said in world.slack.said]
    assert [text.count("More tickets match than I look at") for text in texts] == [1, 1, 1]
    assert "3 ready" in texts[0] and "In brackets" not in texts[0]
    assert ["Nothing became ready or slipped since last time: 3 ready." in text for text in texts[1:]] == [True, True]


async def test_tickets_that_a_cut_digest_left_out_are_no_growth_of_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = FakePolicies({f"PAY-{number}": "ready" for number in range(1, 8)})
    with monkeypatch.context() as patch:
        patch.setattr(survey, "LIMIT", 3)
        await make(world, policies=policies)
    await make(world, NEXT, policies=policies)
    text = world.slack.said[1].message.text
    assert "7 ready." in text and "(+" not in text and "More tickets match" not in text


async def test_a_ticket_that_gives_its_place_to_the_next_is_no_change_of_a_cut_digest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "LIMIT", 3)
    policies = FakePolicies({f"PAY-{number}": "ready" for number in range(1, 7)})
    await make(world, policies=policies)
    del world.jira.tickets["PAY-1"]
    world.jira.tickets["PAY-2"] = world.jira.tickets.pop("PAY-2")
    world.jira.changed.clear()
    await make(world, NEXT, policies=policies)
    assert "since last time: 3 ready." in world.slack.said[1].message.text


async def test_as_many_tickets_as_the_limit_are_all_there_are(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "LIMIT", 7)
    await make(world)
    await make(world, NEXT)
    assert ["More tickets match" in said.message.text for said in world.slack.said] == [False, False]


async def test_a_reading_begun_anew_has_looked_at_nothing_yet(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jira keeps a page's token for a week; where it ran out, what was read counts once."""
    monkeypatch.setattr(survey, "LIMIT", 7)
    pages = world.jira.pages

    async def without_tokens(site: str, jql: str, *, after: str | None = None) -> AsyncIterator[TicketPage]:
        if after is not None:
            raise JiraError("refused", site="main", status=400)
        async for page in pages(site, jql):
            yield page

    run = await begun(world)
    reading = uses(world).maker.reader.survey.reading("T1", run.id)
    with monkeypatch.context() as patch:
        patch.setattr(survey, "PAGES", 2)
        assert await reading.advance()
    await reading.close()
    monkeypatch.setattr(world.jira, "pages", without_tokens)
    assert await reading.advance(), "from the first page"
    async with asyncio.timeout(PATIENCE):
        await ended(reading)
    told = await world.store.digests.run("T1", run.id)
    assert told is not None and (told.looked, told.cut) == (7, False)


async def test_other_rules_judge_everything_again_and_nothing_has_moved(world: World) -> None:
    await make(world, policies=FakePolicies(policy_hash="one"))
    world.jira.changed.clear()
    ready = FakePolicies({f"PAY-{number}": "ready" for number in range(1, 8)}, "two")
    await make(world, NEXT, policies=ready)
    text = world.slack.said[1].message.text
    assert len(ready.judged) == 7
    assert "Nothing became ready or slipped" in text
    assert "7 verdicts changed because the rules" in text


async def test_a_verdict_that_changed_on_a_ticket_that_did_not_is_no_move(world: World) -> None:
    await make(world, policies=FakePolicies())
    world.jira.has("PAY-1", summary="Ticket 1", updated=BEFORE)
    run = await begun(world, NEXT)
    assert run.looked == 0
    ready = FakePolicies({"PAY-1": "ready"})
    kept = await world.store.surveys.known("T1", "main", "contractor", ["11"])
    assert kept["11"].decision == "questions"
    await ended(uses(world, ready).maker.reader.survey.reading("T1", run.id))
    told = await uses(world).maker.presenter.present(run, plan(world))
    assert told.view.became_ready == ()


async def test_done_tickets_leave_the_next_digest(world: World) -> None:
    await make(world)
    world.jira.has("PAY-7", summary="Ticket 7", updated=world.clock() + timedelta(days=1), done=True)
    await make(world, NEXT)
    assert "6 nearly ready (-1)" in world.slack.said[1].message.text


async def test_a_boards_backlog_is_read_by_its_ids(world: World) -> None:
    await world.store.digests.set(source(world, "backlog", "12"), now=world.clock())
    await make(world)
    assert world.jira.calls == ["by ids 7"]
    assert "backlog of board 12" in world.slack.said[0].message.text


async def test_the_next_sprint_is_a_query(world: World) -> None:
    await world.store.digests.set(source(world, "sprint", "12"), now=world.clock())
    await make(world)
    assert world.jira.searches[0].startswith("sprint = 77 AND")


async def test_a_sprint_that_is_not_planned_gives_no_digest_but_one_sentence_with_the_cure(world: World) -> None:
    await world.store.digests.set(source(world, "sprint", "13"), now=world.clock())
    journal = await make(world)
    await make(world, journal=journal)
    (said,) = world.slack.said
    assert "board 13 has no upcoming sprint" in said.message.text
    assert "`/handoff digest mon 09:00 Europe/Helsinki backlog 13`" in said.message.text
    await world.store.digests.set(source(world, "sprint", "12"), now=world.clock())
    await world.run(uses(world).settings, asked("now"))
    assert "Ready to hand off?" in world.slack.said[1].message.text, "the same date, once the cure was taken"


async def test_the_tickets_discussed_here_are_those_with_a_card(world: World) -> None:
    await world.run(world.judge(), asks("PAY-2", "PAY-5"))
    await world.store.digests.set(source(world, "discussed"), now=world.clock())
    await make(world)
    assert world.jira.calls == ["by ids 2"]


def source(world: World, name: str, board: str = "") -> DigestPlan:
    due = next_due(0, "09:00", "Europe/Helsinki", world.clock())
    return DigestPlan("T1", "C1", 0, "09:00", "Europe/Helsinki", "main", "", due, "U1", source=name, board=board)  # type: ignore[arg-type]
