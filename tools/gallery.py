"""Every message and modal of the bot, with when it is sent: one example of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import get_args

from bot.channels.views import ChannelForm, SettingsView, TriedView, TriedViews
from bot.digest.presenting.views import DigestSetView, DigestView, Moved, Nearest, PastView, PastWeek, Waiting
from bot.errors import JiraOutcome, SlackOutcome
from bot.message import Message, Modal
from bot.render.card.ask import ask
from bot.render.card.card import card
from bot.render.card.change import card_above, changed, gone, withheld
from bot.render.card.lost import lost
from bot.render.card.summary import summary
from bot.render.help import help_message, welcome
from bot.render.modals.frame import loading
from bot.render.modals.gap import accept_modal, again_modal, answer_modal, change_modal
from bot.render.modals.rule_page import no_page, page
from bot.render.modals.settings import settings_modal, settings_refused
from bot.render.modals.ticket_list import list_modal
from bot.render.reports.digest import digest, preview
from bot.render.say import channel_set, digest_set, notice, said
from bot.render.trouble import trouble
from bot.render.words import words
from bot.views import (
    AskView,
    ChangeView,
    ChannelSetView,
    GapView,
    ListView,
    LostView,
    NoticeView,
    SummaryView,
    TroubleView,
    Way,
    WelcomeView,
)
from tools.examples import ADVICE, DONE, FAILURE, NOT_READY, RULE, SHAPE, verdict, view
from tools.gallery_connecting import connecting
from tools.gallery_conversation import conversation

WAYS: tuple[tuple[Way, str, str], ...] = (
    ("invite", "bot not in the channel", "Asked where the bot was not invited"),
    ("turn_on", "project not agreed to", "Asked where the channel talks about other projects"),
    ("direct", "others read along", "Asked where not everyone may see the ticket"),
    ("access", "asker not known to Jira", "Asked by a member of the organisation whose Jira account cannot be checked"),
)
TRIED = TriedViews(
    (
        TriedView("PAY-12", "questions", "not_ready", "card"),
        TriedView("PAY-15", "ready", "ready", "card"),
        TriedView("OPS-3", "not_ready", "not_ready", "nothing"),
    )
)
CHECKED = datetime(2026, 11, 25, 9, 4, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """One example. `when` says in a sentence when it is sent."""

    title: str
    when: str
    drawn: Message | Modal


def gallery() -> tuple[Shown, ...]:
    """In the order in which a person meets them."""
    around = tuple(Shown(*one) for one in (*conversation(), *connecting()))
    return (*_first(), *_cards(), *_several(), *_digests(), *_failures(), *_sayings(), *_modals(), *around)


def _first() -> tuple[Shown, ...]:
    watching = ChannelSetView(True, ("PAY", "WEB"), "contractor")
    return (
        Shown("Welcome", "The bot is invited to a channel.", welcome(WelcomeView("U1", ("PAY", "WEB")))),
        Shown(
            "Welcome again",
            "The same where links are answered already.",
            welcome(WelcomeView("U1", ("PAY", "WEB"), ("PAY",))),
        ),
        Shown("Help", "`/handoff`, `/handoff help`, a greeting, a direct message.", help_message(watching)),
        Shown("Channel settings", "`/handoff on …` and `/handoff settings`.", channel_set(watching)),
        Shown(
            "Channel settings that come to nothing yet",
            "`/handoff on …` where the bot is not in the channel, or others read it, with a project that no Jira has.",
            channel_set(replace(watching, bar="not_member", unseen=("WEB",))),
        ),
        Shown(
            "Channel settings that two people changed",
            "*Save* in the settings modal, where somebody else saved while it was open.",
            channel_set(replace(watching, theirs=("projects",), over=("receiver",))),
        ),
        Shown("Shared channel", "`/handoff on …`.", channel_set(replace(watching, bar="shared"))),
        Shown("Silent channel", "`/handoff off`.", channel_set(ChannelSetView(False, (), "contractor"))),
    )


def _cards() -> tuple[Shown, ...]:
    ready, bare = verdict("ready", ADVICE), verdict("not_ready", looked_in=(), not_seen=())
    blind = {"context": {"state": "met"}, "contracts": {"state": "cannot_tell"}, "done": {"state": "met"}}
    unclear = SHAPE.model_copy(update={"outcome": "cannot_tell", "message": "The interface stands in an image only."})
    return (
        Shown("Card, not ready", "A ticket is named in a thread.", card(view(judged_at=CHECKED))),
        Shown("Card, ready", "The ticket has all that its receiver needs.", card(view(ready, judged_at=CHECKED))),
        Shown(
            "Card, changed",
            "The ticket changed: what closed is struck through, what is new is marked.",
            card(view(verdict("questions", DONE), closed=(SHAPE,), opened=frozenset({"DOD302"}))),
        ),
        Shown(
            "Card, cannot tell",
            "What decides cannot be read.",
            card(view(verdict("undetermined", unclear, dimensions=blind))),
        ),
        Shown("Card, done ticket", "Somebody asks about a ticket that is done.", card(view(done=True))),
        Shown(
            "Card, lost ticket",
            "The ticket was deleted, or may not be read any more. Nobody is told beside it.",
            lost(LostView("PAY-12", "https://acme.atlassian.net/browse/PAY-12", "v7", CHECKED)),
        ),
        Shown(
            "Card, no longer for those who read it",
            "Another company was let into the channel, the ticket got a security level or another project.",
            card(view(bare, title="", show="silent")),
        ),
        Shown("Card, condensed", "The channel chose short cards.", card(view(condensed=True))),
        Shown("Answer to the asker alone", "`/handoff PAY-12` in a channel.", card(view(share="button"))),
        Shown("Answer where the bot is no member", "`/handoff PAY-12` elsewhere.", card(view(share="invite"))),
        Shown("Copy", "The asker shared the answer where the bot is no member.", card(view(follow=False))),
        Shown("Verdict only", "Nothing else may be shown there.", card(view(bare, title="", show="verdict_only"))),
        *(
            Shown(
                f"Verdict only, {why}",
                f"{when}; to the asker alone.",
                card(view(bare, title="", show="verdict_only", way=way)),
            )
            for way, why, when in WAYS
        ),
        Shown("Questions", "*Ask who can answer*, once a ticket.", ask(AskView("v7", NOT_READY, "Ann", "U024BE7LH"))),
        Shown("Card further up", "Somebody asks again in its thread; to them alone.", card_above(NOT_READY)),
        Shown("Change", "The verdict changed; said once.", changed(view(ready, asker="U024BE7LH"), "not_ready")),
        Shown("Change, of a lost ticket", "The same line, once Jira gives the ticket no more.", gone(ready)),
        Shown("Change, no longer shown", "The same line, once the card is cut to its key.", withheld(view(ready))),
    )


def _several() -> tuple[Shown, ...]:
    cards = (
        view(),
        view(verdict("ready", ADVICE, key="PAY-13")),
        view(verdict("questions", DONE, key="PAY-14")),
        view(verdict("ready", key="PAY-15"), done=True),
    )
    failed = (TroubleView("not_found", "", key="PAY-99"), TroubleView("lost", "", key="PAY-16"))
    return (
        Shown(
            "Summary",
            "A message names three tickets or more. Where nobody asked and only one of them is open, that one gets its card.",
            summary(SummaryView(cards, failed, 2, handle="s1", left_out=12)),
        ),
    )


ASKED = FAILURE.question or "What happens when it fails?"
WEEK = DigestView(
    day=date(2026, 11, 23),
    counts=(("ready", 5), ("questions", 8), ("not_ready", 12)),
    before=(("ready", 3), ("questions", 9), ("not_ready", 12)),
    since=date(2026, 11, 16),
    became_ready=(Moved(verdict("ready", key="PAY-7"), "Refund by API", "questions"),),
    slipped=(Moved(verdict("not_ready", SHAPE, key="PAY-40"), "Export to CSV", "ready"),),
    nearest=(Nearest(verdict("questions", FAILURE, key="PAY-31"), "Webhooks", FAILURE.remedy or "", "CON203"),),
    commonest=("CON202", "missing-shape", 7),
    hidden=2,
    jql="project = PAY",
    handle="d1",
    waiting=(
        Waiting(verdict("questions", FAILURE, key="PAY-22"), "Refund by batch", date(2026, 11, 2), ASKED, "owner"),
    ),
    handed_off=3,
    came_back=(Moved(verdict("ready", key="PAY-3"), "Refund by mail", None),),
    restated=1,
)
PAST = PastView(
    (
        PastWeek(date(2026, 11, 16), 23, 3, became_ready=1, gap="missing-shape"),
        PastWeek(date(2026, 11, 23), 25, 5, became_ready=3, slipped=1, gap="missing-shape"),
    ),
    unreached=2,
)


def _digests() -> tuple[Shown, ...]:
    quiet = replace(WEEK, before=WEEK.counts, became_ready=(), slipped=(), came_back=(), handed_off=0, restated=0)
    empty = DigestView(day=date(2026, 11, 23), counts=(), before=None)
    settings = DigestSetView(True, 0, "09:00", "Europe/Helsinki", "project = PAY", date(2026, 11, 30))
    return (
        Shown("Digest", "Once a week, at the channel's own time.", digest(WEEK)),
        Shown("Digest, quiet week", "Nothing moved.", digest(quiet)),
        Shown("Digest, preview", "`/handoff digest preview`; seen by whoever asks alone.", preview(WEEK, PAST)),
        Shown("Digest, no ticket", "The query matches nothing.", digest(empty)),
        Shown("Digest settings", "`/handoff digest …`.", digest_set(settings)),
        Shown(
            "Digest settings where the bot is not",
            "Likewise where others read the channel.",
            digest_set(replace(settings, bar="not_member")),
        ),
        Shown("No digest", "`/handoff digest off`.", digest_set(DigestSetView(False))),
    )


def _failures() -> tuple[Shown, ...]:
    outcomes = (*get_args(JiraOutcome), *get_args(SlackOutcome), "internal")
    failures = tuple(
        Shown(f"Failure: {outcome.replace('_', ' ')}", "", trouble(TroubleView(outcome, "k3f9", key="PAY-12")))
        for outcome in dict.fromkeys(outcomes)
    )
    ends = date(2026, 12, 1)
    return (
        *failures,
        Shown("Notice: connection", "To the admins.", notice(NoticeView("jira_lost", "acme", reference="k3f9"))),
        Shown(
            "Notice: app at Atlassian",
            "To the admins, once for all connections.",
            notice(NoticeView("jira_app_refused", "Atlassian", reference="k3f9")),
        ),
        Shown(
            "Notice: digest paused",
            "To the admins and whoever set it.",
            notice(NoticeView("digest_stopped", "C0PAYMENTS", reason="is_archived")),
        ),
        Shown(
            "Notice: digest refused",
            "To the same.",
            notice(NoticeView("digest_refused", "C0PAYMENTS", reason="msg_too_long")),
        ),
        Shown("Notice: digest uncertain", "To the same.", notice(NoticeView("digest_unsure", "C0PAYMENTS"))),
        Shown(
            "Notice: consent ends",
            "To the admins and whoever connected it, two weeks before.",
            notice(NoticeView("jira_ending", "acme", date(2027, 1, 31))),
        ),
        Shown("Notice: credential", "To the admin.", notice(NoticeView("jira_refused", "acme", reference="k3f9"))),
        Shown("Notice: credential ends", "To the admin, before.", notice(NoticeView("jira_expiring", "acme", ends))),
        Shown("Notice: installation", "To the admin.", notice(NoticeView("install_dead", "Acme"))),
    )


VALUES = (
    ("project", "pay!"),
    ("limit", "2000"),
    ("zone", "Helsinky"),
    ("near", "Europe/Helsinki"),
    ("key", "XX-1"),
    ("receiver", "boss"),
    ("languages", "en, fi"),
    ("board", "12"),
    ("command", "digest"),
)
"""What a person might have typed, for the answers that repeat it."""


def _sayings() -> tuple[Shown, ...]:
    names = [key.removeprefix("say.") for key in words().texts if key.startswith("say.")]
    return tuple(Shown(f"Answer: {name.replace('_', ' ')}", "", said(name, VALUES)) for name in names)


def _modals() -> tuple[Shown, ...]:
    found = NOT_READY.findings[0]
    gap = GapView("v7", "PAY-12", found)
    change = ChangeView(
        "v7", "CON202", "description", "add POST /refunds", "add POST /refunds\n\nTakes an amount in cents."
    )
    form = ChannelForm("C1", True, ("PAY", "WEB"), weekday=0, zone="Europe/Helsinki")
    refused = ChannelSetView(True, ("PAY", "WEB"), "contractor")
    settings = SettingsView(form, ("OPS",), effect=(("ready", 3), ("questions", 2)), tried=TRIED, past=PAST)
    return (
        Shown("Modal: loading", "Until its content is there.", loading()),
        Shown("Modal: why", "*Why?* on a gap.", page(RULE)),
        Shown("Modal: list", "*All tickets* under a digest.", list_modal(ListView("d1", 1, 50, (view(),), 2))),
        Shown("Modal: answer", "*Answer* on a gap.", answer_modal(gap)),
        Shown(
            "Modal: change", "The answer was typed; nothing is written before it is confirmed.", change_modal(change)
        ),
        Shown(
            "Modal: answer again",
            "Jira did not take the answer; it stands in the field as it was typed.",
            again_modal("d7", "CON202", "refused", "Takes an amount in cents."),
        ),
        Shown("Modal: accept", "*Accept this gap*.", accept_modal(gap)),
        Shown("Modal: settings", "*Settings* of a channel.", settings_modal(settings)),
        Shown("Modal: settings of others", "*Settings*, by who may not change them.", settings_refused(refused)),
        Shown("Modal: rule gone", "*Why?* on a gap of a rule that is no more.", no_page()),
    )
