"""What a person typed is never lost: where Jira or Slack fails, they get it back and are told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.conversation.answering.stage import Stage
from bot.conversation.ports import Draft
from bot.conversation.requests import DraftRequest, ModalStep
from bot.errors import SlackError
from bot.posting.replies import Replies
from bot.render.modals.talk import told_modal
from bot.requests import Place
from bot.retrying import backoff
from bot.sandbox.jira.tickets import CRITERIA
from tests.bot.conversation.conftest import LEAD, Life, gaps_of
from tests.fakes.ports import FakePoster
from tests.fakes.runs import Clock, FakeRun, Journal

DONE = "- A pending payment can be cancelled within 30 minutes; the answer is 204."
ROOM = Place("T1", "C1", "1.1")


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "FIRST", 0.01)


async def confirmed(life: Life) -> None:
    """An answer was typed, and its change is shown."""
    card = await life.card("PAY-15")
    await life.press(card, "answer", gaps_of(card)[0])
    await life.shown("answer")
    await life.sandbox.slack.users.submit(LEAD, {"answer": DONE})
    await life.shown("change")


def comments(life: Life) -> int:
    return len(life.sandbox.jira.issue("PAY-15").comments)


async def test_jira_that_fails_once_gets_the_answer_all_the_same(life: Life, soon: None) -> None:
    await confirmed(life)
    life.sandbox.jira.fail("POST */comment*", status=503)
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("told")
    assert comments(life) == 1


async def test_what_jira_refuses_is_in_a_field_to_be_sent_again(life: Life) -> None:
    await confirmed(life)
    life.sandbox.jira.fail("POST */comment*", status=403)
    await life.sandbox.slack.users.submit(LEAD)
    view = await life.shown("answer")
    assert "Your answer is not written" in json.dumps(view) and "the answer is 204" in json.dumps(view)
    await life.sandbox.slack.users.submit(LEAD, {})
    await life.shown("change")
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("told")
    assert comments(life) == 1


@pytest.mark.parametrize(
    ("status", "errors", "told"),
    [
        (403, {}, "ask a Jira admin to give that account the right"),
        (404, {}, "deleted, archived or moved"),
        (401, {}, "An admin has to renew it"),
        (400, {"comment": "The entered text is too long. It exceeds the limit of 32,767."}, "Shorten it"),
        (400, {"customfield_19999": "Team is required."}, "another one has to be filled first"),
        (
            400,
            {CRITERIA: "Fill it.", "customfield_19999": "Or this."},
            "it objects to Acceptance Criteria. Your answer",
        ),
        (400, {}, "try again"),
    ],
)
async def test_who_answered_is_told_why_jira_did_not_take_it_and_what_to_do(
    life: Life, status: int, errors: dict[str, str], told: str
) -> None:
    await confirmed(life)
    life.sandbox.jira.fail("POST */comment*", status=status, body=json.dumps({"errorMessages": [], "errors": errors}))
    await life.sandbox.slack.users.submit(LEAD)
    view = json.dumps(await life.shown("answer"))
    assert told in view and "the answer is 204" in view


async def test_who_closed_the_modal_is_told_the_field_too(life: Life) -> None:
    await confirmed(life)
    body = json.dumps({"errorMessages": [], "errors": {"description": "It may not be changed."}})
    life.sandbox.jira.fail("POST */comment*", status=400, body=body)
    await life.sandbox.slack.users.submit(LEAD)
    await life.sandbox.slack.users.close(LEAD)
    await life.until(lambda: any("it objects to Description" in said for said in life.whispers()))


async def test_a_refusal_is_told_without_its_field_where_jira_no_longer_says_what_it_is_called(life: Life) -> None:
    await confirmed(life)
    body = json.dumps({"errorMessages": [], "errors": {"description": "It may not be changed."}})
    life.sandbox.jira.fail("POST */comment*", status=400, body=body)
    life.sandbox.jira.fail("GET */editmeta*", status=503)
    await life.sandbox.slack.users.submit(LEAD)
    assert "another one has to be filled first" in json.dumps(await life.shown("answer"))


@pytest.mark.parametrize(("action", "field"), [("answer", "answer"), ("accept", "reason")])
async def test_nothing_but_blanks_is_no_answer(life: Life, action: str, field: str) -> None:
    """Slack takes blanks for words, and the ticket would get a heading with nothing under it."""
    card = await life.card("PAY-15")
    await life.press(card, action, gaps_of(card)[0])
    await life.shown(action)
    until = {"until": "2026-12-24"} if action == "accept" else {}
    wrong = await life.sandbox.slack.users.submit(LEAD, {field: "  \n ", **until})
    assert "first" in wrong.get("answer", "") or "why" in wrong.get("reason", "")


async def test_who_answers_a_ticket_that_moved_out_of_sight_meanwhile_keeps_the_words(life: Life) -> None:
    """It may come back, or be answered elsewhere: the words are good still."""
    await confirmed(life)
    life.sandbox.jira.state.move(life.sandbox.jira.issue("PAY-15"), "OPS")
    await life.sandbox.slack.users.submit(LEAD)
    view = json.dumps(await life.shown("answer"))
    assert "may not be shown here" in view and "the answer is 204" in view


async def test_a_refused_reply_is_sent_again_for_the_same_gap(life: Life) -> None:
    card = await life.card("PAY-15")
    said = await life.sandbox.slack.users.say(LEAD, "C0PAYMENTS", DONE, thread=card.thread_ts)
    await life.sandbox.slack.users.shortcut(LEAD, "C0PAYMENTS", said.ts, "handoff_take")
    await life.shown("reply")
    await life.sandbox.slack.users.submit(LEAD, {})
    first = await life.shown("change")
    life.sandbox.jira.fail("POST */comment*", status=403)
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("answer")
    await life.sandbox.slack.users.submit(LEAD, {})
    assert (await life.shown("change"))["private_metadata"] == first["private_metadata"]


async def test_who_closed_the_modal_hears_of_a_refusal_and_gets_the_words(life: Life) -> None:
    await confirmed(life)
    life.sandbox.jira.fail("POST */comment*", status=403)
    await life.sandbox.slack.users.submit(LEAD)
    await life.sandbox.slack.users.close(LEAD)
    await life.until(lambda: any("Your answer is not written" in said for said in life.whispers()))
    assert "the answer is 204" in json.dumps(life.sandbox.slack.whispers(LEAD)[-1].blocks)
    assert comments(life) == 0


async def test_who_closed_the_modal_hears_that_the_answer_landed(life: Life) -> None:
    await confirmed(life)
    await life.sandbox.slack.users.submit(LEAD)
    await life.sandbox.slack.users.close(LEAD)
    await life.until(lambda: any("Your answer is in PAY-15" in said for said in life.whispers()))


@dataclass
class Closing(FakePoster):
    """`refused` are raised first; each is what one `views.update` comes to."""

    refused: list[SlackError] = field(default_factory=list)

    async def update_view(self, workspace: str, view_id: str, view: dict[str, Any]) -> None:
        if self.refused:
            raise self.refused.pop(0)
        await super().update_view(workspace, view_id, view)


def asked(step: ModalStep) -> DraftRequest:
    return DraftRequest("draft:1", ROOM, "U1", 7, step, "V1")


def run() -> FakeRun:
    return Journal("draft:1", Clock()).execution()


@pytest.mark.parametrize("outcome", ["unavailable", "throttled"])
async def test_a_modal_that_slack_fails_to_take_once_is_shown_the_next_time(outcome: Any) -> None:
    slack = Closing(refused=[SlackError(outcome, "internal_error", method="views.update", retry_after=1)])
    assert await Stage(slack, Replies(slack)).show(run(), asked("open"), told_modal("handed")) == "seen"
    assert len(slack.views) == 1 and slack.whispers == []


async def test_what_no_modal_takes_is_whispered_with_the_words_that_were_typed() -> None:
    slack = Closing(refused=[SlackError("refused", "invalid_arguments", method="views.update")])
    draft = Draft(7, ROOM, "U1", "answer", 1, datetime(2026, 11, 25, tzinfo=UTC), "DOD301", DONE)
    await Stage(slack, Replies(slack)).hand_back(run(), asked("write"), "refused", draft)
    [(user, message)] = slack.whispers
    assert user == "U1" and "not written" in message.text and "the answer is 204" in json.dumps(message.blocks)


async def test_who_closed_a_modal_before_it_was_filled_is_left_alone() -> None:
    slack = Closing(refused=[SlackError("refused", "not_found", method="views.update")] * 8)
    await Stage(slack, Replies(slack)).tell(run(), asked("open"), "no_card")
    assert slack.whispers == [] and slack.views == []
