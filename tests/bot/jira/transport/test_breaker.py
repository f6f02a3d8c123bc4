"""The breaker opens, waits and closes again by an injected clock."""

from __future__ import annotations

import pytest

from bot.errors import JiraError, JiraOutcome
from bot.jira.transport.breaker import DENIED_AFTER, DENIED_FOR, DOWN_AFTER, DOWN_FOR, LONGEST_PAUSE, Breaker
from tests.fakes.seconds import Seconds


def test_it_tries_again_after_a_while_and_one_more_failure_opens_it_at_once() -> None:
    clock = Seconds()
    breaker = Breaker("acme", clock)
    for _ in range(DOWN_AFTER):
        breaker.check()
        breaker.failed(JiraError("timeout"))
    with pytest.raises(JiraError):
        breaker.check()
    clock.now += DOWN_FOR
    breaker.check()
    breaker.failed(JiraError("unavailable"))
    with pytest.raises(JiraError) as error:
        breaker.check()
    assert error.value.outcome == "unavailable"


def test_a_success_forgets_earlier_failures() -> None:
    breaker = Breaker("acme", Seconds())
    for _ in range(DOWN_AFTER - 1):
        breaker.failed(JiraError("timeout"))
    breaker.succeeded()
    breaker.failed(JiraError("timeout"))
    breaker.check()


def test_refused_credentials_rest_long_enough_for_a_person_to_act() -> None:
    clock = Seconds()
    breaker = Breaker("acme", clock)
    for _ in range(2):
        breaker.failed(JiraError("unauthorized", status=401))
    with pytest.raises(JiraError) as error:
        breaker.check()
    assert (error.value.outcome, error.value.status) == ("unauthorized", 401)
    clock.now += DENIED_FOR
    breaker.check()


def test_a_captcha_ends_the_logins_at_once() -> None:
    breaker = Breaker("acme", Seconds())
    breaker.failed(JiraError("forbidden", reason="captcha"))
    with pytest.raises(JiraError) as error:
        breaker.check()
    assert error.value.reason == "captcha"


def test_no_pause_is_longer_than_a_quotas_hour() -> None:
    clock = Seconds()
    breaker = Breaker("acme", clock)
    breaker.failed(JiraError("throttled", retry_after=1e9, reason="jira-quota-global-based"))
    clock.now += LONGEST_PAUSE
    breaker.check()


@pytest.mark.parametrize("outcome", ["not_found", "forbidden", "gone", "refused", "unreadable"])
def test_what_concerns_one_ticket_never_opens_it(outcome: str) -> None:
    breaker = Breaker("acme", Seconds())
    for _ in range(20):
        breaker.failed(JiraError(outcome))  # type: ignore[arg-type]
        breaker.check()


QUOTA = JiraError("throttled", retry_after=1800, reason="jira-quota-global-based")


def test_a_call_that_was_under_way_does_not_end_a_quotas_pause() -> None:
    clock = Seconds()
    breaker = Breaker("acme", clock)
    breaker.failed(QUOTA)
    breaker.succeeded()
    with pytest.raises(JiraError) as error:
        breaker.check()
    assert (error.value.outcome, error.value.retry_after) == ("throttled", 1800)
    clock.now += 1800
    breaker.check()


@pytest.mark.parametrize(("outcome", "times"), [("timeout", DOWN_AFTER), ("unauthorized", DENIED_AFTER)])
def test_a_shorter_pause_does_not_end_a_quotas(outcome: JiraOutcome, times: int) -> None:
    breaker = Breaker("acme", Seconds())
    breaker.failed(QUOTA)
    for _ in range(times):
        breaker.failed(JiraError(outcome))
    with pytest.raises(JiraError) as error:
        breaker.check()
    assert (error.value.outcome, error.value.retry_after) == ("throttled", 1800)


@pytest.mark.parametrize("between", ["not_found", "forbidden", "gone", "refused", "unreadable"])
@pytest.mark.parametrize("outcome", ["timeout", "unauthorized"])
def test_failures_with_an_answer_between_them_are_not_in_a_row(outcome: JiraOutcome, between: JiraOutcome) -> None:
    breaker = Breaker("acme", Seconds())
    for _ in range(2 * DOWN_AFTER):
        breaker.failed(JiraError(outcome))
        breaker.check()
        breaker.failed(JiraError(between))


@pytest.mark.parametrize("between", ["throttled", "timeout"])
def test_refused_logins_are_in_a_row_though_nothing_was_read_between_them(between: JiraOutcome) -> None:
    breaker = Breaker("acme", Seconds())
    for outcome in ("unauthorized", between, "unauthorized"):
        breaker.failed(JiraError(outcome))
    with pytest.raises(JiraError, match="unauthorized"):
        breaker.check()
