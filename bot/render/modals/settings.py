"""A channel's settings as a modal, and what its submission says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import time as clock_time
from typing import Any, get_args

from bot.channels.views import ChannelForm, SettingsView, TriedView
from bot.message import Modal
from bot.render.blocks import Block, bullets, context, divider, line, rich, span
from bot.render.modals.forms import choice, choices, field, submitted, submitted_many, time, words_input
from bot.render.modals.frame import modal
from bot.render.phrases import phrase
from bot.render.reports.past import past_blocks
from bot.render.say import channel_set, said
from bot.render.text import one_line
from bot.render.words import Words, languages, words
from bot.requests import Quiet
from bot.schedule import NEVER_QUIET, QuietHours
from bot.views import ChannelSetView
from checks.ticket import Receiver

NEVER = "never"
OWN = "own"
OFFERED = QuietHours(clock_time(18), clock_time(8), "UTC")
"""Times that the modal starts with."""
WRONG_TIMES = QuietHours(clock_time(0, 1), clock_time(0, 1), "UTC")
KEY = 60
JQL_LIMIT = 2000


def settings_modal(view: SettingsView, language: str = "en") -> Modal:
    """Projects, receiver, how quiet, and the weekly digest; what these would have said comes last."""
    say = words(language)
    blocks = [*_answers(view, say), divider(), *_digest(view, say), *_effect(view, say)]
    title, submit = say("form.settings"), say("form.save")
    metadata = f"{view.form.channel} {view.form.opened}".rstrip()
    return modal("settings", title, blocks, say, submit=submit, metadata=metadata)


def settings_refused(view: ChannelSetView, language: str = "en") -> Modal:
    """For people who may not change them: the settings, and whom to ask."""
    say = words(language)
    blocks = (*channel_set(view, language).blocks, *said("not_manager", language=language).blocks)
    return modal("settings_refused", say("form.settings"), blocks, say)


def settings_form(
    view: Mapping[str, Any], zones: Collection[str], language: str = "en", *, checked: bool = True
) -> ChannelForm | dict[str, str]:
    """What was submitted, or what is wrong with it by field, in the form of Slack's `response_action: errors`. Without
    `checked`, the current values while somebody is still choosing."""
    say, wrong = words(language), {}
    projects = submitted_many(view, "projects")
    zone, jql = submitted(view, "zone").strip(), submitted(view, "jql").strip()
    weekday = next((number for number in range(7) if submitted(view, "weekday") == str(number)), None)
    watching = submitted(view, "watching") == "links"
    if watching and not projects:
        wrong["projects"] = say("form.projects_wrong")
    known = next((name for name in zones if name.lower() == zone.lower()), None)
    if weekday is not None and known is None:
        wrong["zone"] = say("form.zone_wrong")
    if weekday is not None and not (jql or projects):
        wrong["jql"] = say("form.jql_wrong")
    hours = _hours(view, known)
    if hours == WRONG_TIMES:
        wrong["quiet_until"] = say("form.hours_wrong")
    if submitted(view, "hours") == OWN and known is None:
        wrong["zone"] = say("form.zone_wrong")
    if wrong and checked:
        return wrong
    channel, _, opened = str(view.get("private_metadata", "")).partition(" ")
    return ChannelForm(
        channel=channel,
        watching=watching,
        projects=projects,
        receiver=next((one for one in get_args(Receiver) if one == submitted(view, "receiver")), "contractor"),
        quiet=next((one for one in get_args(Quiet) if one == submitted(view, "quiet")), "card"),
        weekday=weekday,
        at=submitted(view, "at") or "09:00",
        zone=known or "",
        jql=jql[:JQL_LIMIT],
        language=next((name for name in languages() if name == submitted(view, "language")), "en"),
        hours=hours,
        opened=opened,
    )


def _hours(view: Mapping[str, Any], zone: str | None) -> QuietHours | None:
    match submitted(view, "hours"):
        case "none":
            return NEVER_QUIET
        case "own":
            start, end = (
                clock_time.fromisoformat(submitted(view, name) or "00:00") for name in ("quiet_from", "quiet_until")
            )
            return WRONG_TIMES if start == end else QuietHours(start, end, zone or "UTC")
        case _:
            return None


def _answers(view: SettingsView, say: Words) -> Iterator[Block]:
    form = view.form
    watching = [(name, say(f"form.watching_{name}")) for name in ("links", "asked")]
    chosen = "links" if form.watching else "asked"
    yield field("watching", say("form.watching"), choice(watching, chosen, radio=True), live=True)
    if offered := (*form.projects, *view.offered):
        yield field("projects", say("form.projects"), choices(offered, form.projects), optional=True, live=True)
    else:
        yield rich(phrase(say, "form.no_projects"))
    receivers = [(name, say(f"receiver.{name}")) for name in get_args(Receiver)]
    yield field("receiver", say("form.receiver"), choice(receivers, form.receiver), live=True)
    quiet = [(name, say(f"form.quiet_{name}")) for name in get_args(Quiet)]
    yield field("quiet", say("form.quiet"), choice(quiet, form.quiet, radio=True), live=True)
    yield from _tried(view, say)
    yield from _quiet_hours(view, say)


def _tried(view: SettingsView, say: Words) -> Iterator[Block]:
    """What these settings would do with the channel's last tickets, one per line."""
    tried = view.tried
    if not (tried.tickets or tried.left_out):
        return
    lines = [line(span(_ticket(one, say))) for one in tried.tickets]
    left = [line(span(say("form.tried_left", n=tried.left_out)))] if tried.left_out else []
    yield rich(line(span(say("form.tried"), bold=True)), bullets([*lines, *left]))


