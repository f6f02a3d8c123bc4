"""Connecting Jira from Slack: the part of App Home, and the modals of a workspace's and of a person's connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import SecretStr

from bot.connecting.connections import Kind
from bot.connecting.examined import Found, SiteCheck
from bot.connecting.requests import TypedConnection
from bot.connecting.views import JiraHomeView
from bot.message import Modal
from bot.render.actions import Click
from bot.render.blocks import (
    Block,
    Part,
    actions,
    bullets,
    button,
    context,
    header,
    line,
    link_button,
    plain,
    rich,
    section,
    span,
)
from bot.render.modals.forms import choice, field, submitted, words_input
from bot.render.modals.frame import modal
from bot.render.text import listed, one_line
from bot.render.words import Words, words

KINDS: tuple[Kind, ...] = ("token", "scoped", "pat")
CODE = "code"
"""The field for the code that Atlassian's consent ends with."""
CURED = ("unauthorized", "forbidden", "not_found", "unreadable")
"""Outcomes of Jira with a cure of their own; the others say that it did not answer."""
CURES: Mapping[Found, str] = {
    "rejected": "unauthorized",
    "elsewhere": "unauthorized",
    "other_kind": "kind",
    "no_projects": "projects",
    "no_sights": "sights",
    "ends_soon": "ending",
    "ended": "ended",
}
LISTED = 8
"""Projects that are named."""
NAME = 60
SITES = 10


def jira_home(view: JiraHomeView, say: Words) -> Iterator[Block]:
    """Which sites the workspace has, and this person's own accounts there; the buttons for who may press them."""
    yield header(say("connect.title"))
    for site in view.sites[:SITES]:
        name = one_line(site.shown, NAME)
        yield rich(line(span(name, bold=True), span(": " + say(f"connect.state.{site.state}"))))
        pressed = [*_own(site.name, name, site.own, view, say), *_managed(site.name, name, site.managed, say)]
        if site.own:
            yield context(say("connect.as", name=one_line(site.own, NAME)))
        if pressed:
            yield actions(*pressed)
    if not view.sites:
        yield section(say("connect.none_manages" if view.manages else "connect.none"))
    if view.manages:
        yield actions(button(say("connect.connect"), Click("jira_connect", "")))


def _own(site: str, name: str, own: str, view: JiraHomeView, say: Words) -> Iterator[Part]:
    if own:
        yield _sure("jira_unlink", say("connect.unlink"), site, say("connect.unlink_sure", site=name), say)
    elif site in view.linkable:
        yield button(say("connect.link"), Click("jira_link", site))


def _managed(site: str, name: str, managed: bool, say: Words) -> Iterator[Part]:
    if managed:
        yield button(say("connect.check"), Click("jira_check", site))
        yield _sure("jira_disconnect", say("connect.disconnect"), site, say("connect.disconnect_sure", site=name), say)


def _sure(verb: Any, label: str, site: str, question: str, say: Words) -> Part:
    """A button that Slack asks about before it counts."""
    asked = {
        "title": plain(label, 100),
        "text": plain(question, 300),
        "confirm": plain(label, 30),
        "deny": plain(say("connect.keep"), 30),
    }
    return {**button(label, Click(verb, site), style="danger"), "confirm": asked}


def connect_modal(consent: str, language: str = "en") -> Modal:
    """For an admin. `consent`: this person's own way to Atlassian's page; empty where the operator has set none up."""
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
    """For a person: what it is for, and their own way to Atlassian's page."""
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
    """By its field."""
    return {CODE: words(language)("connect.wrong.code")}


def told_connecting(key: str, language: str = "en", **values: str) -> Modal:
    """One sentence: what happened, and what to do next."""
    say = words(language)
    return modal("jira_told", say("connect.title"), [section(say(f"connect.told.{key}", **values))], say)


def checked_modal(site: str, checks: Iterable[SiteCheck], hook: str, language: str = "en", *, connected: bool) -> Modal:
    """What was found when the site was looked at; what could not be tried is the operator's to know. `hook`: the address
    for its webhook; empty where the bot has no address."""
    say = words(language)
    end = "connected" if connected else "not_connected"
    blocks: list[Block] = [section(say(f"connect.{end}", site=one_line(site, NAME)))]
    lines = [
        line(span(say(f"connect.found.{one.state}") + " "), span(_told(one, say)))
        for one in checks
        if one.state != "skipped"
    ]
    if lines:
        blocks.append(rich(bullets(lines)))
    if connected and hook:
        blocks += [
            section(say("connect.hook")),
            rich({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": hook}]}),
        ]
    if connected:
        blocks.append(section(say("connect.next")))
    return modal("jira_checked", say("connect.title"), blocks, say)


def _told(check: SiteCheck, say: Words) -> str:
    name, detail = one_line(check.name, NAME), one_line(check.detail, NAME)
    found = "rejected" if check.found == "elsewhere" else check.found
    says = say(f"connect.seen.{found}", name=name, detail=detail, projects=listed(check.projects, LISTED))
    cure = _cure(check)
    return f"{say(f'connect.part.{check.part}')}: {says} {say(f'connect.cure.{cure}') if cure else ''}".strip()


def _cure(check: SiteCheck) -> str:
    """What an admin in Slack can do, who sets no settings; empty where nothing has to be done."""
    if check.found == "no_answer":
        return check.outcome if check.outcome in CURED else "unavailable"
    return CURES.get(check.found, "")


def typed(view: Mapping[str, Any], language: str = "en") -> TypedConnection | dict[str, str]:
    """What was submitted, or what is wrong with it by field."""
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


def wrong_address(why: str, language: str = "en") -> Modal:
    say = words(language)
    return modal("jira_told", say("connect.title"), [section(say(f"connect.wrong.{why}"))], say)
