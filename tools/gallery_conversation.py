"""What the bot says and shows around a card: acts and their way back, and the modals of an answer."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.message import Message, Modal
from bot.ports import HandedOff
from bot.render.acted import acted, copyable
from bot.render.actions import Click
from bot.render.blocks import message, section
from bot.render.card.ask import ask
from bot.render.card.card import card
from bot.render.headline import headline
from bot.render.modals.talk import (
    both_modal,
    failed_modal,
    hand_modal,
    look_modal,
    reply_modal,
    shown_modal,
    told,
    told_modal,
)
from bot.render.note import note
from bot.render.words import words
from bot.render.written import thread_title, told_by
from bot.views import AskView
from tools.examples import DONE, NOT_READY, verdict, view

VALUES = {"name": "missing shape", "key": "PAY-12", "until": "2026-12-31", "where": "description", "fields": "Team"}
BRIEF = (
    "# PAY-12 Let support cancel a pending payment\n\n## Why it is wanted\n\n- Support cannot stop it. (description)"
)


WHEN = {
    "landed": "An answer was written into the ticket; to whoever wrote it.",
    "still_open": "An answer was written, and its gap stands all the same; to whoever wrote it.",
    "met": "Two people wrote at once, and the modal that says so was closed.",
}


def conversation() -> tuple[tuple[str, str, Message | Modal], ...]:
    """Title, what triggers it, and how it looks."""
    return (*_acted(), *_modals(), *_elsewhere())


def _elsewhere() -> tuple[tuple[str, str, Message | Modal], ...]:
    """Sentences in places that are not the bot's own: tickets, a workflow's history, and the space below a link."""
    say = words()
    wrong = [(key.removeprefix("step."), say(key)) for key in say.texts if key.startswith("step.")]
    below = headline(NOT_READY, say)
    return (
        (
            "Below a link",
            "A link in a channel that talks about the project (`--unfurl`).",
            message(below, section(below)),
        ),
        *((f"Written into a ticket: {name}", when, message(said, section(said))) for name, when, said in _written()),
        *((f"Step ended: {name.replace('_', ' ')}", "", message(said, section(said))) for name, said in wrong),
    )


def _written() -> tuple[tuple[str, str, str], ...]:
    """What is written to Jira, as plain text."""
    answer = "It takes an amount in cents."
    return (
        ("the card's comment", "Where a project allows the comment; it is kept current.", note(NOT_READY)),
        ("an answer", "As a comment, where the bot's own account writes.", told_by(answer, "Maija Virtanen")),
        ("a reply", "“Take as the answer”, by somebody else.", told_by(answer, "Maija Virtanen", "Ann Lee")),
        ("a link", "Where a project allows the link to the thread.", thread_title("PAY-12")),
    )


def _acted() -> tuple[tuple[str, str, Message | Modal], ...]:
    backs = {
        "wrong": (Click("undo", "v7", "CON202"),),
        "muted": (Click("unmute", "v7"),),
        "muted_already": (Click("unmute", "v7"),),
        "landed": (Click("restore", "d7"),),
        "still_open": (Click("accept", "v7", "CON202"), Click("wrong", "v7", "CON202")),
        "met": (Click("restore", "d7"), Click("keep_both", "d7")),
        "edited_since": (Click("restore", "d7"),),
    }
    names = [key.removeprefix("acted.") for key in words().texts if key.startswith("acted.")]
    given = HandedOff(datetime(2026, 11, 24, 8, tzinfo=UTC), "U2", asked=True)
    return (
        ("Card: handed off", "*Handed off*, and then somebody asked.", card(view(handed=given))),
        (
            "Reminder",
            "Two working days without an answer, once.",
            ask(AskView("v7", NOT_READY, "Ann", "U024BE7LH", again=True)),
        ),
        *(
            (f"Done: {name.replace('_', ' ')}", WHEN.get(name, ""), acted(name, *backs.get(name, ()), **VALUES))
            for name in names
        ),
        ("Done: undone in the ticket", "*Undo* of an answer, below the card.", told("back_done", **VALUES)),
        (
            "Not done: the answer to copy",
            "Jira did not take the answer, and its modal was closed.",
            told("refused", typed="It takes an amount in cents."),
        ),
        ("Done: the brief to copy", "*Make the brief*, beside the file.", copyable(BRIEF)),
    )


def _modals() -> tuple[tuple[str, str, Message | Modal], ...]:
    words_told = [key.removeprefix("told.") for key in words().texts if key.startswith("told.")]
    other = verdict("questions", DONE, key="WEB-4")
    reply = reply_modal("d7", [("v7", NOT_READY)], "It takes an amount in cents.")
    return (
        ("Modal: reply as answer", "“Take as the answer” in a message's menu.", reply),
        (
            "Modal: reply as answer, two tickets",
            "The same in a thread with the cards of two tickets.",
            reply_modal("d7", [("v7", NOT_READY), ("v8", other)], "It takes an amount in cents."),
        ),
        (
            "Modal: a long reply as answer",
            "“Take as the answer” of a reply that no field holds.",
            reply_modal("d7", [("v8", other)], "It takes an amount in cents. " * 120),
        ),
        ("Modal: hand off", "*Handed off*.", hand_modal("d7", "PAY-12")),
        ("Modal: look at a ticket", "The global shortcut.", look_modal()),
        ("Modal: a ticket for one's own eyes", "The global shortcut named a ticket.", shown_modal(card(view()))),
        (
            "Modal: no ticket to look at",
            "Jira failed when the global shortcut named a ticket, or *Answer* was pressed.",
            failed_modal("unavailable"),
        ),
        (
            "Modal: both versions",
            "Two people wrote at once.",
            both_modal("d7", "description", "Their words.", "Our words."),
        ),
        *(
            (f"Modal: {name.replace('_', ' ')}", "", told_modal(name, **VALUES))
            for name in words_told
            if name != "overtaken"
        ),
    )
