"""Bolt is given its credentials by us alone, whatever stands in the environment."""

from __future__ import annotations

import os

import pytest
from slack_bolt.middleware.authorization.async_multi_teams_authorization import AsyncMultiTeamsAuthorization

from bot.slack.bolt import bolt_app
from bot.slack.installation import web_client

from .conftest import SECRET, Edge

GIVEN = {"SLACK_CLIENT_ID": "123.456", "SLACK_CLIENT_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-of-the-environment"}


async def test_bolt_keeps_no_installations_of_its_own_and_takes_no_token_from_the_environment(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    client = web_client(None, base_url=edge.slack.url, session=edge.session)
    app = bolt_app(client, edge.installations, signing_secret=SECRET)
    assert (app.oauth_flow, app.installation_store, app._token) == (None, None, None)
    [asking] = [one for one in app._async_middleware_list if isinstance(one, AsyncMultiTeamsAuthorization)]
    assert asking.authorize is app._async_authorize
    assert {name: os.environ[name] for name in GIVEN} == GIVEN
