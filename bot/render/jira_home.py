"""The part of App Home about Jira: which sites the workspace has, and under whose account this person reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.connecting.views import JiraHomeView
from bot.render.actions import Click
from bot.render.blocks import Block, Part, actions, button, context, header, line, plain, rich, section, span
from bot.render.text import one_line
from bot.render.words import Words

NAME = 60
SITES = 10


def jira_home(view: JiraHomeView, say: Words) -> Iterator[Block]:
    """Which sites the workspace has, and this person's own accounts there, with buttons for those who may press
    them."""
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
        yield _sure("jira_unlink", say("connect.unlink"), site, name, say("connect.unlink_sure", site=name), say)
    elif site in view.linkable:
        yield button(say("connect.link"), Click("jira_link", site), about=_about(say("connect.link"), name))


def _managed(site: str, name: str, managed: bool, say: Words) -> Iterator[Part]:
    if managed:
        yield button(say("connect.check"), Click("jira_check", site), about=_about(say("connect.check"), name))
        sure = say("connect.disconnect_sure", site=name)
        yield _sure("jira_disconnect", say("connect.disconnect"), site, name, sure, say)


def _about(label: str, name: str) -> str:
    """Which of several sites a button is for."""
    return f"{label}: {name}"


def _sure(verb: Any, label: str, site: str, name: str, question: str, say: Words) -> Part:
    """A button for which Slack asks for confirmation."""
    asked = {
        "title": plain(label, 100),
        "text": plain(question, 300),
        "confirm": plain(label, 30),
        "deny": plain(say("connect.keep"), 30),
    }
    return {**button(label, Click(verb, site), about=_about(label, name), style="danger"), "confirm": asked}