def _ticket(one: TriedView, say: Words) -> str:
    now, then = say(f"decision.{one.now}"), say(f"decision.{one.then}")
    verdict = then if now == then else say("form.tried_changed", now=now, then=then)
    return say("form.tried_ticket", key=one_line(one.key, KEY), verdict=verdict, answer=say(f"form.tried_{one.answer}"))


def _quiet_hours(view: SettingsView, say: Words) -> Iterator[Block]:
    own = view.form.hours
    usual = f"{view.hours.span} {view.hours.zone}" if view.hours else say("form.hours_none_set")
    options = [("usual", say("form.hours_usual", hours=usual)), ("none", say("form.hours_none"))]
    chosen = "usual" if own is None else "none" if own.never else OWN
    yield field("hours", say("form.hours"), choice([*options, (OWN, say("form.hours_own"))], chosen))
    shown = own if own is not None and not own.never else OFFERED
    yield field("quiet_from", say("form.quiet_from"), time(f"{shown.start:%H:%M}"), optional=True)
    yield field("quiet_until", say("form.quiet_until"), time(f"{shown.end:%H:%M}"), optional=True)


def _digest(view: SettingsView, say: Words) -> Iterator[Block]:
    form = view.form
    days = [(NEVER, say("form.never")), *((str(number), say(f"weekday.{number}")) for number in range(7))]
    chosen = NEVER if form.weekday is None else str(form.weekday)
    yield field("weekday", say("form.weekday"), choice(days, chosen))
    yield field("at", say("form.at"), time(form.at), optional=True)
    zone = words_input(form.zone, most=60, placeholder="Europe/Helsinki")
    yield field("zone", say("form.zone"), zone, hint=say("form.zone_hint"), optional=True)
    spoken = [(name, words(name)("form.language_name")) for name in languages()]
    yield field("language", say("form.language"), choice(spoken, form.language))
    jql = words_input(form.jql, long=True, most=JQL_LIMIT)
    yield field("jql", say("form.jql"), jql, hint=say("form.jql_hint"), optional=True)


def _effect(view: SettingsView, say: Words) -> Iterator[Block]:
    """What these settings would have said of the channel's last tickets."""
    counts = ", ".join(say("digest.count", count=count, name=say(f"decision.{name}")) for name, count in view.effect)
    if counts:
        yield context(say("form.effect", n=sum(count for _, count in view.effect), counts=counts))
    yield from past_blocks(view.past, say)
