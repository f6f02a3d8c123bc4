"""A message is posted once, whatever dies or fails in between."""

from __future__ import annotations

import pytest

from bot.errors import SlackError
from bot.message import Message
from bot.posting.delivery import HOLD
from bot.posting.errands import CardErrand, WordsErrand
from tests.bot.judging.conftest import THREAD, World, asks
from tests.fakes.runs import Crash

HELLO = Message("Hello.")


def errand(world: World, identity: str = "say:1") -> WordsErrand:
    return WordsErrand(world.store.posts, THREAD, identity, "say", HELLO)


async def test_a_crash_before_the_call_posts_once(world: World) -> None:
    world.slack.before = [Crash()]
    journal = world.journal()
    with pytest.raises(Crash):
        await world.delivery().deliver(journal.execution(), errand(world))
    delivered = await world.delivery().deliver(journal.execution(), errand(world))
    assert delivered.ts == "1.000100"
    assert len(world.slack.said) == 1


async def test_a_crash_after_the_call_finds_the_message_and_posts_no_other(world: World) -> None:
    world.slack.after = [Crash()]
    journal = world.journal()
    with pytest.raises(Crash):
        await world.delivery().deliver(journal.execution(), errand(world))
    assert (await world.delivery().deliver(journal.execution(), errand(world))).ts == "1.000100"
    assert len(world.slack.said) == 1
    assert world.slack.looks == 1


async def test_the_thread_is_read_no_sooner_than_a_call_under_way_must_have_ended(world: World) -> None:
    world.slack.after = [Crash()]
    journal = world.journal()
    with pytest.raises(Crash):
        await world.delivery().deliver(journal.execution(), errand(world))
    world.clock.advance(4)
    await world.delivery().deliver(journal.execution(), errand(world))
    assert journal.slept == HOLD.total_seconds() - 4


async def test_a_lost_answer_is_looked_for_before_posting_again(world: World) -> None:
    world.slack.after = [SlackError("unavailable", "no_answer")]
    delivered = await world.delivery().deliver(world.journal().execution(), errand(world))
    assert delivered.ts == "1.000100"
    assert (len(world.slack.said), world.slack.looks) == (1, 1)


async def test_being_asked_to_slow_down_is_waited_for_and_looks_nothing_up(world: World) -> None:
    world.slack.before = [SlackError("throttled", "ratelimited", retry_after=20.0)] * 9
    journal = world.journal()
    delivered = await world.delivery().deliver(journal.execution(), errand(world))
    assert delivered.ts and world.slack.looks == 0
    assert journal.slept >= 9 * 20


async def test_slow_down_after_a_takeover_does_not_forget_the_doubt(world: World) -> None:
    world.slack.after = [Crash()]
    journal = world.journal()
    with pytest.raises(Crash):
        await world.delivery().deliver(journal.execution(), errand(world))
    world.slack.before = [SlackError("throttled", "ratelimited", retry_after=1.0)]
    await world.delivery().deliver(journal.execution(), errand(world))
    assert len(world.slack.said) == 1


async def test_two_runs_at_once_make_one_message(world: World) -> None:
    first, second = world.journal("msg:1"), world.journal("msg:2")
    world.slack.before = [Crash()]
    with pytest.raises(Crash):
        await world.delivery().deliver(first.execution(), errand(world))
    await world.delivery().deliver(second.execution(), errand(world))
    await world.delivery().deliver(first.execution(), errand(world))
    assert len(world.slack.said) == 1


async def test_a_closed_channel_is_given_up_at_once(world: World) -> None:
    world.slack.before = [SlackError("channel_closed", "is_archived")]
    delivered = await world.delivery().deliver(world.journal().execution(), errand(world))
    assert (delivered.ts, delivered.refused) == (None, "is_archived")


NOT_IN_CHANNEL = SlackError("channel_closed", "not_in_channel", method="chat.postMessage")


async def test_what_slack_surely_refused_is_posted_later_without_reading_or_waiting(world: World) -> None:
    world.slack.before = [NOT_IN_CHANNEL]
    await world.delivery().deliver(world.journal("cut:1").execution(), errand(world))
    world.clock.advance(3 * 86400)
    later = world.journal("ask:2")
    assert (await world.delivery().deliver(later.execution(), errand(world))).ts
    assert (world.slack.looks, later.slept, len(world.slack.said)) == (0, 0, 1)


