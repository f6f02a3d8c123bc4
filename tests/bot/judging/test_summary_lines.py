"""What is kept of a message about several tickets, so that it follows them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.errors import JiraError
from bot.judging.looking import Looked
from bot.posting.summarising import LineErrand, SummaryErrand
from bot.requests import ClickRequest, TicketRef
from bot.store.tables import verdicts
from checks.evaluate import evaluate
from checks.ticket import TicketId
from tests.bot.judging.conftest import THREAD, World, asks

FIRST = TicketId("main", "11")


async def said(world: World) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Do it.")
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3"))


async def judged(world: World, key: str = "PAY-1", words: str = "") -> int:
    """The id of a later verdict on a ticket."""
    world.jira.has(key, words)
    ticket = world.jira.tickets[key]
    return await world.store.verdicts.record("T1", evaluate(ticket), ticket, asker="", now=world.clock())


def line(world: World, verdict_id: int, *, cut: bool = False) -> LineErrand:
    store = world.store
    return LineErrand(store.summaries, store.verdicts, THREAD, 1, "main", "11", verdict_id, "full", cut)


async def test_tickets_of_a_summary_are_found_by_jiras_id_and_looked_after(world: World) -> None:
    world.gate.otherwise = {"PAY-3": "asker_only"}
    await said(world)
    living = world.store.talk.living
    [listed] = await living.listed("T1", FIRST)
    assert (listed.summary.post.place, listed.show) == (THREAD, "full")
    assert await living.key("T1", FIRST) == "PAY-1"
    assert await living.known("T1", "main", ["PAY-1", "PAY-9"]) == ((FIRST, "PAY-1"),)
    followed = await living.living("T1", "main", since=world.clock() - timedelta(days=1), limit=9)
    assert {(one.issue_id, one.key) for one in followed} == {("11", "PAY-1"), ("12", "PAY-2")}, (
        "what it may not name, it does not follow"
    )


async def test_a_line_changes_alone(world: World) -> None:
    await said(world)
    [before] = world.slack.said
    others = before.message.text.splitlines()[2:4]
    later = await judged(world, words="## Problem\n\nRefunds fail with 500 since Monday; customers wait.")
    await world.delivery().deliver(world.journal("change:1").execution(), line(world, later))
    [now] = world.slack.said
    assert (now.updates, now.message.text.splitlines()[2:4]) == (1, others)
    [listed] = await world.store.talk.living.listed("T1", FIRST)
    assert listed.verdict_id == later


async def test_of_two_changes_at_once_the_older_verdict_does_not_come_after_the_newer(world: World) -> None:
    await said(world)
    older, newer = await judged(world), await judged(world)
    for verdict_id in (newer, older):
        await world.delivery().deliver(world.journal(f"change:{verdict_id}").execution(), line(world, verdict_id))
    assert world.slack.said[0].updates == 1
    assert (await world.store.summaries.lines("T1", 1))[0].looked.verdict_id == newer


async def test_whoever_rechecks_does_not_bring_back_what_a_change_has_corrected_meanwhile(world: World) -> None:
    await said(world)
    looked = tuple(one.looked for one in await world.store.summaries.lines("T1", 1))
    newer = await judged(world)
    await world.delivery().deliver(world.journal("change:1").execution(), line(world, newer))
    store = world.store
    errand = SummaryErrand(
        store.posts, store.summaries, store.verdicts, THREAD, "summary:C1:1700000000.000100", looked, None, None
    )
    await world.delivery().deliver(world.journal("click:1").execution(), errand)
    assert (await store.summaries.lines("T1", 1))[0].looked.verdict_id == newer


async def test_where_others_read_along_no_line_says_more_than_its_verdict(world: World) -> None:
    await said(world)
    assert "gap" in world.slack.said[0].message.text
    await world.delivery().deliver(world.journal("change:1").execution(), line(world, await judged(world), cut=True))
    assert "gap" not in world.slack.said[0].message.text


async def test_a_ticket_that_jira_did_not_give_is_followed_once_a_recheck_got_it(world: World) -> None:
    world.jira.failures["PAY-1"] = [JiraError("not_found", site="main", status=404)]
    await said(world)
    [first, *_] = await world.store.summaries.lines("T1", 1)
    assert (first.looked, first.issue_id) == (Looked(TicketRef("main", "PAY-1"), "full", failed="not_found"), None)
    [stands] = world.slack.said
    await world.run(world.clicked(), ClickRequest("act:1", THREAD, "UASKER", "recheck", "p1", stands.ts, "sealed"))
    assert len(await world.store.talk.living.listed("T1", FIRST)) == 1


async def test_what_a_summary_says_is_kept_as_long_as_it_and_no_longer(world: World) -> None:
    world.jira.failures["PAY-3"] = [JiraError("not_found", site="main", status=404)]
    await said(world)
    await judged(world, "PAY-2")
    kept = select(func.count()).select_from(verdicts)
    world.clock.now += timedelta(days=1)
    for age, left in ((timedelta(days=9), 3), (timedelta(hours=9), 0)):
        await world.store.forget(world.clock(), age)
        async with world.store.engine.connect() as connection:
            assert await connection.scalar(kept) == left


async def test_a_verdict_that_only_a_summary_shows_outlasts_its_age(world: World) -> None:
    world.jira.failures["PAY-3"] = [JiraError("not_found", site="main", status=404)]
    await said(world)
    await judged(world, "PAY-2")
    assert await world.store.verdicts.forget(world.clock() + timedelta(days=1)) == 1, "the one that nothing shows"
    assert len(await world.store.talk.living.listed("T1", FIRST)) == 1
