"""The settings of the Slack app: one workspace by its bot token, or many by the app's client id and secret."""

from __future__ import annotations

import re

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings

from bot.settings.declaring import field
from bot.settings.values import filled, started, web_address

CLIENT_ID = re.compile(r"\d{3,32}\.\d{3,32}", re.ASCII)


class SlackSettings(BaseSettings):
    """Every variable is optional here; `load` says which a command cannot do without."""

    slack_bot_token: SecretStr | None = field(
        None,
        "The bot token of the Slack app; starts with `xoxb-`.",
        cure="Copy it from your Slack app's page, OAuth & Permissions, Bot User OAuth Token.",
        name="SLACK_BOT_TOKEN",
    )
    slack_app_token: SecretStr | None = field(
        None,
        "The app-level token with `connections:write`; starts with `xapp-`. When set, the bot uses Socket Mode.",
        cure="Create it on your Slack app's page, Basic Information, App-Level Tokens, with the scope connections:write.",
        name="SLACK_APP_TOKEN",
    )
    slack_signing_secret: SecretStr | None = field(
        None,
        "Checks that a request comes from Slack. Needed when Slack reaches the bot over HTTP.",
        cure="Copy it from your Slack app's page, Basic Information, Signing Secret.",
        name="SLACK_SIGNING_SECRET",
    )
    slack_client_id: str | None = field(
        None,
        "The Slack app's client id. With its secret the bot can be installed in many workspaces, each with its own "
        "token (OAuth); `SLACK_BOT_TOKEN` is then not used.",
        cure="Copy it from your Slack app's page, Basic Information, App Credentials, Client ID; with it set "
        "SLACK_CLIENT_SECRET. For a single workspace leave both unset.",
        name="SLACK_CLIENT_ID",
    )
    slack_client_secret: SecretStr | None = field(
        None,
        "The Slack app's client secret; see `SLACK_CLIENT_ID`.",
        cure="Copy it from your Slack app's page, Basic Information, App Credentials, Client Secret. For a single "
        "workspace leave it unset, and SLACK_CLIENT_ID too.",
        name="SLACK_CLIENT_SECRET",
    )
    slack_url: str = field(
        "https://slack.com/api/",
        "The address of Slack's Web API. Only the sandbox and GovSlack need another value.",
        cure="Leave it unset, or set a full https URL such as https://slack.com/api/.",
    )
    _filled = field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_client_secret")(
        filled
    )

    @field_validator("slack_bot_token")
    @classmethod
    def _bot(cls, value: SecretStr | None) -> SecretStr | None:
        return started(value, ("xoxb-",))

    @field_validator("slack_app_token")
    @classmethod
    def _app(cls, value: SecretStr | None) -> SecretStr | None:
        return started(value, ("xapp-",))

    @field_validator("slack_client_id")
    @classmethod
    def _client(cls, value: str | None) -> str | None:
        if value is not None and not CLIENT_ID.fullmatch(value.strip()):
            raise ValueError("does not look like 123456789.987654321")
        return value and value.strip()

    @field_validator("slack_url")
    @classmethod
    def _slack_address(cls, value: str) -> str:
        return web_address(value)

    @property
    def many_workspaces(self) -> bool:
        """The bot may be installed in any workspace, by OAuth; otherwise it has only the one of its bot token."""
        return self.slack_client_id is not None and self.slack_client_secret is not None
