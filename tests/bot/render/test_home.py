"""App Home shows what waits for a person first, then what they asked about, and always the help."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.connecting.views import JiraHomeView, SiteView
from bot.conversation.views import HomeView
from bot.render.home import home
from tests.bot.render.samples import FAILURE, verdict, view, views
from tests.bot.render.slack_limits import assert_blocks, walk


def words_of(shown: HomeView) -> list[str]:
    return [part["text"] for part in walk(home(shown)["blocks"]) if isinstance(part.get("text"), str)]


def test_a_newcomer_sees_the_help() -> None:
    assert home(HomeView())["blocks"][0]["type"] == "header"
    assert any("/handoff PAY-12" in words for words in words_of(HomeView()))


@pytest.mark.parametrize(
    ("state", "first"), [("connected", "help"), ("given", "help"), ("refused", "jira"), (None, "jira")]
)
def test_a_newcomer_sees_what_the_bot_is_before_a_jira_that_works_and_after_one_that_is_needed(
    state: Any, first: str
) -> None:
    sites = (SiteView("T1:a", "a.example", state),) if state else ()
    words = words_of(HomeView(jira=JiraHomeView(sites)))
    assert (words.index("Ask") < words.index("Jira")) == (first == "help")


def test_what_waits_comes_with_its_question() -> None:
    waiting = view(verdict("questions", FAILURE))
    words = words_of(HomeView(waiting=(waiting,), channels=("C1",)))
    assert words.index("Waiting for your answer") < words.index(f" Refund by API: nearly ready. {FAILURE.question}")


@pytest.mark.parametrize("lists", [{}, {"waiting": (view(verdict("questions", FAILURE)),)}, {"channels": ("C1",)}])
def test_silence_can_be_asked_for_and_taken_back_whatever_is_listed(lists: dict[str, Any]) -> None:
    for muted, verb in ((False, "handoff_mute"), (True, "handoff_unmute")):
        shown = home(HomeView(muted=muted, **lists))["blocks"]
        pressed = [part["action_id"] for part in walk(shown) if "mute" in str(part.get("action_id", ""))]
        assert pressed == [verb]
        assert_blocks(shown, "home")


def test_of_several_sites_each_button_says_aloud_which_it_is_for() -> None:
    mine = SiteView("T1:a", "a.example", "connected", "Maija", managed=True)
    other = SiteView("T1:b", "b.example", "connected", managed=True)
    shown = home(HomeView(jira=JiraHomeView((mine, other), linkable=frozenset({"T1:b"}))))["blocks"]
    spoken = [part["accessibility_label"] for part in walk(shown) if "handoff_jira_" in str(part.get("action_id"))]
    for label in spoken:
        assert label.endswith((": a.example", ": b.example"))
    assert len(set(spoken)) == len(spoken) == 6
    assert_blocks(shown, "home")


@settings(max_examples=25, deadline=None)
@given(st.lists(views, max_size=14).map(tuple), st.booleans())
def test_any_tickets_fit(cards: tuple, muted: bool) -> None:  # type: ignore[type-arg]
    shown = HomeView(waiting=cards, asked=cards, channels=tuple(f"C{number}" for number in range(30)), muted=muted)
    assert_blocks(home(shown)["blocks"], "home")


def test_a_check_that_people_call_wrong_is_named_by_its_title() -> None:
    words = words_of(HomeView(channels=("C1",), rates=(("CON202", 2, 3), ("XXX999", 1, 1))))
    assert "missing shape: on 2 of 3 tickets that showed the gap" in words
    assert not any("CON202" in each for each in words)
    assert "XXX999: on 1 of 1 ticket that showed the gap" in words, "a rule that is no more has no title left"
