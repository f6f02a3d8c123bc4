"""The settings of connecting Jira from Slack: the app at Atlassian, and which addresses may be connected."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

from bot.settings.declaring import field
from bot.settings.values import filled, given, web_address, words


class AtlassianSettings(BaseSettings):
    """Every variable is optional. Connecting from Slack needs keys to seal tokens with (`HANDOFF_KEYS`); Atlassian's
    consent needs the app's id and secret, and the bot's own address (`HANDOFF_URL`)."""

    jira_client_id: str | None = field(
        None,
        "The client id of your OAuth 2.0 (3LO) app at Atlassian. With its secret, `HANDOFF_URL` and `HANDOFF_KEYS`, it lets "
        "admins connect Jira Cloud, and people their own accounts, through Atlassian's consent page instead of a token.",
        cure="Make an OAuth 2.0 integration in Atlassian's developer console and copy its client id; set "
        "HANDOFF_JIRA_CLIENT_SECRET too. Leave both unset to connect by tokens alone.",
    )
    jira_client_secret: SecretStr | None = field(
        None,
        "The client secret of that app.",
        cure="Copy it from the app's page in Atlassian's developer console, Settings. Leave it unset to connect by "
        "tokens alone, and HANDOFF_JIRA_CLIENT_ID too.",
    )
    jira_private_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(words)] = field(
        (),
        "Hosts on a private network that admins may connect to from Slack, such as `jira.corp.example` or `10.0.0.5:8080`; "
        "plain http is accepted for these. All others must be public and use https.",
        cure="Write host names, separated by commas, each with its port where it is not the usual one.",
    )
    jira_auth_url: str = field(
        "https://auth.atlassian.com",
        "Where Atlassian asks for consent and issues tokens. Only the sandbox needs another value.",
        cure="Leave it unset.",
    )
    jira_gateway_url: str = field(
        "https://api.atlassian.com",
        "The gateway for scoped tokens and access by consent. Only the sandbox needs another value.",
        cure="Leave it unset.",
    )
    _client_filled = field_validator("jira_client_secret")(filled)

    @field_validator("jira_client_id")
    @classmethod
    def _client_given(cls, value: str | None) -> str | None:
        return value if value is None else given(value)

    @field_validator("jira_auth_url", "jira_gateway_url")
    @classmethod
    def _atlassian_address(cls, value: str) -> str:
        return web_address(value).rstrip("/")
