"""An admin is told once, and is told: whatever dies, and whatever Slack says, between the notice and its message."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import SlackError
from bot.judging.looking import Looked
from bot.requests import TicketRef
from bot.store import Store
from bot.upkeep.admins import TRIES, Admins
from bot.views import NoticeView
from tests.fakes.ports import FakePoster
from tests.fakes.runs import Clock, Crash, Journal

VIEW = NoticeView("rule_demoted", "CON202 in PAY")
SLOW = SlackError("throttled", "ratelimited", retry_after=30)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack() -> FakePoster:
    return FakePoster()


@pytest.fixture
def admins(store: Store, slack: FakePoster, clock: Clock) -> Admins:
    return Admins(("U1", "U2"), store.notices, slack, clock)


def told(slack: FakePoster) -> list[str]:
    return [user for user, _ in slack.directs]


async def test_admins_are_told_once_a_week_whoever_comes_upon_it(
    admins: Admins, slack: FakePoster, clock: Clock
) -> None:
    first, second = Journal("a", clock), Journal("b", clock)
    for journal in (first, second, second):
        await admins.tell(journal.execution(), "T1", VIEW)
        await admins.tell(journal.execution(), "T1", VIEW)
    assert told(slack) == ["U1", "U2"]
    clock.advance(timedelta(days=8).total_seconds())
    await admins.tell(Journal("c", clock).execution(), "T1", VIEW)
    assert told(slack) == ["U1", "U2"] * 2


async def test_a_run_that_dies_before_its_message_is_sent_sends_it_when_it_is_taken_up(
    admins: Admins, slack: FakePoster, clock: Clock
) -> None:
    dying = Journal("a", clock)
    slack.on_direct.append(Crash())
    with pytest.raises(Crash):
        await admins.tell(dying.execution(), "T1", VIEW)
    await admins.tell(Journal("b", clock).execution(), "T1", VIEW)
    assert told(slack) == [], "the dead run's is to be told by it"
    await admins.tell(dying.execution(), "T1", VIEW)
    assert told(slack) == ["U1", "U2"]


async def test_whom_slack_does_not_take_it_for_just_now_is_told_later_and_nobody_twice(
    admins: Admins, slack: FakePoster, clock: Clock
) -> None:
    began, slack.on_direct = clock(), [SLOW]
    await admins.tell(Journal("a", clock).execution(), "T1", VIEW)
    assert told(slack) == ["U2", "U1"]
    assert clock() - began >= timedelta(seconds=30), "as long as Slack asked"


async def test_what_slack_took_for_nobody_is_told_the_next_time(
    admins: Admins, slack: FakePoster, clock: Clock
) -> None:
    slack.on_direct = [SLOW] * (2 * TRIES)
    await admins.tell(Journal("a", clock).execution(), "T1", VIEW)
    assert told(slack) == [] == slack.on_direct
    await admins.tell(Journal("b", clock).execution(), "T1", VIEW)
    assert told(slack) == ["U1", "U2"]


async def test_whoever_asked_does_not_wait_for_the_admins_to_be_told(
    admins: Admins, slack: FakePoster, clock: Clock
) -> None:
    refusing = [Looked(TicketRef("main", "PAY-1"), "full", failed="unauthorized")]
    slack.on_direct = [SLOW, SLOW]
    began = clock()
    await admins.hear(Journal("a", clock).execution(), "T1", refusing)
    assert (told(slack), clock()) == ([], began)
    await admins.hear(Journal("b", clock).execution(), "T1", refusing)
    assert told(slack) == ["U1", "U2"], "the next look tells"


async def test_an_admin_whom_slack_does_not_know_is_not_tried_for_ever(
    admins: Admins, slack: FakePoster, clock: Clock
) -> None:
    slack.on_direct = [SlackError("refused", "channel_not_found")]
    for name in ("a", "b"):
        await admins.tell(Journal(name, clock).execution(), "T1", VIEW)
    assert told(slack) == ["U2"]


async def test_somebody_it_concerns_is_told_when_slack_takes_it(
    admins: Admins, slack: FakePoster, clock: Clock
) -> None:
    slack.on_direct = [SLOW, SLOW]
    await admins.tell_too(Journal("a", clock).execution(), "T1", "U3", VIEW)
    assert told(slack) == ["U3"]


async def test_admins_hear_of_a_wrong_client_secret_once_and_not_to_connect_anything_again(
    admins: Admins, slack: FakePoster, clock: Clock
) -> None:
    sites = [TicketRef("T1:acme", "PAY-1"), TicketRef("T1:other", "WEB-1")]
    refused = [Looked(ref, "full", failed="unauthorized", app_refused=True) for ref in sites]
    await admins.hear(Journal("a", clock).execution(), "T1", refused)
    assert told(slack) == ["U1", "U2"]
    said = slack.directs[0][1].text
    assert "HANDOFF_JIRA_CLIENT_SECRET" in said and "`handoff doctor`" in said
    assert "press Connect" not in said and "Nobody has to connect anything again" in said
    await admins.hear(Journal("b", clock).execution(), "T1", [Looked(sites[0], "full", verdict_id=1)])
    await admins.hear(Journal("c", clock).execution(), "T1", refused)
    assert told(slack) == ["U1", "U2"] * 2, "mended, and broken anew"


async def test_a_consent_that_ended_is_still_told_as_one(admins: Admins, slack: FakePoster, clock: Clock) -> None:
    ended = [Looked(TicketRef("T1:acme", "PAY-1"), "full", failed="unauthorized")]
    await admins.hear(Journal("a", clock).execution(), "T1", ended)
    assert "press Connect Jira" in slack.directs[0][1].text
