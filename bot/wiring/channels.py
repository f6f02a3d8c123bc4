"""Wires what a channel sets: whom it hears, what it is told, and its digest."""

from __future__ import annotations

from bot.channels.channel import ChannelAgreement, ChannelMoved, Say, Welcome
from bot.channels.form import ChannelForms
from bot.channels.saving import ChannelSaving
from bot.channels.surroundings import Surroundings
from bot.channels.trying import Trying
from bot.digest.requests import MakeDigest
from bot.requests import (
    DigestRequest,
    FormRequest,
    ListRequest,
    MovedRequest,
    SaveRequest,
    SayRequest,
    SettingsRequest,
    TryRequest,
    WelcomeRequest,
)
from bot.runs import serve
from bot.settings import Settings
from bot.wiring.digests import digest_use_cases
from bot.wiring.shared import Shared


def channels(settings: Settings, shared: Shared) -> None:
    """Register its runs with the engine."""
    engine, store, jira, sites, clock = shared.engine, shared.store, shared.jira, shared.sites, shared.clock
    policies, audience, people = shared.policies, shared.audience, shared.people
    poster, delivery, replies = shared.poster, shared.delivery, shared.replies
    digests = digest_use_cases(store, jira, policies, audience, poster, delivery, shared.admins, people, clock)
    serve(engine, DigestRequest, digests.settings)
    serve(engine, ListRequest, digests.whole)
    serve(engine, MakeDigest, digests.maker)
    surroundings = Surroundings(audience, jira, sites)
    welcome = Welcome(store.channels, surroundings, audience, store.posts, delivery, replies, clock)
    serve(engine, SettingsRequest, ChannelAgreement(store.channels, people, replies, surroundings, clock))
    serve(engine, WelcomeRequest, welcome)
    serve(engine, SayRequest, Say(store.posts, delivery, replies))
    serve(engine, MovedRequest, ChannelMoved(store.channels))
    forms = ChannelForms(
        store.channels,
        store.digests,
        surroundings,
        people,
        poster,
        sites,
        Trying(jira, policies, audience, store.talk.living, clock),
        settings.quiet_hours,
        digests.preview,
    )
    serve(engine, FormRequest, forms)
    serve(engine, TryRequest, forms.changed)
    serve(engine, SaveRequest, ChannelSaving(store.channels, people, digests.settings, replies, surroundings, clock))
