"""What Slack does not take just now is tried again, and no longer than that may help."""

from __future__ import annotations

import pytest

from bot.errors import SlackError
from bot.retrying.insisting import LOOKS, UNSEEN, insist, once_there
from tests.fakes.runs import Clock, Journal

AWAY = SlackError("unavailable", "internal_error")
CLOSED = SlackError("refused", UNSEEN)
REFUSED = SlackError("refused", "invalid_arguments")


class Slack:
    """Answers with these errors, one a call, and then takes it."""

    def __init__(self, *answers: SlackError) -> None:
        self.answers = list(answers)
        self.calls = 0

    async def act(self) -> None:
        self.calls += 1
        if self.answers:
            raise self.answers.pop(0)


class Pauses:
    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.mark.parametrize(
    ("answers", "calls", "last"),
    [
        ((), 1, None),
        ((AWAY, AWAY), 3, None),
        ((AWAY, AWAY, AWAY), 3, AWAY),
        ((REFUSED,), 1, REFUSED),
        ((AWAY, REFUSED), 2, REFUSED),
    ],
)
async def test_what_slack_fails_for_the_moment_is_tried_again_and_what_it_refuses_is_not(
    answers: tuple[SlackError, ...], calls: int, last: SlackError | None
) -> None:
    slack = Slack(*answers)
    assert await insist(Journal("say:1", Clock()).execution(), slack.act, tries=3) is last
    assert slack.calls == calls


async def test_who_insists_says_what_else_is_worth_another_try() -> None:
    slack = Slack(REFUSED)
    run = Journal("say:1", Clock()).execution()
    assert await insist(run, slack.act, tries=3, worth=lambda error: error is REFUSED) is None


async def test_slack_is_left_alone_for_as_long_as_it_asks() -> None:
    journal = Journal("say:1", Clock())
    await insist(journal.execution(), Slack(SlackError("throttled", "ratelimited", retry_after=30.0)).act, tries=2)
    assert 30.0 <= journal.slept <= 37.5


async def test_a_view_that_is_not_there_yet_is_shown_a_moment_later() -> None:
    slack, pauses = Slack(CLOSED, CLOSED), Pauses()
    await once_there(slack.act, pauses.sleep)
    assert slack.calls == 3 and sum(pauses.seconds) < 1


async def test_a_view_that_stays_away_was_closed() -> None:
    slack, pauses = Slack(*[CLOSED] * LOOKS), Pauses()
    with pytest.raises(SlackError) as met:
        await once_there(slack.act, pauses.sleep)
    assert met.value is CLOSED and slack.calls == LOOKS and sum(pauses.seconds) < 3


async def test_what_else_slack_says_of_a_view_is_told_at_once() -> None:
    slack = Slack(AWAY)
    with pytest.raises(SlackError):
        await once_there(slack.act, Pauses().sleep)
    assert slack.calls == 1
