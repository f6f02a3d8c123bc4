"""Any view whatever, for property tests, beside the examples that read like real ones."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.views import CardView
from checks.language.contract import Contract
from checks.verdict import Dimension, Dimensions, Finding, Quote, Verdict, Waived
from tools.examples import ADVICE, DONE, FAILURE, NOT_READY, SHAPE, finding, verdict, view

__all__ = [
    "ADVICE",
    "DONE",
    "FAILURE",
    "HOSTILE",
    "NOT_READY",
    "SHAPE",
    "finding",
    "texts",
    "verdict",
    "verdicts",
    "view",
    "views",
    "views_with",
]

HOSTILE = (
    "<!channel> <@U012AB3CD> <http://evil.example|Jira> @here *bold* _it_ ~s~ `code` https://evil.example/x "
    "\u202eesrever\u202c zero\u200bwidth &amp; <!date^0^{date}|x> :rotating_light: {key} \ud800"
)
texts = st.one_of(
    st.text(max_size=60),
    st.just(HOSTILE),
    st.text(alphabet="<>&|!@#*_~`:/ \n\u202e\u200b\x00\ud800", max_size=80),
    st.integers(1, 40).map(lambda times: HOSTILE * times),
    st.integers(1, 9000).map(lambda times: "&" * times),
)
codes = st.sampled_from(["CTX101", "CTX103", "CON201", "CON202", "CON209", "DOD301", "DOD302", "HYG401"])


def _finding(draw: st.DrawFn) -> Finding:
    return Finding(
        code=draw(codes),
        name=draw(st.sampled_from(["missing-problem", "missing-shape", "untestable-outcome"])),
        outcome=draw(st.sampled_from(["gap", "gap", "met", "cannot_tell", "not_applicable"])),
        severity=draw(st.sampled_from(["blocker", "major", "advice"])),
        message=draw(texts),
        evidence=tuple(Quote(quote=draw(texts), where=draw(texts)) for _ in range(draw(st.integers(0, 3)))),
        remedy=draw(st.none() | texts),
        template=draw(st.none() | texts),
        question=draw(st.none() | texts),
        waived=draw(st.none() | st.just(Waived(by="U1", reason=HOSTILE, until="2027-01-31"))),
    )


findings = st.composite(_finding)()
states = st.sampled_from(["met", "gaps", "cannot_tell", "not_applicable"]).map(lambda state: Dimension(state=state))


def verdicts_with(most: int) -> st.SearchStrategy[Verdict]:
    """Verdicts of at most so many findings; what surfaces of many tickets need is few."""
    return st.builds(
        lambda **values: Verdict(rules_version="1", model_version="1", policy="default", policy_hash="0", **values),
        key=st.just("PAY-12") | texts,
        url=st.sampled_from(
            [None, "https://jira.example/browse/PAY-12", "javascript:alert(1)", "https://x.example/|<!here>"]
        ),
        receiver=st.sampled_from(["contractor", "teammate", "agent"]),
        kind=st.just("feature"),
        verdict=st.sampled_from(["ready", "questions", "not_ready", "undetermined"]),
        readiness=st.floats(0, 1),
        dimensions=st.builds(Dimensions, context=states, contracts=states, done=states),
        findings=st.lists(findings, max_size=most).map(tuple),
        questions=st.lists(texts, max_size=3).map(tuple),
        read=st.lists(st.builds(Contract, kind=st.just("endpoint"), name=texts, detail=texts), max_size=most).map(
            tuple
        ),
        looked_in=st.lists(texts, max_size=most).map(tuple),
        not_seen=st.lists(texts, max_size=most).map(tuple),
    )


def views_with(most: int) -> st.SearchStrategy[CardView]:
    return st.builds(
        CardView,
        verdict=verdicts_with(most),
        title=texts,
        show=st.sampled_from(["full", "full", "full", "verdict_only", "asker_only", "silent"]),
        handle=st.just("c-1042"),
        judged_at=st.none() | st.just(datetime(2026, 11, 25, 18, 4, tzinfo=UTC)),
        closed=st.lists(findings, max_size=most).map(tuple),
        opened=st.frozensets(codes),
        done=st.booleans(),
        follow=st.booleans(),
        share=st.sampled_from(["none", "button", "invite"]),
        offers=st.frozensets(
            st.sampled_from(["answer", "wrong", "accept", "undo", "ask", "handed_off", "brief", "mute"])
        ),
        condensed=st.booleans(),
    )


verdicts, views = verdicts_with(2), views_with(2)
