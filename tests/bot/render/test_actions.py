"""A click brings back what its button was made of, or a refusal."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import actions
from bot.render.actions import Click, decode, encode, encode_option
from tests.bot.render.slack_limits import OURS

IDS = st.text(max_size=60)


@given(st.builds(Click, st.sampled_from(actions.VERBS), IDS, IDS, st.integers(0, 10**6), IDS))
def test_a_click_is_the_same_after_a_round_trip(click: Click) -> None:
    assert decode(click.action_id, encode(click)) == click


@given(st.sampled_from((*OURS, "other")), st.text(max_size=200) | st.from_regex(r"\{.*\}"))
def test_a_forged_value_is_refused_with_one_error(identifier: str, value: str) -> None:
    with contextlib.suppress(ValueError):
        decode(identifier, value)


@pytest.mark.parametrize("value", ["[]", "1", '{"handle": 1}', '{"code": []}', '{"page": "x"}', '{"thread": 1}', ""])
def test_a_value_of_another_shape_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode("handoff_why", value)


def test_an_action_of_another_app_is_refused() -> None:
    with pytest.raises(ValueError, match="not ours"):
        decode("somebody_elses", "{}")


def test_an_overflow_option_says_which_action_it_is() -> None:
    why = Click("why", "v7", "CTX101")
    assert decode(actions.MORE, encode_option(why)) == why


def test_what_does_not_fit_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="3"):
        encode(Click("recheck", "h" * 3000))


def test_a_value_from_a_later_release_is_still_read() -> None:
    assert decode("handoff_why", '{"handle":"v1","code":"CTX101","new":true}') == Click("why", "v1", "CTX101")
