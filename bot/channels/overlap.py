"""Two people who have a channel's settings open at once: saving changes only the fields that one touched. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from bot.channels.views import ChannelForm
from bot.digest.values import DigestPlan
from bot.ports import ChannelSettings
from bot.requests import SaveRequest

FIELDS = ("watching", "projects", "receiver", "quiet", "hours", "weekday", "at", "zone", "language", "jql")
"""What can be set, by the names of the form's fields and labels, in the form's order."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What holds once somebody saved. `theirs`: fields that somebody else changed meanwhile, which stay that way;
    `over`: those that both changed, where the last change holds."""

    form: ChannelForm
    theirs: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


def form_of(channel: str, agreed: ChannelSettings, plan: DigestPlan | None) -> ChannelForm:
    """The form with the current settings."""
    zone = agreed.hours.zone if agreed.hours and not agreed.hours.never else ""
    projects = tuple(sorted(agreed.projects))
    form = ChannelForm(channel, agreed.watching, projects, agreed.receiver, agreed.quiet, zone=zone, hours=agreed.hours)
    if plan is None or plan.paused:
        return form
    return replace(form, weekday=plan.weekday, at=plan.at, zone=plan.zone, jql=plan.jql, language=plan.language)


def chosen(channel: str, request: SaveRequest) -> ChannelForm:
    """The form as somebody filled it."""
    form = ChannelForm(channel, request.watching, request.projects, request.receiver, request.quiet)
    form = replace(form, weekday=request.weekday, at=request.at or form.at, zone=request.zone or "")
    form = replace(form, jql=request.jql, language=request.language or form.language, hours=request.hours)
    return replace(form, opened=request.opened)


def marks(form: ChannelForm) -> str:
    """A short hash of each field. What a form showed when it was opened must come back with it in a few characters, and
    only serves to find out whether a field was touched since."""
    return " ".join(_marks(form).values())


def overlapped(asked: ChannelForm, now: ChannelForm) -> Overlap:
    """Of a form that does not say what it showed, everything holds."""
    opened = dict(zip(FIELDS, asked.opened.split(), strict=False))
    if len(opened) < len(FIELDS):
        return Overlap(asked)
    mine, stands = _marks(asked), _marks(now)
    differ = [name for name in FIELDS if stands[name] not in (opened[name], mine[name])]
    theirs = tuple(name for name in differ if mine[name] == opened[name])
    kept = {name: getattr(now, name) for name in theirs}
    return Overlap(replace(asked, **kept), theirs, tuple(name for name in differ if name not in theirs))


def settled(request: SaveRequest, form: ChannelForm) -> SaveRequest:
    """The request for what is in the form."""
    return replace(request, **{name: getattr(form, name) for name in FIELDS})


def _marks(form: ChannelForm) -> dict[str, str]:
    values = {name: getattr(form, name) for name in FIELDS} | {"projects": sorted(form.projects)}
    return {name: hashlib.sha256(repr(value).encode()).hexdigest()[:8] for name, value in values.items()}
