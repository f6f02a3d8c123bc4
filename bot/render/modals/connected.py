"""The modals that say how connecting Jira went: one sentence, or what was found when the site was examined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.connecting.examined import Found, SiteCheck
from bot.message import Modal
from bot.render.blocks import Block, bullets, line, rich, section, span
from bot.render.modals.frame import modal
from bot.render.text import listed, one_line
from bot.render.words import Words, words

CURED = ("unauthorized", "forbidden", "not_found", "unreadable")
"""Jira's outcomes that have a cure of their own; the others say that it did not answer."""
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
"""Most projects that are named."""
NAME = 60


def told_connecting(key: str, language: str = "en", **values: str) -> Modal:
    """One sentence: what happened, and what to do next."""
    say = words(language)
    return modal("jira_told", say("connect.title"), [section(say(f"connect.told.{key}", **values))], say)


def wrong_address(why: str, language: str = "en") -> Modal:
    """The same for an address that was typed."""
    say = words(language)
    return modal("jira_told", say("connect.title"), [section(say(f"connect.wrong.{why}"))], say)


def checked_modal(site: str, checks: Iterable[SiteCheck], hook: str, language: str = "en", *, connected: bool) -> Modal:
    """What was found when the site was examined; what could not be checked is left to the operator. `hook`: the address
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
    """What an admin in Slack can do, without access to the settings; empty where nothing has to be done."""
    if check.found == "no_answer":
        return check.outcome if check.outcome in CURED else "unavailable"
    return CURES.get(check.found, "")
