"""The settings of a channel as a modal, and what its submission says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_args

from bot.message import Modal
from bot.ports import Quiet
from bot.render.blocks import Block, context, divider, rich
from bot.render.forms import choice, choices, field, submitted, submitted_many, time, words_input
from bot.render.modal import modal
from bot.render.past import past_blocks
from bot.render.phrases import phrase
from bot.render.say import channel_set, said
from bot.render.words import Words, languages, words
from bot.views import ChannelForm, ChannelSetView, SettingsView
from checks.ticket import Receiver

NEVER = "never"
JQL_LIMIT = 2000


def settings_modal(view: SettingsView, language: str = "en") -> Modal:
    """Projects, receiver, how quiet, and the weekly digest; what they would have said comes last."""
    say = words(language)
    blocks = [*_answers(view, say), divider(), *_digest(view, say), *_effect(view, say)]
    title, submit = say("form.settings"), say("form.save")
    return modal("settings", title, blocks, say, submit=submit, metadata=view.form.channel)


def settings_refused(view: ChannelSetView, language: str = "en") -> Modal:
    """For who may not change them: how they stand, and whom to ask."""
    say = words(language)
    blocks = (*channel_set(view, language).blocks, *said("not_manager", language=language).blocks)
    return modal("settings_refused", say("form.settings"), blocks, say)


def settings_form(
    view: Mapping[str, Any], zones: Collection[str], language: str = "en"
) -> ChannelForm | dict[str, str]:
    """What was submitted, or what is wrong with it by field, as Slack's `response_action: errors` takes it."""
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
    if wrong:
        return wrong
    receiver = submitted(view, "receiver")
    quiet = submitted(view, "quiet")
    return ChannelForm(
        channel=str(view.get("private_metadata", "")),
        watching=watching,
        projects=projects,
        receiver=receiver if receiver in get_args(Receiver) else "contractor",  # type: ignore[arg-type]
        quiet=quiet if quiet in get_args(Quiet) else "card",  # type: ignore[arg-type]
        weekday=weekday,
        at=submitted(view, "at") or "09:00",
        zone=known or "",
        jql=jql[:JQL_LIMIT],
        language=next((name for name in languages() if name == submitted(view, "language")), "en"),
    )


def _answers(view: SettingsView, say: Words) -> Iterator[Block]:
    form = view.form
    watching = [(name, say(f"form.watching_{name}")) for name in ("links", "asked")]
    yield field("watching", say("form.watching"), choice(watching, "links" if form.watching else "asked", radio=True))
    if offered := (*form.projects, *view.offered):
        yield field("projects", say("form.projects"), choices(offered, form.projects), optional=True)
    else:
        yield rich(phrase(say, "form.no_projects"))
    receivers = [(name, say(f"receiver.{name}")) for name in get_args(Receiver)]
    yield field("receiver", say("form.receiver"), choice(receivers, form.receiver))
    quiet = [(name, say(f"form.quiet_{name}")) for name in get_args(Quiet)]
    yield field("quiet", say("form.quiet"), choice(quiet, form.quiet, radio=True))


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
