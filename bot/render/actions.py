"""What a button or an overflow option carries: only ids, typed, and unchanged by a round trip.

A value is what a click sends back, perhaps years later and from anybody in the channel, so it holds no ticket text and
no permission: whoever handles the click looks up its handle and checks again what the clicker may see.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, get_args

Verb = Literal[
    "recheck",  # judge again and update the message that has the button
    "why",  # show the page of the gap's rule
    "share",  # show in the channel what only the asker was shown
    "answer",  # open the modal that closes a gap in the ticket
    "wrong",  # say that a gap is not one
    "accept",  # accept a gap: opens the modal that asks for the reason and the end
    "restore",  # put back the text from before an answer was written
    "keep_both",  # put back somebody else's words, with the answer added to them
    "undo",  # take back the last decision on a gap
    "ask",  # put the questions to the person who can answer
    "handed_off",  # record that the ticket was given to its receiver
    "not_handed_off",  # take that back, where somebody pressed by mistake
    "brief",  # make the hand-off brief
    "mute",  # be silent in this thread
    "unmute",  # speak in this thread again
    "jira_connect",  # open the modal that connects a Jira site for the workspace
    "jira_check",  # examine a connected site again
    "jira_disconnect",  # forget a connected site
    "jira_link",  # open the modal that connects a person's own Jira account
    "jira_unlink",  # forget it
    "settings",  # open the settings of a channel
    "csv",  # post the whole list behind a digest as a file in its thread
    "assess",  # post the assessment of a digest's tickets as a file in its thread
    "list",  # show a page of the whole list behind a digest or a summary
    "list_back",  # the same, for the button beside it: Slack wants the ids within a block to differ
]
"""What a click asks for. Messages outlive releases: a verb is never given another meaning."""

VERBS: tuple[Verb, ...] = get_args(Verb)
VALUE_LIMIT = 2000
"""Characters of a button's value (docs.slack.dev/reference/block-kit/block-elements/button-element)."""
OPTION_LIMIT = 150
"""Characters of an overflow option's value."""

LINK = "handoff_link"
"""The action id of every button that only opens a URL: Slack sends its click too, which only has to be acknowledged."""
MORE = "handoff_more"
"""The action id of a menu of actions. Its options' values are `<action id> <value>`."""


@dataclass(frozen=True, slots=True)
class Click:
    """What was, or can be, clicked. `handle` is the opaque id of the view that has the button."""

    verb: Verb
    handle: str
    code: str = ""
    """The rule of the gap that the click is about."""
    page: int = 0
    thread: str = ""
    """The thread that the click is about, where the button may be outside it."""

    @property
    def action_id(self) -> str:
        return f"handoff_{self.verb}"


def encode(click: Click) -> str:
    """The value of a button. Raises ValueError past Slack's limit, which ids and codes never reach."""
    fields = {"handle": click.handle, "code": click.code, "page": click.page, "thread": click.thread}
    return _fitting(json.dumps({name: value for name, value in fields.items() if value}), VALUE_LIMIT)


def encode_option(click: Click) -> str:
    """The value of an overflow option. Raises ValueError past Slack's limit."""
    return _fitting(f"{click.action_id} {encode(click)}", OPTION_LIMIT)


def decode(action_id: str, value: str) -> Click:
    """What was clicked. Raises ValueError for an id or a value that is not ours."""
    if action_id == MORE:
        action_id, _, value = value.partition(" ")
    verb = next((verb for verb in VERBS if action_id == f"handoff_{verb}"), None)
    if verb is None:
        raise ValueError("an action that is not ours")
    fields = json.loads(value)
    if not isinstance(fields, dict):
        raise ValueError("a value that is not ours")
    handle, code, thread = (fields.get(name, "") for name in ("handle", "code", "thread"))
    page = fields.get("page", 0)
    if not (isinstance(handle, str) and isinstance(code, str) and isinstance(thread, str) and isinstance(page, int)):
        raise ValueError("a value that is not ours")
    return Click(verb, handle, code, page, thread)


def _fitting(value: str, limit: int) -> str:
    if len(value) > limit:
        raise ValueError(f"a click's value of {len(value)} characters, where Slack takes {limit}")
    return value
