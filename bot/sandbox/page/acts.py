"""What the page can do: one function per act, each carried out by the same code that tests use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.jira.server import SmallJira
from bot.sandbox.jira.tickets import STATUSES
from bot.sandbox.slack.delivery.transport import Answer
from bot.sandbox.slack.models import BOT_USER, Message
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.server import SmallSlack

Json = dict[str, Any]
Act = Callable[[SmallSlack, SmallJira, str, Json], Awaitable[Json]]

SILENT = "handoff did not answer in time. Its window says why; try again."


async def send(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    """The composer: a slash command or a message."""
    text, channel, thread = str(wanted["text"]).strip(), str(wanted["channel"]), wanted.get("thread")
    if text.startswith("/"):
        await slack.users.command(user, channel, text, thread=thread)
        return {}
    message = await slack.users.say(user, channel, text, thread=thread)
    return {"ts": message.ts}


async def click(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    """A button or field of a message, a modal or the Home tab."""
    action = {name: wanted.get(name) for name in ("block_id", "value", "values")}
    if wanted.get("view"):
        view = slack.workspace.view(str(wanted["view"]))
        if view is None or view.user != user:
            return {"error": "This view is closed."}
        return _told(await slack.users.click_in_view(user, view, str(wanted["action_id"]), **action))
    message = _seen(slack, str(wanted["channel"]), str(wanted["ts"]))
    return _told(await slack.users.click(user, message, str(wanted["action_id"]), **action))


async def shortcut(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    found = await slack.users.shortcut(user, str(wanted["channel"]), str(wanted["ts"]), str(wanted["callback_id"]))
    return _told(found)


async def global_shortcut(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    return _told(await slack.users.global_shortcut(user, str(wanted["callback_id"])))


async def submit(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    return {"errors": await slack.users.submit(user, wanted.get("values") or {})}


async def close(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    await slack.users.close(user)
    return {}


async def home(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    await slack.users.open_home(user, str(wanted.get("tab") or "home"))
    return {}


async def invite(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    await slack.users.invite(str(wanted["channel"]), BOT_USER, by=user)
    return {}


async def dismiss(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    message = slack.workspace.ephemeral(str(wanted["ts"]))
    if message is not None and message.viewer == user:
        slack.workspace.remove(message)
    return {}


async def delete(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    await slack.users.delete(user, str(wanted["channel"]), str(wanted["ts"]))
    return {}


async def edit_ticket(slack: SmallSlack, jira: SmallJira, user: str, wanted: Json) -> Json:
    """Jira's side: summary, description, criteria, status, and a comment."""
    by = slack.workspace.people[user].name
    by = by if by in jira.state.directory.accounts else "maija"
    key = str(wanted["key"])
    fields: dict[str, str] = {name: str(wanted[name]) for name in ("summary", "criteria") if name in wanted}
    if wanted.get("status") in STATUSES:
        fields["status"] = str(wanted["status"])
    jira.edit(key, by=by, description=str(wanted["description"]), **fields)
    if str(wanted.get("comment") or "").strip():
        jira.add_comment(key, str(wanted["comment"]), by=by)
    slack.workspace.changed()
    return {}


def _seen(slack: SmallSlack, channel: str, ts: str) -> Message:
    message = slack.workspace.find(channel, ts) or slack.workspace.ephemeral(ts)
    if message is None:
        raise Refusal("message_not_found")
    return message


def _told(answer: Answer) -> Json:
    return {} if answer.ok else {"error": SILENT}


ACTS: dict[str, Act] = {
    act.__name__: act
    for act in (send, click, shortcut, global_shortcut, submit, close, home, invite, dismiss, delete, edit_ticket)
}
