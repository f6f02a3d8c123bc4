"""Pace, cache and knowledge: small memories with a clock that tests can turn."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from functools import partial

import pytest

from bot.errors import JiraError, SlackError
from bot.jira.sites import Site
from bot.memory import Cache
from bot.requests import JudgeRequest, SayRequest
from bot.slack.reading import intake
from bot.slack.reading import known as known_of
from bot.slack.reading.known import DOUBTED, FRESH, Knowledge
from bot.slack.sending.pace import PATIENCE, Pace
from tests.bot.slack.reading.payloads import US, said
from tests.fakes import waiting
from tests.fakes.seconds import Seconds
from tests.fakes.sites import GivenSites


def test_one_message_a_second_in_a_channel_and_no_waiting_for_others() -> None:
    clock = Seconds()
    pace = Pace(1.0, clock)
    assert [pace.reserve("T1", "C1") for _ in range(3)] == [0.0, 1.0, 2.0]
    assert pace.reserve("T1", "C2") == 0.0
    clock.now += 10
    assert pace.reserve("T1", "C1") == 0.0


async def test_a_turn_that_is_too_far_off_is_a_throttle_and_takes_no_turn() -> None:
    pace = Pace(2.0, Seconds())
    while pace.reserve("T1", "C1") <= PATIENCE - 2.0:
        pass
    for _ in range(2):
        with pytest.raises(SlackError) as caught:
            await pace.turn("T1", "C1")
        assert (caught.value.outcome, caught.value.retry_after) == ("throttled", 6.0)


def test_channels_that_may_speak_again_are_forgotten() -> None:
    clock = Seconds()
    pace = Pace(1.0, clock)
    for number in range(10_000):
        clock.now += 1
        pace.reserve("T1", f"C{number}")
    assert len(pace._free_at) < 5000


def test_what_was_learnt_expires_and_the_memory_is_bounded() -> None:
    clock = Seconds()
    cache: Cache[str, int] = Cache(clock, bound=2)
    cache.put("a", 1, 10)
    cache.put("b", 2, 10)
    cache.put("c", 3, 10)
    assert [cache.get(key) for key in "abc"] == [None, 2, 3]
    clock.now += 10
    assert cache.get("b") is None
    cache.put("d", 4, 10)
    cache.drop("d")
    assert cache.get("d") is None


@dataclass
class Jira:
    answers: dict[str, frozenset[str] | Exception]
    asked: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: str = ""
    oldest: float = 0.0

    async def projects(self, site: str, oldest: float = math.inf) -> frozenset[str]:
        self.asked.append(site)
        self.oldest = oldest
        if site != self.at_once:
            await self.gate.wait()
        answer = self.answers[site]
        if isinstance(answer, Exception):
            raise answer
        return answer


SITES = (Site("one", "https://one.example"), Site("two", "https://two.example"))


async def test_nobody_waits_for_jira_who_did_not_ask() -> None:
    jira = Jira({"one": frozenset({"PAY"}), "two": frozenset()})
    knowledge = Knowledge(GivenSites(SITES), jira)
    assert (await knowledge.now("T1")).projects == {}
    jira.gate.set()
    assert (await knowledge.current("T1")).projects == {"one": frozenset({"PAY"}), "two": frozenset()}
    await knowledge.close()


async def test_a_site_that_fails_leaves_the_others_known_and_its_own_last_answer() -> None:
    clock = Seconds()
    jira = Jira({"one": frozenset({"PAY"}), "two": frozenset({"OPS"})})
    jira.gate.set()
    knowledge = Knowledge(GivenSites(SITES), jira, clock=clock)
    await knowledge.current("T1")
    jira.answers = {"one": frozenset({"NEW"}), "two": JiraError("unavailable")}
    clock.now += FRESH + 1
    assert (await knowledge.now("T1")).projects["one"] == {"PAY"}
    for _ in range(20):
        await asyncio.sleep(0)
    assert (await knowledge.now("T1")).projects == {"one": frozenset({"NEW"}), "two": frozenset({"OPS"})}
    assert jira.asked == ["one", "two"] * 2
    await knowledge.close()


async def test_sites_are_asked_again_when_what_is_known_is_old_and_never_twice_at_once() -> None:
    clock = Seconds()
    jira = Jira({"one": frozenset({"PAY"}), "two": frozenset({"OPS"})})
    knowledge = Knowledge(GivenSites(SITES), jira, clock=clock)
    for _ in range(3):
        await knowledge.now("T1")
    jira.gate.set()
    await knowledge.current("T1")
    asked = []
    for later in (0, FRESH, 1):
        clock.now += later
        await knowledge.current("T1")
        for _ in range(20):
            await asyncio.sleep(0)
        asked.append(len(jira.asked))
    assert asked == [2, 2, 4]
    await knowledge.close()


async def test_the_time_zones_are_known_before_jira_has_said_a_word() -> None:
    knowledge = Knowledge(GivenSites(SITES), Jira({}))
    assert "Europe/Helsinki" in (await knowledge.now("T1")).zones
    await knowledge.close()


async def test_who_asks_first_waits_for_every_site_and_later_ones_for_none_that_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(known_of, "FIRST_WAIT", 60.0)
    clock = Seconds()
    jira = Jira({"one": frozenset({"PAY"}), "two": JiraError("timeout")}, at_once="one")
    knowledge = Knowledge(GivenSites(SITES), jira, clock=clock)
    await knowledge.now("T1")
    await asyncio.sleep(0.01)
    assert (await knowledge.now("T1")).projects, "the first site has answered, the second not yet"
    asking = asyncio.create_task(knowledge.current("T1"))
    await asyncio.sleep(0.01)
    assert not asking.done()
    jira.gate.set()
    known = await asking
    assert (known.silent, set(known.projects)) == (True, {"one"})
    jira.gate.clear()
    clock.now += FRESH + 61
    async with asyncio.timeout(waiting.PATIENCE):
        assert (await knowledge.current("T1")).projects == known.projects
    await knowledge.close()


async def test_who_asks_about_a_project_that_was_opened_a_moment_ago_is_answered() -> None:
    clock = Seconds()
    jira = Jira({"one": frozenset({"PAY"}), "two": frozenset()})
    jira.gate.set()
    knowledge = Knowledge(GivenSites(SITES), jira, clock=clock)
    read = partial(intake.of_mention, said("<@UBOT> NEW-1"), US)
    await knowledge.current("T1")
    clock.now += DOUBTED
    assert isinstance(await knowledge.understood("T1", read), SayRequest), "asked so lately, Jira is left in peace"
    jira.answers["two"] = frozenset({"NEW"})
    clock.now += 1
    assert isinstance(await knowledge.understood("T1", read), JudgeRequest)
    assert (jira.asked, jira.oldest) == (["one", "two"] * 2, DOUBTED)
    await knowledge.close()


async def test_closing_ends_a_question_that_jira_never_answers() -> None:
    knowledge = Knowledge(GivenSites(SITES), Jira({}))
    await knowledge.now("T1")
    async with asyncio.timeout(waiting.PATIENCE):
        await knowledge.close()
