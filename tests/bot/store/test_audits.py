"""Each change that others live with leaves one line of who did it, committed with the change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.conversation.judgements import Judgement
from bot.conversation.ports import HandOff
from bot.digest.values import DigestPlan
from bot.ports import ChannelSettings
from bot.store import Store
from checks.ticket import TicketId

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def test_a_channels_settings_and_digest_are_noted_with_whoever_set_them(store: Store) -> None:
    agreed = ChannelSettings(watching=True, projects=frozenset({"WEB", "PAY"}))
    await store.channels.agree("T1", "C1", agreed, user="U1", now=NOW)
    plan = DigestPlan("T1", "C1", 0, "09:00", "UTC", "main", "summary ~ secret", NOW, "U2")
    await store.digests.set(plan, now=NOW + timedelta(minutes=1))
    await store.digests.remove("T1", "C1", user="U3", now=NOW + timedelta(minutes=2))
    lines = [(line.user, line.act, line.channel, line.about) for line in await store.audits.latest("T1")]
    assert lines == [
        ("U3", "digest_removed", "C1", ""),
        ("U2", "digest_set", "C1", "0 09:00 UTC jql on"),
        ("U1", "channel_set", "C1", "on PAY,WEB contractor card"),
    ]


async def test_what_people_say_of_gaps_and_tickets_is_noted_with_whoever_said_it(store: Store) -> None:
    ticket, talk = TicketId("main", "10"), store.talk
    said = Judgement(ticket, "PAY-1", "PAY", "CON202", "accepted", "the owner's secret", date(2027, 1, 1), "U1")
    await talk.judgements.say("T1", said, run="r1", now=NOW)
    await talk.judgements.take_back("T1", ticket, "CON202", user="U2", run="r2", now=NOW)
    await talk.judgements.take_back("T1", ticket, "CON202", user="U2", run="r3", now=NOW)
    await talk.judgements.demote("T1", "PAY", "CON202", run="r1", now=NOW)
    await talk.judgements.lift("PAY", "CON202", now=NOW)
    await talk.mutes.put("T1", "C1", "1.1", True, user="U3", now=NOW)
    for on in (True, False, False):
        await talk.mutes.put("T1", "C1", "1.1", on, user="U3", now=NOW)
    await talk.mutes.put("T1", "", "U4", True, user="U4", now=NOW)
    await talk.handoffs.give("T1", HandOff(ticket, "PAY-1", "agent", "ready", "U6", "U5", NOW), run="given")
    lines = [(line.user, line.act, line.about) for line in reversed(await store.audits.latest("T1"))]
    assert lines == [
        ("U1", "gap_accepted", "PAY-1 CON202 until 2027-01-01"),
        ("U2", "gap_restored", "CON202"),
        ("", "rule_demoted", "PAY CON202"),
        ("", "rule_restored", "PAY CON202"),
        ("U3", "muted", "thread 1.1"),
        ("U3", "unmuted", "thread 1.1"),
        ("U4", "muted", "a person"),
        ("U5", "handed_off", "PAY-1 to agent"),
    ]


async def test_a_change_that_fails_leaves_no_line(store: Store) -> None:
    plan = DigestPlan("T1", "C1", 0, "09:00", "UTC", "main", "", NOW, None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"NOT NULL|not-null"):
        await store.digests.set(plan, now=NOW)
    assert await store.audits.latest("T1") == ()


async def test_one_workspaces_lines_are_not_anothers_and_since_is_kept_to(store: Store) -> None:
    await store.audits.add("T1", "data_exported", user="", now=NOW, about="x" * 300)
    await store.audits.add("T2", "data_deleted", user="U1", now=NOW)
    [line] = await store.audits.latest("T1")
    assert (line.act, len(line.about)) == ("data_exported", 200)
    assert await store.audits.latest("T1", since=NOW + timedelta(seconds=1)) == ()
