"""Posting: what goes over the wire, what each refusal becomes, and what happens after a crash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.errors import SlackError
from bot.message import Message
from bot.requests import Place
from bot.seal import Seal
from bot.slack.installing.single import SingleInstallation
from bot.slack.sending.pace import Pace
from bot.slack.sending.poster import SlackPoster
from bot.slack.sending.refusals import PAUSE, sorted_out
from bot.slack.sending.responder import Responder
from tests.bot.slack.conftest import AUTH, TEAM, TOKEN, FakeSlack, posted
from tests.bot.slack.sending.posting import BLOCK, CARD, HERE, NOW, TOP

DATES = {"Date": "Wed, 25 Nov 2026 12:00:00 GMT", "Retry-After": "Wed, 25 Nov 2026 12:01:30 GMT"}


async def test_a_post_neither_links_nor_unfurls_and_carries_its_identity(
    poster: SlackPoster, fake_slack: FakeSlack
) -> None:
    assert await poster.post(HERE, CARD, identity="msg:T1:C1:1.0", intent_at=NOW) == "2.0"
    [sent] = fake_slack.called("chat.postMessage")
    assert (sent["channel"], sent["thread_ts"], sent["text"]) == ("C1", "1.0", "PAY-1 is ready.")
    assert (sent["parse"], sent["link_names"], sent["unfurl_links"], sent["unfurl_media"]) == (
        "none",
        False,
        False,
        False,
    )
    assert sent["metadata"]["event_payload"] == {"identity": "msg:T1:C1:1.0"}
    assert sent["blocks"] == [BLOCK]


async def test_an_update_repeats_that_nothing_links(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    await poster.update(HERE, "2.0", CARD)
    [sent] = fake_slack.called("chat.update")
    assert (sent["ts"], sent["parse"]) == ("2.0", "none")


async def test_text_past_slacks_limit_is_cut(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    await poster.update(HERE, "2.0", Message("x" * 5000))
    assert len(fake_slack.called("chat.update")[0]["text"]) == 4000


async def test_a_whisper_goes_to_one_person(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    await poster.whisper(HERE, "U1", CARD)
    [sent] = fake_slack.called("chat.postEphemeral")
    assert (sent["user"], sent["thread_ts"]) == ("U1", "1.0")


async def test_a_direct_message_is_posted_to_the_person(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    assert await poster.direct(TEAM, "U1", CARD) == "2.0"
    assert fake_slack.called("chat.postMessage")[0]["channel"] == "U1"


async def test_a_reaction_that_is_there_already_is_fine(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    fake_slack.answers["reactions.add"] = {"ok": False, "error": "already_reacted"}
    await poster.react(HERE, "1.0", "white_check_mark")


async def test_a_view_is_filled(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    await poster.update_view(TEAM, "V1", {"type": "modal"})
    assert fake_slack.called("views.update")[0]["view_id"] == "V1"


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("channel_not_found", "channel_closed"),
        ("is_archived", "channel_closed"),
        ("restricted_action_thread_locked", "channel_closed"),
        ("message_not_found", "message_gone"),
        ("cant_update_message", "message_gone"),
        ("token_revoked", "install_dead"),
        ("missing_scope", "install_dead"),
        ("ratelimited", "throttled"),
        ("rate_limited", "throttled"),
        ("internal_error", "unavailable"),
        ("a_name_of_next_year", "refused"),
    ],
)
async def test_each_refusal_is_sorted_by_what_to_do(
    poster: SlackPoster, fake_slack: FakeSlack, error: str, outcome: str
) -> None:
    fake_slack.answers["chat.update"] = {"ok": False, "error": error}
    with pytest.raises(SlackError) as caught:
        await poster.update(HERE, "2.0", CARD)
    assert (caught.value.outcome, caught.value.error) == (outcome, error)


@pytest.mark.parametrize(
    ("answer", "outcome", "wait"),
    [
        (
            lambda: web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "7"}),
            "throttled",
            7.0,
        ),
        (lambda: web.Response(status=429, headers={"Retry-After": "soon"}), "throttled", PAUSE),
        (lambda: web.Response(status=429, headers=DATES), "throttled", 90.0),
        (lambda: web.Response(status=429), "throttled", PAUSE),
        (lambda: web.Response(status=503, text="down"), "unavailable", None),
        (lambda: web.Response(status=200, text="<html>"), "unavailable", None),
        (lambda: web.Response(status=200, text="{", content_type="application/json"), "unavailable", None),
        (lambda: web.Response(status=200, text="[]", content_type="application/json"), "unavailable", None),
    ],
)
async def test_answers_that_are_no_answers_are_sorted_too(
    poster: SlackPoster, fake_slack: FakeSlack, answer: Any, outcome: str, wait: float | None
) -> None:
    fake_slack.answers["chat.update"] = lambda _: answer()
    with pytest.raises(SlackError) as caught:
        await poster.update(HERE, "2.0", CARD)
    assert (caught.value.outcome, caught.value.retry_after) == (outcome, wait)


async def test_no_answer_is_unavailable_and_is_not_tried_again(
    session: aiohttp.ClientSession, fake_slack: FakeSlack, seal: Seal
) -> None:
    def hang_up(_: Mapping[str, Any]) -> web.Response:
        raise ConnectionResetError

    fake_slack.answers["chat.postMessage"] = hang_up
    installations = SingleInstallation(TOKEN, base_url=fake_slack.url, session=session)
    poster = SlackPoster(installations, Responder(seal, base_url=fake_slack.url, session=session), Pace(0.0))
    with pytest.raises(SlackError, match="unavailable"):
        await poster.post(TOP, CARD, identity="i", intent_at=NOW)
    assert len(fake_slack.called("chat.postMessage")) == 1


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long", "invalid_blocks_format"])
async def test_blocks_that_slack_cannot_draw_are_sent_once_more_as_text(
    poster: SlackPoster, fake_slack: FakeSlack, error: str
) -> None:
    def refuse_blocks(args: Mapping[str, Any]) -> dict[str, Any]:
        return {"ok": False, "error": error} if "blocks" in args else posted(args)

    fake_slack.answers["chat.postMessage"] = refuse_blocks
    assert await poster.post(HERE, CARD, identity="i", intent_at=NOW) == "2.0"
    assert [("blocks" in sent) for sent in fake_slack.called("chat.postMessage")] == [True, False]


async def test_text_that_slack_refuses_is_not_sent_for_ever(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    fake_slack.answers["chat.postMessage"] = {"ok": False, "error": "msg_too_long"}
    with pytest.raises(SlackError, match="too_big"):
        await poster.post(HERE, CARD, identity="i", intent_at=NOW)
    assert len(fake_slack.called("chat.postMessage")) == 2


async def test_a_post_that_missed_its_thread_is_taken_back(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    fake_slack.answers["chat.postMessage"] = {"ok": True, "channel": "C1", "ts": "2.0", "message": {"ts": "2.0"}}
    with pytest.raises(SlackError, match="message_gone"):
        await poster.post(HERE, CARD, identity="i", intent_at=NOW)
    assert fake_slack.called("chat.delete") == [{"channel": "C1", "ts": "2.0"}]


@pytest.mark.parametrize("error", ["ratelimited", "internal_error", "message_not_found"])
async def test_a_post_that_missed_its_thread_and_cannot_be_taken_back_is_not_posted_again(
    poster: SlackPoster, fake_slack: FakeSlack, error: str
) -> None:
    fake_slack.answers["chat.postMessage"] = {"ok": True, "channel": "C1", "ts": "2.0", "message": {"ts": "2.0"}}
    fake_slack.answers["chat.delete"] = {"ok": False, "error": error}
    with pytest.raises(SlackError, match="message_gone"):
        await poster.post(HERE, CARD, identity="i", intent_at=NOW)


def message(identity: str, *, bot: str = "BBOT", ts: str = "3.0") -> dict[str, Any]:
    metadata = {"event_type": "handoff_message", "event_payload": {"identity": identity}}
    return {"ts": ts, "bot_id": bot, "metadata": metadata}


async def test_after_a_crash_our_own_message_is_found_and_not_repeated(
    poster: SlackPoster, fake_slack: FakeSlack
) -> None:
    fake_slack.answers["conversations.replies"] = {"ok": True, "messages": [{"ts": "1.0"}, message("i")]}
    assert await poster.post(HERE, CARD, identity="i", intent_at=NOW, again=True) == "3.0"
    [read] = fake_slack.called("conversations.replies")
    assert float(read["oldest"]) == NOW.timestamp() - 60
    assert fake_slack.called("chat.postMessage") == []


@pytest.mark.parametrize(
    "messages",
    [[], [{"ts": "1.0"}], [message("other")], [message("i", bot="BEVIL")], [{"ts": "1.0", "metadata": {}}]],
    ids=["empty", "parent alone", "another of ours", "somebody else's copy", "no metadata"],
)
async def test_after_a_crash_what_was_surely_not_posted_is_posted(
    poster: SlackPoster, fake_slack: FakeSlack, messages: list[dict[str, Any]]
) -> None:
    fake_slack.answers["conversations.replies"] = {"ok": True, "messages": messages}
    assert await poster.post(HERE, CARD, identity="i", intent_at=NOW, again=True) == "2.0"


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": False, "error": "missing_scope"},
        {"ok": False, "error": "ratelimited"},
        {"ok": True, "messages": [], "has_more": True},
    ],
)
async def test_after_a_crash_a_thread_that_cannot_be_read_holds_the_post(
    poster: SlackPoster, fake_slack: FakeSlack, answer: dict[str, Any]
) -> None:
    fake_slack.answers["conversations.replies"] = answer
    with pytest.raises(SlackError):
        await poster.post(HERE, CARD, identity="i", intent_at=NOW, again=True)
    assert fake_slack.called("chat.postMessage") == []


def busy(pages: int, last: list[dict[str, Any]]) -> Any:
    """A thread of so many pages, the last of which holds these."""

    def answer(args: Mapping[str, Any]) -> dict[str, Any]:
        at = int(args.get("cursor") or 1)
        following = {"has_more": True, "response_metadata": {"next_cursor": str(at + 1)}}
        return (
            {"ok": True, "messages": [message("other")]} | following if at < pages else {"ok": True, "messages": last}
        )

    return answer


async def test_after_a_crash_a_busy_thread_is_read_on(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    fake_slack.answers["conversations.replies"] = busy(3, [message("i")])
    assert await poster.post(HERE, CARD, identity="i", intent_at=NOW, again=True) == "3.0"
    fake_slack.answers["conversations.replies"] = busy(3, [])
    assert await poster.post(HERE, CARD, identity="i", intent_at=NOW, again=True) == "2.0"


async def test_after_a_crash_a_thread_without_end_holds_the_post(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    fake_slack.answers["conversations.replies"] = busy(1_000, [])
    with pytest.raises(SlackError, match="thread_too_long"):
        await poster.post(HERE, CARD, identity="i", intent_at=NOW, again=True)
    assert len(fake_slack.called("conversations.replies")) == 10
    assert fake_slack.called("chat.postMessage") == []


async def test_after_a_crash_an_app_that_may_read_one_page_a_minute_holds_the_post(
    poster: SlackPoster, fake_slack: FakeSlack
) -> None:
    def answer(args: Mapping[str, Any]) -> dict[str, Any]:
        return {"ok": False, "error": "ratelimited"} if args.get("cursor") else busy(2, [])(args)

    fake_slack.answers["conversations.replies"] = answer
    with pytest.raises(SlackError, match="thread_too_long"):
        await poster.post(HERE, CARD, identity="i", intent_at=NOW, again=True)


async def test_after_a_crash_at_channel_level_the_channel_is_read(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    fake_slack.answers["conversations.history"] = {"ok": True, "messages": [message("i")]}
    assert await poster.post(TOP, CARD, identity="i", intent_at=NOW, again=True) == "3.0"


async def test_another_workspaces_place_is_never_posted_to(poster: SlackPoster, fake_slack: FakeSlack) -> None:
    with pytest.raises(SlackError, match="install_dead"):
        await poster.post(Place("T999", "C1"), CARD, identity="i", intent_at=NOW)
    assert fake_slack.called("chat.postMessage") == []


async def test_an_org_wide_installation_is_known_by_its_enterprise(
    fake_slack: FakeSlack, session: aiohttp.ClientSession
) -> None:
    fake_slack.answers["auth.test"] = AUTH | {"enterprise_id": "E1", "is_enterprise_install": True}
    assert (await SingleInstallation(TOKEN, base_url=fake_slack.url, session=session).current()).workspace == "E1"


@pytest.mark.parametrize("error", ["edit_window_closed", "cant_update_message", "message_not_found"])
def test_an_edit_that_slack_no_longer_allows_means_a_new_message(error: str) -> None:
    assert sorted_out("chat.update", error, 200, {}).outcome == "message_gone"


@pytest.mark.parametrize(
    ("name", "status", "outcome"),
    [
        ("", 500, "unavailable"),
        ("a_new_name", 500, "unavailable"),
        ("a_new_name", 499, "refused"),
        ("", 200, "unavailable"),
        ("ratelimited", 200, "throttled"),
        ("", 429, "throttled"),
    ],
)
def test_an_answer_of_slack_that_no_table_names_is_sorted_by_its_status(name: str, status: int, outcome: str) -> None:
    error = sorted_out("chat.update", name, status, {"Retry-After": "7"})
    assert (error.outcome, error.method) == (outcome, "chat.update")
    assert error.retry_after == (7.0 if outcome == "throttled" else None)
