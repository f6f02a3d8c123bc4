"""What is kept, why, for how long, and which columns are about people or hold words.

Export, deletion and retention work by it; docs/reference/data.md is generated from it, and a test compares it with
the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Erasure = Literal["row", "empty", "null"]
"""What becomes of a row when the person in that column is deleted: the row goes, or the column is emptied."""
RETENTION = "HANDOFF_KEEP_DAYS"
SETTING = "until it is changed or its channel is deleted"


@dataclass(frozen=True, slots=True)
class Held:
    why: str
    until: str
    people: Mapping[str, Erasure] = field(default_factory=dict)
    """Columns with a Slack user id."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Columns with words that a ticket or a person chose, and what they are."""
    age: str = ""
    """The moment or day from which retention counts; empty where the row goes with another, or is a setting."""


HELD: Mapping[str, Held] = {
    "channels": Held(
        "what a channel agreed to: who is answered, which projects may be discussed",
        SETTING,
        {"inviter": "null", "changed_by": "empty"},
    ),
    "verdicts": Held(
        "what was said about a ticket, to draw its card again and to compare digests",
        f"{RETENTION}, longer while a card or digest shows it",
        {"asker": "empty"},
        {
            "title": "the ticket's summary, 300 characters at most",
            "verdict": "quotes of the ticket, 240 characters at most each, and who wrote a quoted comment; reasons of "
            "waivers, with whose they are",
        },
    ),
    "cards": Held("which message shows which ticket", "as its post", {"asker": "null"}),
    "posts": Held("which messages the bot posted, so that each exists once", RETENTION, age="intent_at"),
    "summaries": Held("which tickets a summary lists", "as its post", {"asker": "null"}),
    "summary_tickets": Held("what a summary says about each of its tickets, to keep it current", "as its post"),
    "reactions": Held(
        "which messages have the bot's reaction for a ready ticket, so that it goes when the ticket slips",
        "as the verdict it stands for",
    ),
    "digests": Held(
        "when a channel's digest is due, and of what",
        SETTING,
        {"set_by": "empty"},
        {"jql": "the query that a person typed"},
    ),
    "digest_runs": Held("which digests were made", RETENTION, age="local_date"),
    "digest_work": Held("tickets that a digest has yet to read", "as its digest; most often minutes"),
    "digest_tickets": Held("what a digest showed, to compare the next with", "as its digest"),
    "notices": Held("what an admin was told, so that it is not said twice", RETENTION, age="told_at"),
    "judgements": Held(
        "what people said about a gap: that it is not one, or is fine as it is",
        f"{RETENTION} after its last day",
        {"user": "empty"},
        {"reason": "why, as the person typed it, 500 characters at most"},
        "until",
    ),
    "demotions": Held("rules that only advise in a project since people called them wrong", SETTING),
    "mutes": Held("where, and about whom, the bot keeps silent", SETTING, {"user": "empty", "subject": "row"}),
    "drafts": Held(
        "what a person has typed in a modal that is still open, and the way back from what was written",
        "a day, sealed; emptied once it is used",
        {"user": "row", "author": "row"},
        {"text": "what they typed, or what was in the ticket before; sealed"},
        "at",
    ),
    "asks": Held(
        "which question was asked of whom and where, so that nobody is asked twice or reminded more than once",
        RETENTION,
        {"person": "row"},
        age="asked_at",
    ),
    "handoffs": Held(
        "tickets that were handed off, and what became of them",
        RETENTION,
        {"user": "empty", "given_to": "null"},
        age="at",
    ),
    "stirs": Held("tickets that changed and are given a moment to come to rest", "minutes", age="since"),
    "written": Held("our one comment in Jira, to edit it instead of adding another", "as the ticket's last verdict"),
    "audits": Held(
        "who changed settings, waived gaps, wrote to Jira, exported or deleted data",
        RETENTION,
        {"user": "empty"},
        age="at",
    ),
    "installations": Held(
        "the workspaces the bot was installed in by OAuth: its own ids there, its tokens, who installed it",
        "until the bot is uninstalled there",
        {"user": "empty"},
        {
            "token": "the bot's token; sealed, and in no export",  # nosec B105 - words, no token
            "refresh": "what the next token is got with; sealed, and in no export",
        },
    ),
    "jira_connections": Held(
        "the Jira sites that the workspace's admins connected, and by whom",
        "until it is disconnected",
        {"user": "empty"},
        {
            "url": "the site's address",
            "email": "of the account that an API token is of",
            "hook": "the secret end of the webhook's address; sealed, and in no export",
            "token": "what the bot reads Jira with; sealed, and in no export",  # nosec B105 - words, no token
            "refresh": "what the next token is got with; sealed, and in no export",
        },
    ),
    "jira_people": Held(
        "the Jira accounts that people connected, so that they write there as themselves",
        "until it is disconnected",
        {"person": "row"},
        {
            "account": "Jira's id of the account",
            "name": "what Jira calls the person",
            "token": "what is read and written with in their name; sealed, and in no export",  # nosec B105 - words, no token
            "refresh": "what the next token is got with; sealed, and in no export",
        },
    ),
    "attempts": Held(
        "installations, and connections to Jira, that somebody is making",
        "ten minutes, sealed",
        {"user": "row"},
        {"held": "what is connected with, until it is; sealed, and in no export"},
    ),
}
