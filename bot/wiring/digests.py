"""The use cases of the digest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.digest.maker import DigestMaker
from bot.digest.presenting.drawing import Drawing
from bot.digest.presenting.presenter import Presenter
from bot.digest.previewing.preview import Preview
from bot.digest.reading.reader import Reader
from bot.digest.reading.sources import Sources
from bot.digest.reading.survey import Survey
from bot.digest.settings import DigestSettings
from bot.digest.unposted import Unposted
from bot.digest.whole_list import WholeList
from bot.pages import TicketPages
from bot.ports import Audience, People, Policies, Poster
from bot.posting.delivery import Delivery
from bot.posting.files import Files
from bot.posting.replies import Replies
from bot.store import Store
from bot.upkeep.admins import Admins


@dataclass(frozen=True, slots=True)
class DigestUseCases:
    maker: DigestMaker
    preview: Preview
    settings: DigestSettings
    whole: WholeList


def digest_use_cases(
    store: Store,
    tickets: TicketPages,
    policies: Policies,
    audience: Audience,
    poster: Poster,
    delivery: Delivery,
    admins: Admins,
    people: People,
    clock: Callable[[], datetime],
) -> DigestUseCases:
    sources = Sources(tickets, store.surveys, store.channels, clock)
    survey = Survey(store.digests, store.surveys, tickets, sources, policies, audience, store.channels, clock)
    presenter = Presenter(store.digests, store.weeks, store.verdicts, audience)
    reader = Reader(store.digests, survey, admins)
    unposted = Unposted(store.digests, store.posts, delivery, admins)
    maker = DigestMaker(store.digests, reader, presenter, Drawing(), store.posts, poster, delivery, unposted, clock)
    preview = Preview(tickets, sources, store.surveys, policies, audience, store.channels, clock)
    replies = Replies(poster)
    settings = DigestSettings(store.digests, maker, preview, store.channels, audience, people, replies, clock)
    files = Files(poster, clock)
    whole = WholeList(store.digests, store.weeks, audience, poster, files, replies)
    return DigestUseCases(maker, preview, settings, whole)
