"""The settings of the operator's Jira sites: how they are reached, what is read there, and what may be written."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

from bot.jira.sites import Site
from bot.ports import Write
from bot.settings.declaring import field
from bot.settings.sites import JiraAuth, SiteSettings
from bot.settings.values import WebAddress, filled, site_list, words, write_map


class JiraSettings(BaseSettings):
    """Every variable is optional here; `load` says which a command cannot do without."""

    jira_url: WebAddress | None = field(
        None,
        "The address at which people open Jira, with the context path if there is one.",
        cure="Set it to the address in your browser, for example https://example.atlassian.net or https://host/jira.",
    )
    jira_email: str | None = field(
        None,
        "The e-mail of the account whose API token is used (Jira Cloud).",
        cure="Set it to the e-mail of the account that made the API token. Leave it unset for a Data Center token.",
    )
    jira_token: SecretStr | None = field(
        None,
        "Jira Cloud: an API token. Data Center: a personal access token.",
        cure="Create one in Jira: Cloud, account settings, Security, API tokens; Data Center, profile, Personal Access Tokens.",
    )
    jira_auth: JiraAuth = field(
        "auto",
        "`basic` (API token on the site), `scoped` (scoped token through the gateway), `pat` (Data Center), or `auto`.",
        cure="Use auto, basic, scoped or pat.",
    )
    jira_api_url: WebAddress | None = field(
        None,
        "The address of Jira's REST API where it is not `HANDOFF_JIRA_URL`, as with scoped tokens.",
        cure="Leave it unset, or set a full URL such as https://api.atlassian.com/ex/jira/<cloud id>.",
    )
    jira_projects: Annotated[tuple[str, ...], NoDecode, BeforeValidator(words)] = field(
        (),
        "Keys of the projects the bot may read. Unset: all that its account can browse.",
        cure="Write project keys, separated by commas: PAY,WEB.",
    )
    jira_criteria_fields: Annotated[tuple[str, ...], NoDecode, BeforeValidator(words)] = field(
        (),
        "Ids of the custom fields that hold acceptance criteria. Unset: they are found by their names.",
        cure="Write field ids, separated by commas: customfield_10040.",
    )
    jira_token_expires: date | None = field(
        None,
        "The day on which the Jira token expires, so that the admins are told beforehand. Jira itself does not say.",
        cure="Write a date as 2027-01-31.",
    )
    jira_webhook_secret: SecretStr | None = field(
        None,
        "The secret of Jira's webhook to `/jira/webhook`, which keeps cards current. Unset: the bot only asks Jira now and then.",
        cure="Choose a long random word and give the same one to the webhook in Jira's system settings.",
    )
    jira_settle: float = field(
        30.0,
        "How many seconds a changed ticket must rest without another change before it is judged again.",
        cure="Set a number of seconds from 0 to 600.",
        ge=0,
        le=600,
    )
    jira_writes: Annotated[dict[str, frozenset[Write]], NoDecode, BeforeValidator(write_map)] = field(
        {},
        "What may be written to a project's tickets: `comment` (one, kept current), `label`, `link` (to the thread), "
        "`property`; and where people's answers go instead of a comment: `edit` (criteria into their field, else the "
        "description), `description`, or `criteria` (only those, into their field). Unset: comments that people confirm. "
        "A bot in many workspaces needs the workspace before the project: `T0123ABCD:PAY=edit`.",
        cure="Write project keys and what is allowed: PAY=comment,label; WEB=edit (or the same as a JSON object).",
    )
    jira_sites: Annotated[tuple[SiteSettings, ...], NoDecode, BeforeValidator(site_list)] = field(
        (),
        "Several Jira sites, as a JSON list of objects with `name`, `url`, `email`, `token` and the other `HANDOFF_JIRA_` settings in lower case.",
        cure='Write a JSON list, for example [{"name": "main", "url": "https://example.atlassian.net", "email": "…", "token": "…"}].',
    )
    _jira_filled = field_validator("jira_token")(filled)

    @property
    def sites(self) -> tuple[Site, ...]:
        """Every Jira site: the one in `HANDOFF_JIRA_URL` first, then those in `HANDOFF_JIRA_SITES`. Raises pydantic's
        ValidationError when the single site's variables do not go together."""
        listed = tuple(found.site for found in self.jira_sites)
        if self.jira_url is None or self.jira_token is None:
            return listed
        first = SiteSettings(
            url=self.jira_url,
            token=self.jira_token,
            email=self.jira_email,
            auth=self.jira_auth,
            api_url=self.jira_api_url,
            projects=self.jira_projects,
            criteria_fields=self.jira_criteria_fields,
            token_expires=self.jira_token_expires,
        )
        return (first.site, *listed)
