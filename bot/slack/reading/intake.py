"""
Slack's words turned into requests. Pure: the same payload gives the same request.

A function a kind of payload. None means that there is nothing to do; words that a person meant for the bot but that
name no work become a `SayRequest` that tells what to type instead. Whatever Slack left out, or somebody forged, is
never trusted to be there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.requests import (
    SUMMARY_FROM,
    DigestRequest,
    JudgeRequest,
    Misread,
    Place,
    SayRequest,
    SettingsRequest,
    TicketRef,
    Trigger,
    WelcomeRequest,
    message_identity,
)
from bot.runs import Request
from bot.slack.payload import id_of, mapping, text
from bot.slack.reading import commands, receivers
from bot.slack.reading.known import UNKNOWN_PROJECT, Known
from bot.slack.reading.said import Said, in_anything, in_message, in_text, linked

SPOKEN = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes under which a person says something new. Edits are read apart; all others are Slack's own notes."""
GREETINGS = frozenset({"", "help", "?", "hi", "hello", "hey"})
SLACKBOT = "USLACKBOT"
NAMED = 50
"""Characters of a person's word that are said back to them."""


@dataclass(frozen=True, slots=True)
class Us:
    """Where a payload comes from, and who the bot is there."""

    workspace: str
    bot_user: str


def is_direct(event: Mapping[str, Any]) -> bool:
    """Whether the bot is alone there with whoever writes, so that all they write is for it."""
    return event.get("channel_type") in ("im", "app_home")


def of_message(event: Mapping[str, Any], us: Us, known: Known) -> Request | None:
    """A message, or an edit of one, in a place the bot is in."""
    if event.get("subtype") == "message_changed":
        return _of_edit(event, us, known)
    if event.get("subtype") not in SPOKEN or event.get("hidden"):
        return None
    said = in_message(event)
    if is_direct(event):
        return _asked(event, said, us, known, "direct")
    if us.bot_user in said.users:
        return None  # its app_mention says the same, and is answered
    tickets = known.tickets_in(said, asked=False)
    return _judge(event, said, us, tickets, "link") if tickets else None


def spoken_in(event: Mapping[str, Any], us: Us) -> tuple[Place, str] | None:
    """In which thread a person says something, and who."""
    channel, thread, user = text(event, "channel"), text(event, "thread_ts"), text(event, "user")
    if event.get("bot_id") or event.get("subtype") not in SPOKEN or not (channel and thread and user):
        return None
    return Place(us.workspace, channel, thread), user


def of_mention(event: Mapping[str, Any], us: Us, known: Known) -> Request | None:
    """The bot was mentioned in a channel."""
    return _asked(event, in_message(event), us, known, "mention")


def of_command(body: Mapping[str, Any], us: Us, known: Known) -> Request | None:
    """`/handoff …`. Its identity is its trigger id: Slack never sends a command twice."""
    channel, user, trigger = text(body, "channel_id"), text(body, "user_id"), text(body, "trigger_id")
    if not (channel and user and trigger):
        return None
    identity, place = f"cmd:{us.workspace}:{trigger}", Place(us.workspace, channel)
    raw = text(body, "text").strip()
    said = in_text(raw.replace("`", " "), aside=True)  # all that is typed after a command is for the bot
    # A query may hold what elsewhere is markup, and a board may be named by its address.
    of_digest = raw.lower().startswith("digest")
    words = commands.parse(linked(raw) if of_digest else said.text, zones=known.zones)
    match words:
        case commands.Help():
            return _help_or_link(identity, place, user, said, known)
        case Misread(word, values):
            return SayRequest(identity, place, user, word, values, of_digest=of_digest)
        case commands.Watch(projects, receiver):
            return SettingsRequest(identity, place, user, "watch", projects, receiver)
        case commands.Unwatch(projects):
            return SettingsRequest(identity, place, user, "unwatch", projects)
        case commands.ShowSettings():
            return SettingsRequest(identity, place, user, "show")
        case commands.Digest() as asked:
            site = known.sites[0].name if known.sites else None
            return DigestRequest(identity, place, user, site=site, **asdict(asked))
        case commands.Judge():
            return _from_words(identity, place, user, said, known)


def of_shortcut(body: Mapping[str, Any], us: Us, known: Known) -> Request | None:
    """The message shortcut: whatever tickets the message names, an app's message included."""
    message = mapping(body, "message")
    channel, user = id_of(body, "channel"), id_of(body, "user")
    trigger, ts = text(body, "trigger_id"), text(body, "message_ts") or text(message, "ts")
    if not (channel and user and trigger and ts):
        return None
    identity = f"cut:{us.workspace}:{trigger}"
    place = Place(us.workspace, channel, text(message, "thread_ts") or ts)
    tickets = known.tickets_in(in_anything(message), asked=True) or _aside(message, known)
    if not tickets:
        return SayRequest(identity, place, user, "message_without_ticket")
    return JudgeRequest(identity, place, user, "shortcut", tickets, message_ts=ts)


