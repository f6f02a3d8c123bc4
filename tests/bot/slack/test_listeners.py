"""The listeners, asked as Slack asks: signed requests to a real server."""

from __future__ import annotations

from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.ports import ChannelSettings
from bot.render.actions import Click, encode

from .conftest import BOT_USER, TEAM, Edge, envelope, message

LINK = "https://example.atlassian.net/browse/PAY-12"
TS = "1700000000.000100"


async def test_a_link_in_a_watching_channel_starts_one_run_whatever_is_redelivered(edge: Edge) -> None:
    for _ in range(3):
        assert (await edge.event(envelope(message(f"see <{LINK}>"))))[0] == 200
    [(name, identity, payload)] = edge.started.runs
    assert (name, identity) == ("judge", f"msg:{TEAM}:C1:{TS}")
    assert payload["tickets"] == [{"site": "main", "key": "PAY-12"}]
    assert payload["place"] == {"workspace": TEAM, "channel": "C1", "thread": TS}


async def test_slack_keeping_events_from_us_is_logged_and_counted(edge: Edge) -> None:
    before = REGISTRY.get_sample_value("handoff_slack_rate_limited_minutes_total") or 0.0
    told = {"type": "app_rate_limited", "team_id": TEAM, "api_app_id": "A111", "minute_rate_limited": 1518467820}
    with capture_logs() as logged:
        assert (await edge.event(told))[0] == 200
    [line] = [one for one in logged if one["event"] == "slack.app_rate_limited"]
    assert (line["log_level"], line["team"], line["minute"]) == ("warning", TEAM, 1518467820)
    assert REGISTRY.get_sample_value("handoff_slack_rate_limited_minutes_total") == before + 1


async def test_a_link_in_a_channel_that_did_not_ask_starts_nothing(edge: Edge) -> None:
    assert (await edge.event(envelope(message(f"see <{LINK}>", channel="C2"))))[0] == 200
    assert edge.started.runs == []


async def test_a_link_to_a_project_of_another_channel_starts_nothing(edge: Edge) -> None:
    await edge.event(envelope(message("<https://example.atlassian.net/browse/WEB-1>")))
    assert edge.started.runs == []


async def test_a_mention_starts_a_run_in_any_channel(edge: Edge) -> None:
    event = message(f"<@{BOT_USER}> is pay-12 ready for an agent?", channel="C2") | {"type": "app_mention"}
    assert (await edge.event(envelope(event)))[0] == 200
    [(name, identity, payload)] = edge.started.runs
    assert (name, identity) == ("judge", f"ask:{TEAM}:C2:{TS}")
    assert payload["trigger"], payload["receiver"] == ("mention", "agent")


async def test_a_message_that_mentions_the_bot_is_left_to_its_mention(edge: Edge) -> None:
    await edge.event(envelope(message(f"<@{BOT_USER}> <{LINK}>")))
    assert edge.started.runs == []


async def test_recheck_starts_a_run_with_the_clicker_and_the_message(edge: Edge) -> None:
    status, _ = await edge.interaction(clicked(Click("recheck", "v7")))
    [(name, identity, payload)] = edge.started.runs
    assert (status, name, identity) == (200, "click", f"act:{TEAM}:9.9.y")
    assert (payload["handle"], payload["action"], payload["user"]) == ("v7", "recheck", "U2")
    assert (payload["message_ts"], payload["place"]["thread"]) == ("6.6", "5.5")


async def test_a_click_on_an_ephemeral_message_has_no_message(edge: Edge) -> None:
    await edge.interaction(clicked(Click("share", "v7"), is_ephemeral=True))
    assert edge.started.runs[0][2]["message_ts"] is None


async def test_why_opens_the_rules_page_and_starts_nothing(edge: Edge) -> None:
    status, _ = await edge.interaction(clicked(Click("why", "v7", "CTX101")))
    assert status == 200
    [opened] = edge.slack.called("views.open")
    assert opened["trigger_id"] == "9.9.y"
    assert edge.started.runs == []


@pytest.mark.parametrize("value", ["", "null", "[]", "{", '{"handle": 1}', "9" * 5000])
async def test_a_forged_value_is_acknowledged_and_starts_nothing(edge: Edge, value: str) -> None:
    body = clicked(Click("recheck", "v7"))
    body["actions"][0]["value"] = value
    assert (await edge.interaction(body))[0] == 200
    assert edge.started.runs == []


async def test_the_bot_introduces_itself_when_it_is_invited_and_not_when_others_are(edge: Edge) -> None:
    joined = {"type": "member_joined_channel", "channel": "C1", "inviter": "U1"}
    await edge.event(envelope(joined | {"user": "U5"}, event_id="Ev5"))
    await edge.event(envelope(joined | {"user": BOT_USER}, event_id="Ev6"))
    [(name, identity, payload)] = edge.started.runs
    assert (name, identity, payload["inviter"]) == ("welcome", f"join:{TEAM}:C1:Ev6", "U1")


async def test_home_is_published_for_the_home_tab_alone(edge: Edge) -> None:
    opened = {"type": "app_home_opened", "user": "U1", "channel": "D1"}
    await edge.event(envelope(opened | {"tab": "messages"}))
    await edge.event(envelope(opened | {"tab": "home"}))
    [(name, _, payload)] = edge.started.runs
    assert (name, payload["user"]) == ("home", "U1")


