"""What an operator may set about the bot itself: each variable with its meaning, its cure and its checks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, SecretStr, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from bot.ports import Write
from bot.schedule import QuietHours
from bot.seal import keys_in
from bot.settings.atlassian import AtlassianSettings
from bot.settings.declaring import field
from bot.settings.jira import JiraSettings
from bot.settings.slack import SlackSettings
from bot.settings.values import WebAddress, channel_map, given, hours_of, started, words


class Settings(JiraSettings, AtlassianSettings, SlackSettings):
    """What an operator may set. Every variable is optional here; `load` says which a command cannot do without."""

    model_config = SettingsConfigDict(
        env_prefix="HANDOFF_",
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    channels: Annotated[dict[str, tuple[str, ...]], NoDecode, BeforeValidator(channel_map)] = field(
        {},
        "Channels that are on from the start, each with the Jira projects that may be discussed there. "
        "Others are turned on from Slack with `/handoff on PAY,WEB`.",
        cure="Write channel ids and project keys: C0123ABCD=PAY,WEB; C0456EFGH=OPS (or the same as a JSON object).",
    )
    cooldown: int = field(
        10,
        "For how many minutes a ticket that has a card in a channel, or a line in a list, gets no other one there just because "
        "its link is shared.",
        cure="Set a number of minutes from 0 to 1440.",
        ge=0,
        le=1440,
    )
    quiet_hours: Annotated[QuietHours | None, NoDecode, BeforeValidator(hours_of)] = field(
        None,
        "Hours in which the bot says nothing that nobody asked for, in channels that have not chosen their own; cards are "
        "still kept current.",
        cure="Write times and a time zone, for example 18:00-08:00 Europe/Helsinki.",
    )
    admins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(words)] = field(
        (),
        "Slack user ids of the people who are told of problems by direct message and may change any channel's settings.",
        cure="Write Slack member ids (profile, three dots, Copy member ID), separated by commas.",
    )
    guests: Literal["members", "strangers"] = field(
        "members",
        "`members`: guests may read what the channel they were invited to may read. `strangers`: a channel with guests in it "
        "is treated like one that is shared with another company.",
        cure="Use members or strangers.",
    )
    policies: Path | None = field(
        None,
        "A folder with one policy file per project (`PAY.toml`); `default.toml` applies to all others. A bot in many "
        "workspaces has a subfolder for each: `T0123ABCD/PAY.toml`.",
        cure="Set it to a folder that exists, or leave it unset for the built-in policy.",
    )
    data: Path = field(
        Path("data"),
        "The folder for the bot's own files: the two SQLite databases.",
        cure="Set it to a folder that the bot may write to.",
    )
    database_url: SecretStr | None = field(
        None,
        "A Postgres URL, for several machines that share the work. Unset: SQLite files in `HANDOFF_DATA`.",
        cure="Write postgresql://user:password@host:5432/name, or leave it unset for SQLite.",
    )
    keys: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(words)] = field(
        (),
        "Keys that seal stored secrets, newest first, separated by commas. Unset: those in `HANDOFF_KEYS_FILE`, else one "
        "is derived from the bot token. Needed when the bot is installed in many workspaces.",
        cure="Make one with: handoff keys new",
    )
    keys_file: Path | None = field(
        None,
        "A file with such keys, one per line, newest first, such as a secret mounted by a container or systemd. "
        "Read when `HANDOFF_KEYS` is unset.",
        cure="Make one with: handoff keys new > keys, and let nobody but the bot read it.",
    )
    keep_days: int = field(
        400,
        "For how many days verdicts, posts, digests and what people said about gaps are kept. What is deleted when: "
        "`docs/reference/data.md`.",
        cure="Set a number of days, 2 or more: Slack and Jira repeat events for up to a day.",
        ge=2,
        le=36500,
    )
    url: WebAddress | None = field(
        None,
        "The public https address of this bot, at which Slack and Jira reach it over HTTP, and to which Slack sends people "
        "back who install it in their workspace.",
        cure="Set it to the address that reaches this bot from the internet, for example https://handoff.example.com.",
    )
    host: str = field(
        "127.0.0.1", "The address the web server listens on.", cure="Use 0.0.0.0 in a container, else leave it unset."
    )
    port: int = field(
        3000,
        "The port the web server listens on; `PORT` is read too.",
        cure="Set a port number from 1 to 65535.",
        name=AliasChoices("HANDOFF_PORT", "PORT"),
        ge=0,
        le=65535,
    )
    log_format: Literal["text", "json"] = field(
        "text", "`text` to read, `json` for a log collector.", cure="Use text or json."
    )
    log_level: Literal["debug", "info", "warning", "error"] = field(
        "info", "The least serious message that is logged.", cure="Use debug, info, warning or error."
    )

    @field_validator("host")
    @classmethod
    def _host(cls, value: str) -> str:
        return given(value)

    @field_validator("data", mode="before")
    @classmethod
    def _some_folder(cls, value: Any) -> Any:
        return given(value) if isinstance(value, str) else value

    @field_validator("policies", mode="before")
    @classmethod
    def _no_folder(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        address = SecretStr(given(value.get_secret_value()))
        started(address, ("postgresql://", "postgres://", "postgresql+psycopg://"))
        _readable(address.get_secret_value())
        return address

    @field_validator("keys")
    @classmethod
    def _fernet(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        keys_in("\n".join(key.get_secret_value() for key in value))
        return value

    @field_validator("keys_file")
    @classmethod
    def _key_file(cls, value: Path | None) -> Path | None:
        if value is not None and not _keys_of(value):
            raise ValueError("holds no key")
        return value

    @field_validator("policies")
    @classmethod
    def _folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("is not a folder")
        return value

    @property
    def writes(self) -> dict[str, frozenset[Write]]:
        """What may be written, by project. One bot in many workspaces: by workspace and project only, because two may
        have a project with the same key. Half of what many workspaces need is enough to be that careful."""
        many = self.slack_client_id is not None
        return {name: kinds for name, kinds in self.jira_writes.items() if ":" in name or not many}

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The keys that the operator gave, newest first. Raises ValueError when the key file has disappeared."""
        return tuple(key.get_secret_value() for key in self.keys) or (
            _keys_of(self.keys_file) if self.keys_file else ()
        )


def _keys_of(file: Path) -> tuple[str, ...]:
    try:
        return keys_in(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise ValueError("is not a file that can be read") from None


def _readable(address: str) -> None:
    from sqlalchemy import make_url  # which slows start-up, and most have no such address
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(address)
    except (ArgumentError, ValueError):  # its text may quote the password
        raise ValueError("cannot be read as an address") from None
