"""What one person sees in the sandbox, as JSON for the page."""

from __future__ import annotations

from typing import Any

from bot.sandbox.jira.server import SmallJira
from bot.sandbox.jira.tickets import STATUSES, Issue
from bot.sandbox.slack.models import BOT_USER, Channel, Message, View
from bot.sandbox.slack.server import SmallSlack

Json = dict[str, Any]


def seen_by(user: str, slack: SmallSlack, jira: SmallJira) -> Json:
    """Everything the page draws for one person."""
    workspace = slack.workspace
    channels = [c for c in workspace.channels.values() if user in c.members]
    known = {channel.id for channel in channels}
    own = [m for m in workspace.ephemerals if m.viewer == user]
    stack = workspace.modals.get(user, [])
    home = workspace.homes.get(user)
    return {
        "revision": workspace.revision,
        "me": user,
        "bot": BOT_USER,
        "people": [_person(p.id, slack) for p in workspace.people.values()],
        "channels": [_channel(channel) for channel in channels],
        "messages": [_message(m, slack) for m in [*workspace.messages, *own] if m.channel in known],
        "modal": _view(stack[-1]) if stack else None,
        "home": _view(home) if home else None,
        "shortcuts": list(slack.app.shortcuts),
        "global_shortcuts": list(slack.app.global_shortcuts),
        "tickets": [_ticket(issue, jira) for issue in sorted(jira.state.issues.values(), key=_by_number)],
        "statuses": list(STATUSES),
    }


def _person(user: str, slack: SmallSlack) -> Json:
    person = slack.workspace.people[user]
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "role": person.role,
        "title": person.title,
    }


def _channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "shared": channel.is_ext_shared or channel.is_pending_ext_shared,
        "has_bot": BOT_USER in channel.members,
        "members": sorted(channel.members),
    }


def _message(message: Message, slack: SmallSlack) -> Json:
    replies = 0 if message.viewer else slack.workspace.replies(message)
    more: Json = {"channel": message.channel, "only_you": message.viewer is not None}
    shown = message.json(replies=replies, metadata=False)
    return shown | more | {"parent": message.thread_ts, "by_bot": message.by_bot}


def _view(view: View) -> Json:
    return view.view | {"id": view.id, "hash": view.hash}


def _ticket(issue: Issue, jira: SmallJira) -> Json:
    return {
        "key": issue.key,
        "type": issue.type,
        "summary": issue.summary,
        "status": issue.status,
        "markup": "wiki" if issue.description.adf is None else "adf",
        "description": issue.description.as_wiki() or "",
        "criteria": issue.criteria.as_wiki() or "",
        "labels": issue.labels,
        "security": issue.security,
        "reporter": issue.reporter,
        "assignee": issue.assignee,
        "comments": [{"author": c.author, "body": c.body.as_wiki() or ""} for c in issue.comments],
        "url": f"{jira.site.url}/browse/{issue.key}",
    }


def _by_number(issue: Issue) -> tuple[str, int]:
    return issue.project, int(issue.key.rsplit("-", 1)[1])
