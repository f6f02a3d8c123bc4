"""What a digest asks Jira: the tickets of a query that changed, whatever the query."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.reading.jql import changed_jql, conditions_of
from bot.ports import Openness, Reach
from bot.slack.seeing.gate import Situation, decide

NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("jql", "conditions"),
    [
        ("project = PAY ORDER BY updated DESC", "project = PAY"),
        ('summary ~ "order by date" order  by rank', 'summary ~ "order by date"'),
        ("summary ~ 'order by' AND a = b", "summary ~ 'order by' AND a = b"),
        ("ORDER BY created", ""),
        ("project = PAY", "project = PAY"),
    ],
)
def test_conditions_are_a_query_without_its_order(jql: str, conditions: str) -> None:
    assert conditions_of(jql) == conditions


def test_what_changed_is_asked_for_in_minutes_before_now() -> None:
    asked = changed_jql("a = 1 OR b = 2 ORDER BY c", NOW - timedelta(days=7), NOW)
    assert asked == "(a = 1 OR b = 2) AND updated >= -10091m"


@given(st.text())
def test_any_query_has_conditions(jql: str) -> None:
    assert jql.startswith(conditions_of(jql)) or conditions_of(jql) == jql.strip() or conditions_of(jql) in jql


@given(
    st.sampled_from(get_args(Reach)),
    st.booleans(),
    st.booleans(),
)
def test_a_digest_names_what_a_watched_link_would_show(reach: Reach, mapped: bool, secured: bool) -> None:
    situation = Situation(reach, watching=True, mapped=mapped, secured=secured, asked=False)
    openness = Openness(reach, frozenset({"PAY"} if mapped else ()))
    assert openness.names("PAY", secured=secured) == (decide(situation).show == "full")