DEAD = SlackError("install_dead", "token_revoked", method="auth.test")


async def test_what_found_no_token_to_be_posted_with_is_posted_later_without_reading_or_waiting(world: World) -> None:
    world.slack.before = [DEAD]
    await world.delivery().deliver(world.journal("link:1").execution(), errand(world))
    later = world.journal("link:2")
    assert (await world.delivery().deliver(later.execution(), errand(world))).ts
    assert (world.slack.looks, later.slept) == (0, 0)


async def test_a_dead_token_after_a_lost_answer_leaves_the_doubt(world: World) -> None:
    world.slack.after = [Crash()]
    journal = world.journal()
    with pytest.raises(Crash):
        await world.delivery().deliver(journal.execution(), errand(world))
    world.slack.before = [DEAD]
    await world.delivery().deliver(journal.execution(), errand(world))
    await world.delivery().deliver(world.journal("ask:2").execution(), errand(world))
    assert (world.slack.looks, len(world.slack.said)) == (1, 1)


async def test_after_a_refusal_a_message_is_looked_for_from_when_it_was_meant_anew(world: World) -> None:
    world.slack.before = [NOT_IN_CHANNEL]
    await world.delivery().deliver(world.journal("cut:1").execution(), errand(world))
    world.clock.advance(3 * 86400)
    anew, later = world.clock(), world.journal("ask:2")
    world.slack.after = [Crash()]
    with pytest.raises(Crash):
        await world.delivery().deliver(later.execution(), errand(world))
    post = await world.store.posts.intend(THREAD, "say:1", "say", execution="another", now=world.clock())
    assert post.intent_at == anew
    await world.delivery().deliver(later.execution(), errand(world))
    assert (world.slack.looks, len(world.slack.said)) == (1, 1)


async def test_a_thread_that_cannot_be_read_leaves_the_doubt(world: World) -> None:
    world.slack.after = [Crash()]
    journal = world.journal()
    with pytest.raises(Crash):
        await world.delivery().deliver(journal.execution(), errand(world))
    world.slack.before = [SlackError("refused", "thread_too_long", method="conversations.replies")]
    assert (await world.delivery().deliver(journal.execution(), errand(world))).refused == "thread_too_long"
    await world.delivery().deliver(world.journal("msg:2").execution(), errand(world))
    assert (world.slack.looks, len(world.slack.said)) == (1, 1)


async def test_a_slack_that_stays_down_is_given_up_within_minutes(world: World) -> None:
    world.slack.before = [SlackError("unavailable", "http_503")] * 50
    journal = world.journal()
    delivered = await world.delivery().deliver(journal.execution(), errand(world))
    assert delivered.ts is None
    assert journal.slept < 600


async def test_an_older_verdict_does_not_arrive_after_a_newer_one(world: World) -> None:
    for number in (1, 2):
        await world.run(world.judge(), asks("PAY-1", identity=f"ask:{number}"))
    older = CardErrand(world.store.cards, world.store.verdicts, THREAD, 1, "full")
    said = world.slack.said[0]
    await world.delivery().deliver(world.journal("late").execution(), older)
    assert said.updates == 1


async def test_two_runs_update_one_message_in_turn(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    post = await world.store.posts.at("T1", "C1", world.slack.said[0].ts)
    assert post is not None
    assert await world.store.posts.lock(post, execution="another", now=world.clock(), hold=HOLD)
    journal = await world.run(world.judge(), asks("PAY-1", identity="ask:2"))
    assert journal.slept >= HOLD.total_seconds(), "it waited until the other's call must have ended"
    assert world.slack.said[0].updates == 1


async def test_a_turn_is_given_back_after_an_update(world: World) -> None:
    for number in (1, 2, 3):
        journal = await world.run(world.judge(), asks("PAY-1", identity=f"ask:{number}"))
        assert journal.slept == 0
    assert world.slack.said[0].updates == 2


async def test_what_was_said_after_the_backup_is_found_when_it_was_restored_and_not_said_again(world: World) -> None:
    await world.slack.post(THREAD, HELLO, identity="say:1", intent_at=world.clock())
    run = world.journal().execution()
    run.unsure_since = world.clock()
    assert (await world.delivery().deliver(run, errand(world))).ts == "1.000100"
    assert (len(world.slack.said), world.slack.looks) == (1, 1)