def of_join(event: Mapping[str, Any], event_id: str, us: Us) -> Request | None:
    """Somebody joined a channel; the bot introduces itself when that was the bot."""
    channel = text(event, "channel")
    if not channel or not event_id or text(event, "user") != us.bot_user:
        return None
    place = Place(us.workspace, channel)
    return WelcomeRequest(f"join:{us.workspace}:{channel}:{event_id}", place, text(event, "inviter") or None)


def _of_edit(event: Mapping[str, Any], us: Us, known: Known) -> Request | None:
    """An edit by a person that names tickets which the message did not name before. Link previews, reply counts and
    our own updates come as edits too, and change no words. An edit that only adds the bot comes as a mention."""
    message, before = mapping(event, "message"), mapping(event, "previous_message")
    edited = text(mapping(message, "edited"), "ts")
    if not edited or edited == text(mapping(before, "edited"), "ts") or message.get("subtype") not in SPOKEN:
        return None
    said, was = in_message(message), in_message(before)
    direct, mentioned = is_direct(event), us.bot_user in said.users
    named = known.tickets_in(was, asked=direct or us.bot_user in was.users)
    names = known.tickets_in(said, asked=direct or mentioned)
    new = tuple(ref for ref in names if ref not in named)
    if not new:
        return None
    # Tickets told together share one message, which is updated: it goes on telling of those that stood there before.
    together = max(len(named), len(new)) >= SUMMARY_FROM
    whole = {**message, "channel": event.get("channel")}
    trigger: Trigger = "direct" if direct else "mention" if mentioned else "link"
    request = _judge(whole, said, us, names if together else new, trigger)
    return request and replace(request, identity=f"{request.identity}:{edited}")


def _asked(event: Mapping[str, Any], said: Said, us: Us, known: Known, trigger: Trigger) -> Request | None:
    """Somebody spoke to the bot: it always answers, unless that somebody is a bot, or only thanks it."""
    if event.get("subtype") not in SPOKEN:
        return None
    if commands.is_thanks(said.text) and not said.urls:
        return None
    tickets = known.tickets_in(said, asked=True) or _aside(event, known)
    request = _judge(event, said, us, tickets, trigger)
    if tickets or request is None:
        return request
    word, values = _instead(said, known)
    if commands.wants_silence(said.text):
        word, values = "mute", ()
    elif command := commands.told_as_words(said.text):
        word, values = command.word, command.values
    elif word in ("no_ticket", "near_command") and text(event, "thread_ts"):
        return request  # "is this ready for an agent?", under a ticket's card
    # Words are answered beside them; only a ticket's card has a thread of its own. In a channel the answer is for the
    # asker alone, and Slack shows none such in a thread in which nobody has answered yet.
    place = request.place if text(event, "thread_ts") else replace(request.place, thread=None)
    return SayRequest(request.identity, place, request.user, word, values)


def _aside(message: Mapping[str, Any], known: Known) -> tuple[TicketRef, ...]:
    """What is asked about, where that stands nowhere but in code, in a quote or in a message that is passed on."""
    return known.tickets_in(in_anything(message, aside=True), asked=True)


def _judge(
    event: Mapping[str, Any], said: Said, us: Us, tickets: tuple[TicketRef, ...], trigger: Trigger
) -> JudgeRequest | None:
    channel, user, ts = text(event, "channel"), text(event, "user"), text(event, "ts")
    if event.get("bot_id") or user in {"", SLACKBOT, us.bot_user} or not channel or not ts:
        return None
    asked = trigger != "link"
    return JudgeRequest(
        message_identity(us.workspace, channel, ts, asked=asked),
        Place(us.workspace, channel, text(event, "thread_ts") or ts),
        user,
        trigger,
        tickets,
        receivers.receiver_in(said.text) if asked else None,
        ts,
        untold=receivers.receiver_untold(said.text) if asked else "",
    )


def _from_words(identity: str, place: Place, user: str, said: Said, known: Known) -> Request:
    tickets = known.tickets_in(said, asked=True)
    if not tickets:
        word, values = _instead(said, known)
        return SayRequest(identity, place, user, word, values)
    if misread := receivers.unknown_receiver(said.text):
        return SayRequest(identity, place, user, misread.word, misread.values)
    return JudgeRequest(identity, place, user, "command", tickets, receivers.receiver_asked(said.text))


def _help_or_link(identity: str, place: Place, user: str, said: Said, known: Known) -> Request:
    """A command that is nothing but a link leaves no words."""
    return _from_words(identity, place, user, said, known) if said.urls else SayRequest(identity, place, user, "help")


def _instead(said: Said, known: Known) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What to say to words that name no ticket we know."""
    if said.text.strip(" .!,:\n").lower() in GREETINGS and not said.urls:
        return "help", ()
    if not known.sites and (said.urls or known.unknown_key(said.text)):
        return "not_connected", ()
    if said.urls:
        return "link_without_ticket" if known.on_a_site(said) else "unknown_link", ()
    if stranger := known.unknown_key(said.text):
        return "jira_silent" if known.silent else UNKNOWN_PROJECT, (("key", stranger[:NAMED]),)
    if near := commands.near_command(said.text):
        return "near_command", (("command", near),)
    return "no_ticket", ()
