"""A Jira site as it is set in the environment, and as the rest of the bot sees it."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.jira.sites import Site
from bot.settings.values import WebAddress, filled
from bot.site_names import NAME_LIMIT, default_name

JiraAuth = Literal["auto", "basic", "scoped", "pat"]


class SiteSettings(BaseModel):
    """One site of `HANDOFF_JIRA_SITES`; its fields mean what the single site's variables mean."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = Field("", max_length=NAME_LIMIT, pattern="^[^:]*$")
    url: WebAddress
    token: SecretStr
    email: str | None = None
    auth: JiraAuth = "auto"
    api_url: WebAddress | None = None
    projects: tuple[str, ...] = ()
    criteria_fields: tuple[str, ...] = ()
    token_expires: date | None = None

    _filled = field_validator("token")(filled)

    @field_validator("email")
    @classmethod
    def _bare(cls, value: str | None) -> str | None:
        return value and (value.strip() or None)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.auth in {"basic", "scoped"} and not self.email:
            raise ValueError("has no e-mail for its API token")
        if self.auth == "scoped" and not self.api_url:
            raise ValueError("has a scoped token, which works only at the gateway, and no API address")
        return self

    @property
    def site(self) -> Site:
        """With `auto`, an e-mail means Cloud and its absence a Data Center token."""
        cloud = self.auth in {"basic", "scoped"} or (self.auth == "auto" and bool(self.email))
        return Site(
            name=self.name or default_name(self.url),
            url=self.url.rstrip("/"),
            deployment="cloud" if cloud else "datacenter",
            auth="basic" if cloud else "bearer",
            user=self.email or "",
            token=self.token,
            api_url=(self.api_url or "").rstrip("/"),
            projects=frozenset(key.upper() for key in self.projects),
            criteria_fields=self.criteria_fields,
            token_expires=self.token_expires.isoformat() if self.token_expires else "",
        )
