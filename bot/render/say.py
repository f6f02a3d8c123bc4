"""A short answer in words of the catalogue: what to type instead, what was set, what an admin has to fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from bot.digest.presenting.views import DigestSetView
from bot.message import Message
from bot.render.blocks import Part, message, rich
from bot.render.phrases import day_of, phrase, spoken
from bot.render.words import Words, words
from bot.views import ChannelSetView, NoticeView

Sentence: TypeAlias = tuple[str, Mapping[str, str | int]]
"""A key of the catalogue and its values."""
EXAMPLE = "PAY,WEB"
"""Projects given as an example to a channel that has none."""


def said(word: str, values: Iterable[tuple[str, str]] = (), language: str = "en") -> Message:
    """The words of `bot.requests.Misread` or `SayRequest`; for a word we lack, how to get help."""
    say = words(language)
    key = f"say.{word}" if f"say.{word}" in words().texts else "say.unknown"
    return _sentences(say, (key, dict(values)))


def channel_set(view: ChannelSetView, language: str = "en") -> Message:
    """What a channel agreed to, confirmed."""
    say = words(language)
    return _sentences(say, *_agreed(view, say), *_overlap(view, say))


def _agreed(view: ChannelSetView, say: Words) -> list[Sentence]:
    hours: list[Sentence] = []
    if view.hours is not None:
        word = "settings.hours_never" if view.hours.never else "settings.hours"
        hours = [(word, {"hours": view.hours.span, "zone": view.hours.zone})]
    if not view.watching and view.bar == "direct":
        return [("settings.direct_off", {}), *hours]
    if not view.watching:
        return [("settings.silent", {"projects": ",".join(view.projects) or EXAMPLE}), *hours]
    receiver = say(f"receiver.{view.receiver}")
    named = {"projects": ", ".join(view.projects), "receiver": receiver}
    against: list[Sentence] = []
    if view.bar is not None:
        against.append((f"settings.{view.bar}", {"receiver": receiver}))
    if view.unseen:
        against.append(("settings.unseen", {"projects": ", ".join(view.unseen)}))
    if view.bar == "direct":
        return against
    agreed = ("settings.set" if against else "settings.watching", named)
    one = [("settings.off_one", {"project": (view.unseen or view.projects)[-1]})] if len(view.projects) > 1 else []
    return [agreed, *against, *one, *hours]


def _overlap(view: ChannelSetView, say: Words) -> Iterator[Sentence]:
    """What somebody else changed while the form was open."""
    for word, fields in (("settings.theirs", view.theirs), ("settings.over", view.over)):
        if fields:
            yield word, {"fields": ", ".join(f"“{say(f'form.{name}')}”" for name in fields)}


def digest_set(view: DigestSetView, language: str = "en") -> Message:
    """A digest's settings, confirmed."""
    say = words(language)
    if not view.on:
        return _sentences(say, ("settings.digest_off", {}))
    weekday = say(f"weekday.{view.weekday}")
    sentences: list[tuple[str, dict[str, str]]] = [
        ("settings.digest_on", {"weekday": weekday, "at": view.at, "zone": view.zone})
    ]
    if view.paused:
        sentences.append(("settings.digest_paused", {}))
    elif view.next_day:
        sentences.append(("settings.digest_next", {"day": day_of(view.next_day, say)}))
    if view.source != "jql":
        sentences.append((f"settings.digest_{view.source}", {"board": view.board}))
    elif view.jql:
        sentences.append(("settings.digest_jql", {"jql": view.jql}))
    elif view.projects:
        sentences.append(("settings.digest_projects", {"projects": ", ".join(view.projects)}))
    if view.idle == "skip":
        sentences.append(("settings.digest_skips", {}))
    if view.bar not in (None, "direct"):
        sentences.insert(1, (f"settings.digest_{view.bar}", {}))
    sentences.append(("settings.digest_more", {}))
    return _sentences(say, *sentences)


def notice(view: NoticeView, language: str = "en") -> Message:
    """To the admin alone: what only they can fix."""
    say = words(language)
    day = day_of(view.when, say) if view.when else ""
    about = {"channel": view.subject} if view.what.startswith("digest_") else {"subject": view.subject}
    sentences: list[tuple[str, dict[str, str]]] = [(f"notice.{view.what}", {**about, "day": day})]
    if view.reason:
        sentences.append(("notice.reason", {"reason": view.reason}))
    if view.reference:
        sentences.append(("notice.reference", {"reference": view.reference}))
    return _sentences(say, *sentences)


def _sentences(say: Words, *sentences: Sentence) -> Message:
    lines: list[Part] = [phrase(say, key, **values) for key, values in sentences]
    return message("\n".join(spoken(say, key, **values) for key, values in sentences), rich(*lines))