async def test_a_channel_that_becomes_shared_is_asked_about_again(edge: Edge) -> None:
    edge.slack.answers["conversations.info"] = {"ok": True, "channel": {"id": "C1", "is_ext_shared": False}}
    assert await edge.audience.reach(TEAM, "C1") == "internal"
    edge.slack.answers["conversations.info"] = {"ok": True, "channel": {"id": "C1", "is_ext_shared": True}}
    assert await edge.audience.reach(TEAM, "C1") == "internal"
    await edge.event(envelope({"type": "channel_shared", "channel": "C1", "connected_team_id": "T9"}))
    assert await edge.audience.reach(TEAM, "C1") == "shared"
    [(name, _, payload)] = edge.started.runs
    assert (name, payload["place"]["channel"]) == ("readers", "C1"), "and what stands there is looked at again"


async def test_an_envelope_that_says_shared_is_believed_at_once(edge: Edge) -> None:
    edge.slack.answers["conversations.info"] = {"ok": True, "channel": {"id": "C1", "is_ext_shared": False}}
    await edge.event(envelope(message("hello"), is_ext_shared_channel=True))
    assert await edge.audience.reach(TEAM, "C1") == "shared"


async def test_a_run_that_cannot_be_committed_is_not_acknowledged(edge: Edge) -> None:
    edge.started.failure = RuntimeError("database is locked")
    assert (await edge.event(envelope(message(f"<{LINK}>"))))[0] == 500
    assert (await edge.interaction(clicked(Click("recheck", "v7"))))[0] == 500


async def test_a_workspace_without_installation_is_answered_with_nothing(edge: Edge) -> None:
    stranger = envelope(message(f"<{LINK}>"), team_id="T999")
    stranger["authorizations"][0]["team_id"] = "T999"
    assert await edge.event(stranger) == (200, "")
    assert edge.started.runs == []


async def test_who_the_bot_is_gets_asked_once(edge: Edge) -> None:
    for _ in range(3):
        await edge.event(envelope(message("hello")))
    assert len(edge.slack.called("auth.test")) == 1


async def test_oauth_variables_in_the_environment_change_nothing(
    edge: Edge, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Bolt would switch to file-based stores of its own."""
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "from-the-environment")
    from bot.slack.bolt import bolt_app
    from bot.slack.installation import web_client

    client = web_client(None, base_url=edge.slack.url, session=edge.session)
    app = bolt_app(client, edge.installations, signing_secret="s")
    assert app._async_authorize is not None
    assert app._token is None


async def test_an_unmapped_direct_message_still_starts_a_run(edge: Edge) -> None:
    edge.channels.agreed["D1"] = ChannelSettings()
    await edge.event(envelope(message("PAY-12", channel="D1", channel_type="im")))
    assert edge.started.runs[0][2]["trigger"] == "direct"


async def test_a_direct_message_waits_a_moment_for_the_projects_that_tell_keys_from_other_words(edge: Edge) -> None:
    await edge.knowledge.forget(TEAM)
    edge.projects.delay = 0.05
    await edge.event(envelope(message("is PAY-12 about UTF-8?", channel="D1", channel_type="im")))
    assert edge.started.runs[0][2]["tickets"] == [{"site": "main", "key": "PAY-12"}]


def clicked(click: Click, **container: Any) -> dict[str, Any]:
    where = {"type": "message", "channel_id": "C1", "message_ts": "6.6", "thread_ts": "5.5"}
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": "U2"},
        "channel": {"id": "C1"},
        "container": where | container,
        "trigger_id": "9.9.y",
        "response_url": "https://hooks.slack.com/actions/T111/1/secret",
        "actions": [{"type": "button", "action_id": click.action_id, "block_id": "b", "value": encode(click)}],
    }


async def test_a_thread_is_heard_again_though_slack_does_not_say_where_the_button_stood(edge: Edge) -> None:
    body = clicked(Click("unmute", "v7", thread="5.5"), thread_ts=None, is_ephemeral=True)
    assert (await edge.interaction(body))[0] == 200
    [(name, _, payload)] = edge.started.runs
    assert (name, payload["verb"], payload["place"]["thread"]) == ("act", "unmute", "5.5")


async def test_a_channel_with_a_new_id_is_moved_by_the_engine(edge: Edge) -> None:
    changed = {"type": "channel_id_changed", "old_channel_id": "C1", "new_channel_id": "C9"}
    assert (await edge.event(envelope(changed)))[0] == 200
    [(name, _, payload)] = edge.started.runs
    assert (name, payload["before"], payload["place"]["channel"]) == ("moved", "C1", "C9")


async def test_a_home_that_cannot_be_published_is_no_failure(edge: Edge) -> None:
    edge.slack.answers["views.publish"] = {"ok": False, "error": "not_enabled"}
    assert (await edge.event(envelope({"type": "app_home_opened", "user": "U1", "tab": "home"})))[0] == 200


@pytest.mark.parametrize(("named", "heard"), [(199, 199), (1200, 1000)])
async def test_a_pasted_backlog_is_heard_so_that_what_is_left_out_is_counted(
    edge: Edge, named: int, heard: int
) -> None:
    await edge.event(envelope(message(" ".join(f"PAY-{number}" for number in range(1, named + 1)))))
    assert len(edge.started.runs[0][2]["tickets"]) == heard
