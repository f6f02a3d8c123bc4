"""The pages around Atlassian's consent: who asked, which of several sites, the code at the end, what went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from bot.render.text import one_line
from bot.render.web.page import Press, WebPage
from bot.render.words import words

START = "/jira/connect"
CHOOSE = "/jira/choose"
NAME = 80
MOST = 30


def asked_page(purpose: str, name: str, site: str, ticket: str, language: str = "en") -> WebPage:
    """Shown before Atlassian asks: a link may be passed on, and whoever opens it must see whose it is."""
    say = words(language)
    told = say(f"consent.for_{purpose}", name=one_line(name, NAME), site=one_line(site, NAME))
    go = Press(say("consent.go"), f"{START}?{urlencode({'for': purpose, 'ticket': ticket})}", posts=True)
    return WebPage(say(f"consent.{purpose}_title"), (told,), (), go, say.language)


def choose_page(sites: Iterable[tuple[str, str]], ticket: str, language: str = "en") -> WebPage:
    """`sites`: cloud id and address of each."""
    say = words(language)
    presses = tuple(
        Press(one_line(url, NAME), f"{CHOOSE}?{urlencode({'site': cloud, 'ticket': ticket})}", posts=True)
        for cloud, url in list(sites)[:MOST]
    )
    return WebPage(say("consent.choose"), (say("consent.choose_next"),), language=say.language, presses=presses)


def code_page(purpose: str, code: str, who: str, name: str, site: str, language: str = "en") -> WebPage:
    """Whoever reads it agreed as `name`; the code is for `who` in Slack, and must not be passed on."""
    say = words(language)
    shown = {"who": one_line(who, NAME), "name": one_line(name, NAME), "site": one_line(site, NAME)}
    told = tuple(say(f"consent.{part}", **shown) for part in ("code_next", f"code_{purpose}", "code_others"))
    return WebPage(say("consent.code", code=code), told, language=say.language, whole=code)


def mishap_page(why: str, site: str = "", language: str = "en") -> WebPage:
    """What went wrong, and what to do about it."""
    say = words(language)
    return WebPage(
        say(f"consent.{why}"), (say(f"consent.{why}_next", site=one_line(site, NAME)),), language=say.language
    )
