"""The modals in which a workspace connects a Jira site, or a person their account, and what was typed there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from bot.connecting.connections import Kind
from bot.connecting.requests import TypedConnection
from bot.message import Modal
from bot.render.blocks import Block, actions, context, link_button, section
from bot.render.modals.forms import choice, field, submitted, words_input
from bot.render.modals.frame import modal
from bot.render.text import one_line
from bot.render.words import Words, words

KINDS: tuple[Kind, ...] = ("token", "scoped", "pat")
CODE = "code"
"""The field for the code at the end of Atlassian's consent."""
NAME = 60


def connect_modal(consent: str, language: str = "en") -> Modal:
    """For an admin. `consent`: this person's own link to Atlassian's page; empty where the operator has not set it
    up."""
    say = words(language)
    blocks: list[Block] = []
    if consent:
        blocks += [
            section(say("connect.consent")),
            actions(link_button(say("connect.consent_press"), consent)),
            _code_field(say, optional=True),
            section(say("connect.or_token")),
        ]
    kinds = [(kind, say(f"connect.kind.{kind}")) for kind in KINDS]
    blocks += [
        field(
            "url",
            say("connect.url"),
            words_input(most=250, placeholder="https://example.atlassian.net"),
            optional=bool(consent),
        ),
        field("kind", say("connect.kind_label"), choice(kinds, "token", radio=True)),
        field("email", say("connect.email"), words_input(most=250), hint=say("connect.email_hint"), optional=True),
        field(
            "token",
            say("connect.token"),
            words_input(most=2500),
            hint=say("connect.token_hint"),
            optional=bool(consent),
        ),
        context(say("connect.kept")),
    ]
    return modal("jira_connect", say("connect.connect"), blocks, say, submit=say("connect.submit"))


def link_modal(consent: str, site: str, language: str = "en") -> Modal:
    """For a person: what it is for, and their own link to Atlassian's page."""
    say = words(language)
    blocks = [
        section(say("connect.link_what", site=one_line(site, NAME))),
        actions(link_button(say("connect.consent_press"), consent)),
        _code_field(say),
        context(say("connect.link_kept")),
    ]
    return modal("jira_link", say("connect.link_title"), blocks, say, submit=say("connect.join"))


def _code_field(say: Words, *, optional: bool = False) -> Block:
    return field(CODE, say("connect.code"), words_input(most=20), hint=say("connect.code_hint"), optional=optional)


def wrong_code(language: str = "en") -> dict[str, str]:
    """The error, by its field."""
    return {CODE: words(language)("connect.wrong.code")}


def typed(view: Mapping[str, Any], language: str = "en") -> TypedConnection | dict[str, str]:
    """What was submitted, or what is wrong with it, by field."""
    say, wrong = words(language), {}
    kind: Kind = next((one for one in KINDS if one == submitted(view, "kind")), "token")
    email = submitted(view, "email").strip()
    url, token = submitted(view, "url").strip(), submitted(view, "token").strip()
    if not url:
        wrong["url"] = say("connect.wrong.not_address")
    if kind != "pat" and ("@" not in email or any(sign.isspace() for sign in email)):
        wrong["email"] = say("connect.wrong.email")
    if not token or not token.isascii() or any(sign.isspace() for sign in token):
        wrong["token"] = say("connect.wrong.token")
    return wrong or TypedConnection(url, kind, "" if kind == "pat" else email, SecretStr(token))
