"""Lists the weekly digests that the bot itself paused because Slack refuses them for good: which channels miss theirs,
and what to do to get it again."""

from __future__ import annotations

from functools import partial

from bot.digest.values import DigestPlan
from bot.doctor.result import Result, skipped, warning
from bot.doctor.rows import examine_rows
from bot.settings import Settings
from bot.slack.sending.refusals import OUTCOMES
from bot.store import Store

ABOUT = "Paused digests"
MOST = 40
"""Most channels that are named."""
CLOSED = (
    "Check that the channel is not archived, that the bot is in it (/invite @handoff) and may post there; then have "
    "somebody type /handoff digest resume in it. If nobody wants it any more, there is nothing to do."
)
REFUSED = (
    "Fix what is reported about Slack above, if anything; then have somebody type /handoff digest resume in the channel, and "
    "/handoff digest now to see whether Slack accepts it."
)


async def examine(settings: Settings) -> list[Result]:
    """Nothing where none is paused. Digests that people paused are as they want them."""
    return await examine_rows(settings, ABOUT, partial(_stopped, many=settings.many_workspaces))


async def _stopped(store: Store, *, many: bool) -> list[Result]:
    plans = await store.digests.stopped()
    found = [_told(plan, many=many) for plan in plans[:MOST]]
    if len(plans) > MOST:
        found.append(skipped(ABOUT, f"{len(plans) - MOST} more are not named."))
    return found


def _told(plan: DigestPlan, *, many: bool) -> Result:
    where = f" of workspace {plan.workspace}" if many else ""
    closed = OUTCOMES.get(plan.stopped or "") == "channel_closed"
    why = "Slack no longer lets the bot post there" if closed else "Slack refused it"
    says = f"is paused: {why} ({plan.stopped})."
    return warning(f"Digest of channel {plan.channel}{where}", says, CLOSED if closed else REFUSED)
