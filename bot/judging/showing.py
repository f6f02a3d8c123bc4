"""Verdicts as views, cut to what may be shown: the one place that does so. Pure."""

from __future__ import annotations

from bot.judging.looking import UNSEEN, Looked
from bot.ports import Kept, Show
from bot.requests import Place
from bot.views import CardView, Share, TroubleView, Way
from checks.verdict import Finding, Verdict

READY = "white_check_mark"
"""Slack's name for the reaction that stands for a ready ticket, in channels that want no more."""
DIGITS = 18
"""Of a row's id; longer ones no database compares with."""


def card_view(
    kept: Kept,
    show: Show,
    *,
    before: Kept | None = None,
    asker: str | None = None,
    follow: bool = True,
    share: Share = "none",
    way: Way = "none",
) -> CardView:
    """The card of a stored verdict for this audience. `before` is what the card showed until now."""
    if show != "full":
        return CardView(
            bare(kept.verdict),
            "",
            show,
            handle(kept),
            asker,
            kept.judged_at,
            done=kept.done,
            follow=follow,
            share=share,
            way=way,
        )
    closed, opened = changes(before.verdict, kept.verdict) if before else ((), frozenset[str]())
    return CardView(
        kept.verdict,
        kept.title,
        show,
        handle(kept),
        asker,
        kept.judged_at,
        closed,
        opened,
        kept.done,
        follow,
        share,
        handed=kept.handed,
    )


def offers(kept: Kept, place: Place) -> frozenset[str]:
    """What a living card offers beside *Re-check* and *Why?*. In a direct message there is nobody else to ask."""
    further = {"answer", "wrong", "accept", "undo", "handed_off", "brief"}
    if not _direct(place):
        further |= {"mute"} if place.thread else set()
        further |= {"ask"} if kept.verdict.questions else set()
    return frozenset(further)


OUTSIDE = "asker_outside"
"""The reason why whoever asks is told nothing of a ticket, not even whether it exists."""


def way_of(looked: Looked, place: Place) -> Way:
    """What opens the whole answer to an asker who got only the verdict."""
    if looked.show != "asker_only":
        return "none"
    if _direct(place):
        return "access"
    if looked.reason not in {"project_not_mapped", "channel_unknown"}:
        return "direct"
    return "turn_on" if looked.member else "invite"


def asker_alone_barred(reason: str, place: Place) -> bool:
    """Whether no more may be shown because of who asks, in a place where others read along: what the card shows is
    then for the others, and stays. Only the asker reads a direct message."""
    return (reason in UNSEEN or reason == OUTSIDE) and not _direct(place)


def standing(show: Show, place: Place) -> Show:
    """How much a posted message may show: a key and verdict for the asker alone may not stand where others read."""
    if show == "full":
        return show
    return "verdict_only" if show == "asker_only" and _direct(place) else "silent"


def _direct(place: Place) -> bool:
    return place.channel.startswith("D")


def trouble_view(looked: Looked) -> TroubleView:
    outcome = "lost" if looked.lost else looked.failed or "internal"
    # A wrong key is mended by typing, and who may not see a ticket is told the same as of one that there is not.
    reference = "" if outcome == "not_found" else looked.reference
    return TroubleView(outcome, reference, looked.ref.key, looked.ref.site)


def bare(verdict: Verdict) -> Verdict:
    """Key and decision, without a word of the ticket or about it."""
    return verdict.model_copy(
        update={"findings": (), "questions": (), "read": (), "looked_in": (), "not_seen": (), "error": None}
    )


def changes(before: Verdict, after: Verdict) -> tuple[tuple[Finding, ...], frozenset[str]]:
    """The gaps that were there before and are gone, and the codes of new ones. None are reported when rules, model,
    policy or receiver changed, because then the ticket may not have."""
    if _ruleset(before) != _ruleset(after):
        return (), frozenset()
    stood = {finding.code for finding in before.gaps}
    stands = {finding.code for finding in after.gaps}
    return tuple(gap for gap in before.gaps if gap.code not in stands), frozenset(stands - stood)


def same_ruleset(before: Verdict, after: Verdict) -> bool:
    """Whether two verdicts were made by the same rules, model and policy for the same receiver."""
    return _ruleset(before) == _ruleset(after)


def handle(kept: Kept) -> str:
    """What a card's buttons carry."""
    return f"v{kept.id}"


def verdict_id(carried: str) -> int | None:
    """The id in a card's handle; None for anything else."""
    return row_id("v", carried)


def row_id(kind: str, carried: str) -> int | None:
    """The id in a handle of this kind; None for anything else, and for numbers longer than any row's id."""
    number = carried.removeprefix(kind)
    own = carried.startswith(kind) and number.isascii() and number.isdigit() and len(number) <= DIGITS
    return int(number) if own else None


def _ruleset(verdict: Verdict) -> tuple[str, ...]:
    return verdict.rules_version, verdict.model_version, verdict.policy_hash, verdict.receiver
