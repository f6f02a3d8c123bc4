"""The card says the verdict in words, fits into Slack for any ticket, and lets no ticket mention, link or format."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings

from bot.render.actions import MORE, Click, decode
from bot.render.card.card import card
from bot.views import CardView
from checks.verdict import Waived
from tests.bot.render.samples import ADVICE, DONE, FAILURE, HOSTILE, SHAPE, verdict, view, views_with
from tests.bot.render.slack_limits import assert_fits, shown, walk


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(views_with(14))
def test_any_ticket_stays_within_slacks_limits_and_is_read_as_plain_words(any_view: CardView) -> None:
    assert_fits(card(any_view))


def test_the_longest_ticket_stays_within_slacks_limits() -> None:
    gaps = [SHAPE.model_copy(update={"message": HOSTILE * 50, "remedy": HOSTILE * 50}) for _ in range(60)]
    assert_fits(card(view(verdict("not_ready", *gaps, questions=(HOSTILE * 50,) * 3))))


def test_the_verdict_is_a_sentence_with_the_key_as_its_link() -> None:
    drawn = card(view())
    assert drawn.text.startswith("PAY-12 is not ready for a contractor: 3 gaps.\n")
    assert [part["url"] for part in walk(drawn.blocks[0]) if part.get("type") == "link"] == [
        "https://acme.atlassian.net/browse/PAY-12"
    ]


def test_the_three_dimensions_stand_at_a_glance_in_words() -> None:
    assert "Context: met · Contracts: 2 gaps · Done: 1 gap" in shown(card(view()))


def test_a_gap_has_the_tickets_words_and_the_edit_that_closes_it() -> None:
    words = shown(card(view()))
    assert "“add POST /refunds” (description)" in words
    assert "Add the request and response fields with types, or one example of each." in words


def test_who_hears_the_card_hears_how_much_each_gap_weighs_too() -> None:
    """A screen reader says the text, not the blocks."""
    given = verdict("not_ready", DONE, SHAPE)
    drawn = card(view(given))
    assert {gap.severity for gap in given.weighty_gaps} == {"blocker", "major"}
    for number, gap in enumerate(given.weighty_gaps, 1):
        weight = {"blocker": "Stops the work", "major": "To answer first"}[gap.severity]
        assert f"{number}. {weight}: {gap.message}" in drawn.text
        assert f"{number}. {weight}: " in shown(drawn)


def test_who_hears_the_card_hears_the_tickets_own_words_at_the_first_gap_that_rests_on_them() -> None:
    same = FAILURE.model_copy(update={"evidence": SHAPE.evidence})
    heard = card(view(verdict("questions", SHAPE, same))).text
    assert heard.count(f"“{SHAPE.evidence[0].quote}” ({SHAPE.evidence[0].where})") == 1
    assert heard.index(SHAPE.message) < heard.index(SHAPE.evidence[0].quote) < heard.index(SHAPE.remedy or "?")


def test_two_cards_in_a_thread_have_no_two_buttons_that_are_heard_alike() -> None:
    offers = frozenset({"ask", "handed_off", "brief"})
    heard = [
        part.get("accessibility_label", part["text"]["text"])
        for key in ("PAY-12", "PAY-13")
        for part in walk(card(view(verdict("ready", key=key), offers=offers, share="button")).blocks)
        if part.get("type") == "button"
    ]
    assert len(heard) == len(set(heard)) == 10


def test_a_gap_that_stands_offers_nothing_to_take_back() -> None:
    drawn = card(view(handle="v1", offers=frozenset({"answer", "wrong", "accept", "undo"})))
    *menus, _ = [part["options"] for part in walk(drawn.blocks) if part.get("type") == "overflow"]
    assert len(menus) == 3
    assert "Undo" not in shown(drawn)
    assert all([one["text"]["text"] for one in menu] == ["This gap is wrong", "Accept this gap"] for menu in menus)


def test_a_sentence_is_quoted_at_the_first_gap_that_rests_on_it_and_not_again() -> None:
    same = FAILURE.model_copy(update={"evidence": SHAPE.evidence})
    words = shown(card(view(verdict("questions", SHAPE, same, DONE))))
    assert words.count(SHAPE.evidence[0].quote) == 1
    assert same.message in words


def test_every_gap_can_be_asked_why() -> None:
    whys = [part["value"] for part in walk(card(view()).blocks) if part.get("action_id") == "handoff_why"]
    assert [code for value in whys for code in ("CON202", "CON203", "DOD302") if code in value] == [
        "CON202",
        "DOD302",
        "CON203",
    ]


def test_suggestions_are_one_line() -> None:
    assert "1 suggestion, not required: missing edge case." in card(view()).text


def test_a_suggestion_is_only_named_and_its_page_is_in_the_cards_menu() -> None:
    waived = Waived(by="slack:U1", reason="Same as v1", until="2027-01-31")
    other = ADVICE.model_copy(update={"code": "DOD305", "name": "missing-rollout"})
    drawn = card(view(verdict("ready", SHAPE.model_copy(update={"waived": waived}), ADVICE, other), handle="v1"))
    [menu] = [part for part in walk(drawn.blocks) if part.get("action_id") == MORE]
    assert [decode(MORE, option["value"]) for option in menu["options"]] == [
        Click("why", "v1", ADVICE.code),
        Click("why", "v1", "DOD305"),
    ]
    assert [option["text"]["text"] for option in menu["options"]] == ["Why missing edge case?", "Why missing rollout?"]


def test_a_card_in_two_lines_names_no_suggestion_and_has_no_page_of_one() -> None:
    assert MORE not in str(card(view(verdict("ready", ADVICE), condensed=True)).blocks)


def test_text_alone_says_what_is_missing_and_what_to_do() -> None:
    text = card(view()).text
    for said in (SHAPE.message, SHAPE.remedy, FAILURE.question, "Could not see: attachment spec.pdf."):
        assert said and said in text


def test_what_closed_is_struck_through_and_said_and_what_is_new_is_marked() -> None:
    drawn = card(view(verdict("questions", DONE), closed=(SHAPE,), opened=frozenset({"DOD302"})))
    struck = [part["text"] for part in walk(drawn.blocks) if part.get("style") == {"strike": True}]
    assert struck == [SHAPE.message]
    assert "Closed: " in shown(drawn) and f"Closed: {SHAPE.message}" in drawn.text
    assert "New: " in shown(drawn) and f"New: {DONE.message}" in drawn.text


def test_a_ready_ticket_is_short() -> None:
    drawn = card(view(verdict("ready", ADVICE)))
    assert drawn.text.startswith("PAY-12 is ready for a contractor.")
    assert len(drawn.blocks) <= 5


def test_a_verdict_that_cannot_be_told_says_why() -> None:
    unclear = SHAPE.model_copy(
        update={"outcome": "cannot_tell", "message": "The description is in a language I cannot read."}
    )
    text = card(view(verdict("undetermined", unclear))).text
    assert "I cannot tell whether PAY-12 is ready for a contractor." in text
    assert "Could not tell: The description is in a language I cannot read." in text


def test_a_verdict_that_i_cannot_give_is_left_to_a_person_and_speaks_against_nobody() -> None:
    unclear = SHAPE.model_copy(update={"outcome": "cannot_tell"})
    left = "A person has to read this one. “Cannot tell” counts neither for nor against the ticket."
    assert left in card(view(verdict("undetermined", unclear))).text
    assert left not in card(view(verdict("questions", unclear, FAILURE))).text


def test_a_reason_that_stopped_several_rules_is_said_once() -> None:
    unclear = [one.model_copy(update={"outcome": "cannot_tell", "message": "No language."}) for one in (SHAPE, DONE)]
    assert card(view(verdict("undetermined", *unclear))).text.count("Could not tell: No language.") == 1


def test_contracts_that_were_read_are_named_with_what_they_are() -> None:
    read = ({"kind": "endpoint", "name": "POST /refunds"}, {"kind": "status", "name": "422"})
    assert "Contracts I read: POST /refunds, status 422." in card(view(verdict("ready", read=read))).text


def test_what_a_ticket_names_without_a_promise_is_not_told_as_a_contract_beside_contracts_that_are_not_needed() -> None:
    states = {"context": {"state": "met"}, "contracts": {"state": "not_applicable"}, "done": {"state": "met"}}
    judged = verdict("ready", read=({"kind": "command", "name": "npm run shop"},), dimensions=states)
    text = card(view(judged)).text
    assert "Contracts: not needed" in text and "Contracts I read" not in text
    assert "Named, with nothing to agree on: command npm run shop." in text


def test_where_only_the_verdict_may_be_shown_nothing_else_is() -> None:
    for show in ("verdict_only", "asker_only"):
        drawn = card(view(verdict("not_ready", url=None), title="", show=show, follow=False))
        assert shown(drawn) == "PAY-12 is not ready for a contractor.\nOnly the verdict can be shown here."


def test_a_card_that_may_no_longer_be_shown_keeps_its_key_alone_and_can_be_asked_again() -> None:
    drawn = card(view(verdict("not_ready", url=None), title="", show="silent", handle="v7"))
    assert drawn.text.startswith("PAY-12 may no longer be shown here.")
    assert "ready" not in drawn.text and "contractor" not in shown(drawn)
    [button] = [part for part in walk(drawn.blocks) if part.get("type") == "button"]
    assert button["action_id"] == "handoff_recheck"


def test_a_cut_card_can_be_judged_again_from_where_it_stands() -> None:
    cut = card(view(verdict("not_ready", url=None), title="", show="verdict_only", handle="v7"))
    [button] = [part for part in walk(cut.blocks) if part.get("type") == "button"]
    assert button["action_id"] == "handoff_recheck"
    copied = card(view(verdict("not_ready", url=None), title="", show="verdict_only", follow=False))
    assert not [part for part in walk(copied.blocks) if part.get("type") == "button"]


def test_a_done_ticket_is_said_to_be_done() -> None:
    drawn = card(view(done=True))
    assert drawn.text.startswith("PAY-12 is already done, so there is nothing to hand off.")
    assert "As it is written: PAY-12 is not ready" in drawn.text


def test_the_condensed_card_keeps_the_verdict_and_the_first_edit() -> None:
    drawn = card(view(condensed=True))
    assert len(drawn.blocks) == 3
    assert SHAPE.remedy and SHAPE.remedy in drawn.text


def test_an_accepted_gap_stays_visible_with_its_reason() -> None:
    waived = SHAPE.model_copy(update={"waived": Waived(by="U1", reason="Same as v1", until="2027-01-31")})
    assert "Accepted until 2027-01-31: missing shape. Reason: Same as v1" in card(view(verdict("ready", waived))).text


def test_a_gap_that_somebody_called_wrong_is_not_said_to_be_accepted() -> None:
    said = Waived(by="slack:U1", reason="Said to be wrong.", until="2027-01-31", wrong=True)
    text = card(view(verdict("ready", SHAPE.model_copy(update={"waived": said})))).text
    assert "Called wrong, so it does not count until 2027-01-31: missing shape." in text
    assert "Accepted" not in text


def test_the_asker_alone_can_share_it() -> None:
    shared = [part for part in walk(card(view(share="button")).blocks) if part.get("action_id") == "handoff_share"]
    assert shared[0]["text"]["text"] == "Share in channel"


def test_where_the_bot_is_no_member_it_says_how_to_invite_it_or_shares_a_copy() -> None:
    drawn = card(view(share="invite"))
    assert "/invite @handoff" in drawn.text
    assert "Share a copy" in shown(drawn)


def test_a_copy_says_that_it_is_not_followed_and_offers_no_recheck() -> None:
    drawn = card(view(follow=False))
    assert "This copy does not update. Ask again with /handoff PAY-12." in drawn.text
    assert "Re-check" not in shown(drawn)


def test_the_card_says_when_it_was_checked() -> None:
    moment = datetime(2026, 11, 25, 18, 4, tzinfo=UTC)
    assert "Checked 2026-11-25 18:04 UTC." in card(view(judged_at=moment)).text


def test_further_actions_are_drawn_where_they_are_offered() -> None:
    offers = frozenset({"answer", "wrong", "accept", "ask", "brief"})
    drawn = card(view(offers=offers))
    ids = {part.get("action_id") for part in walk(drawn.blocks)}
    assert {"handoff_answer", "handoff_more", "handoff_ask", "handoff_brief"} <= ids
    assert_fits(drawn)
