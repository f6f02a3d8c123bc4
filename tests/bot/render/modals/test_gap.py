"""Answering or accepting a gap: the modal shows the gap, and its submission carries ids and the person's words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from bot.render.modals.gap import accept_modal, accepted, again_modal, answer_modal, answered, change_modal, unfilled
from bot.render.modals.talk import told
from bot.views import ChangeView, GapView
from tests.bot.render.samples import HOSTILE, SHAPE, texts
from tests.bot.render.slack_limits import assert_blocks, walk

GAP = GapView("v7", "PAY-12", SHAPE.model_copy(update={"template": "Request:\n- amount (integer):"}))


def test_the_answer_starts_from_the_template() -> None:
    view = answer_modal(GAP).view
    assert_blocks(view["blocks"], "modal")
    inputs = [part for part in walk(view) if part.get("type") == "plain_text_input"]
    assert [part["initial_value"] for part in inputs] == ["Request:\n- amount (integer):"]
    assert json.loads(view["private_metadata"]) == {"handle": "v7", "code": "CON202"}
    assert view["title"]["text"] == "Answer PAY-12"


def test_what_was_typed_comes_back() -> None:
    values = {"answer": {"value": {"value": " It takes an amount. "}}}
    assert answered({"state": {"values": values}}) == "It takes an amount."
    values = {"reason": {"value": {"value": "as v1"}}, "until": {"value": {"selected_date": "2027-01-31"}}}
    assert accepted({"state": {"values": values}}) == ("as v1", "2027-01-31")
    assert accepted({}) == ("", None)


@pytest.mark.parametrize(
    ("language", "few", "many"),
    [
        (
            "en",
            "Still blank: ‹role›. Replace them with your own words",
            "4 blanks are not filled yet, the first is ‹a›.",
        ),
        ("fi", "Vielä täyttämättä: ‹role›.", "4 kohtaa on vielä täyttämättä, ensimmäisenä ‹a›."),
    ],
)
def test_what_is_still_blank_is_named_with_what_to_do(language: str, few: str, many: str) -> None:
    assert unfilled(["‹role›"], language).startswith(few)
    assert unfilled(["‹a›", "‹b›", "‹c›", "‹d›"], language).startswith(many)


def test_a_change_is_shown_before_and_after() -> None:
    view = change_modal(
        ChangeView("v7", "CON202", "description", "add POST /refunds", "add POST /refunds\n\nTakes …")
    ).view
    assert_blocks(view["blocks"], "modal")
    words = [part.get("text") for part in walk(view)]
    assert "add POST /refunds" in words and "add POST /refunds\n\nTakes …" in words


def test_somebody_elses_edit_is_said() -> None:
    view = change_modal(ChangeView("v7", "CON202", "description", "a", "b", conflict=True)).view
    assert "Somebody else changed this part" in view["blocks"][1]["text"]["text"]


def test_a_field_that_jira_objects_to_is_named_without_mention_or_link() -> None:
    name = "<!channel> https://evil.example *Team*"
    again = again_modal("d7", "CON202", "refused_named", "My words.", fields=name).view
    assert_blocks(again["blocks"], "modal")
    [sentence] = [part for part in walk(again) if name in str(part.get("text"))]
    assert sentence["type"] == "text" and "style" not in sentence
    spoken = told("refused_named", fields=name).text
    assert "<!channel>" not in spoken and "https://" not in spoken


def test_accepting_asks_why_and_until_when() -> None:
    view = accept_modal(GAP).view
    assert_blocks(view["blocks"], "modal")
    assert [block["block_id"] for block in view["blocks"] if block["type"] == "input"] == ["reason", "until"]


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_any_gap_and_any_change_fit(words: str, more: str) -> None:
    gap = SHAPE.model_copy(update={"message": words, "question": more, "remedy": words, "template": more})
    for modal in (answer_modal(GapView("v", HOSTILE, gap)), accept_modal(GapView("v", words, gap))):
        assert_blocks(modal.view["blocks"], "modal")
        assert len(modal.view["title"]["text"]) <= 24
    assert_blocks(change_modal(ChangeView("v", "CON202", "criteria", words, more)).view["blocks"], "modal")
