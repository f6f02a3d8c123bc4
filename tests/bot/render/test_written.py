"""What a ticket holds of what was said in Slack."""

import pytest

from bot.render.words import languages, words
from bot.render.written import heading_for, is_lead, thread_title, told_by
from checks.catalogue import rules


def test_an_answer_says_whose_words_it_is() -> None:
    assert told_by("204.", "Maija") == "Maija answers in Slack:\n\n204."


def test_a_reply_names_both_who_wrote_it_and_who_passed_it_on() -> None:
    assert told_by("204.", "Maija", "Ann") == "Ann in Slack, passed on by Maija:\n\n204."


def test_whom_slack_does_not_name_is_somebody() -> None:
    assert told_by("204.", "", "") == "Somebody in Slack, passed on by Somebody:\n\n204."


def test_an_answer_goes_under_the_heading_of_its_rules_group_in_every_language() -> None:
    assert {heading_for(rule.code) for rule in rules()} == {"Context", "Contracts", "Done when", "Notes"}
    assert all(heading_for(rule.code, language) for rule in rules() for language in languages())


def test_a_link_to_the_thread_says_no_more_than_the_key() -> None:
    assert thread_title("PAY-12") == words()("note.thread", key="PAY-12") == "Slack thread about PAY-12"


@pytest.mark.parametrize("language", languages())
def test_an_answer_is_known_again_in_each_language_that_the_bot_writes_in(language: str) -> None:
    for who, author in (("Ann (QA): lead", None), ("", None), ("Ann", "Bo {who}"), ("", "Ann")):
        assert is_lead(told_by("Yes.", who, author, language).partition("\n")[0])
    assert not is_lead("Maija answers:")
    assert not is_lead(words(language).template("note.passed_on").format(author="", who="Ann"))
