"""Questions go to one person, by mention where they are known and in plain text where they are not."""

from __future__ import annotations

from hypothesis import given, settings

from bot.render.card.ask import ask
from bot.views import AskView
from checks.verdict import Verdict
from tests.bot.render.samples import HOSTILE, NOT_READY, texts, verdicts
from tests.bot.render.slack_limits import assert_fits, walk


def test_a_known_person_is_mentioned_once() -> None:
    drawn = ask(AskView("v7", NOT_READY, "Ann", "U7"))
    assert [part["user_id"] for part in walk(drawn.blocks) if part.get("type") == "user"] == ["U7"]
    assert drawn.text.startswith("Ann, PAY-12 waits for your answer")
    assert "- What does POST /refunds take and return?" in drawn.text


def test_an_unknown_person_is_named_and_nobody_is_mentioned() -> None:
    drawn = ask(AskView("v7", NOT_READY, HOSTILE))
    assert not [part for part in walk(drawn.blocks) if part.get("type") == "user"]
    assert_fits(drawn)


def test_a_reminder_says_that_it_is_the_last() -> None:
    assert "I will not ask again" in ask(AskView("v7", NOT_READY, "Ann", "U7", again=True)).text


def test_the_first_question_can_be_answered_at_once() -> None:
    values = [part["value"] for part in walk(ask(AskView("v7", NOT_READY, "Ann")).blocks) if "value" in part]
    assert values == ['{"handle": "v7", "code": "CON202"}']


@settings(max_examples=30, deadline=None)
@given(verdicts.filter(lambda verdict: verdict.questions), texts)
def test_any_questions_fit(verdict: Verdict, name: str) -> None:
    assert_fits(ask(AskView("v7", verdict, name)))
