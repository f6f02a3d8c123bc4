"""Issue JSON → verdict, under the policy of its project. Whatever the issue is, there is a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.parts.options import refuse
from bot.commands.parts.sources import Issue
from bot.jira.issue import ticket_of
from bot.policies.answered import judged
from checks.evaluate import unreadable
from checks.policy import DEFAULT, Policy
from checks.ticket import Receiver, Ticket, project_in
from checks.verdict import Verdict

if TYPE_CHECKING:
    from bot.policies.folder import Loaded


class Judging:
    """Judges what the command line names, as of now where no moment is given."""

    def __init__(
        self,
        policy_of: Callable[[str], Policy],
        receiver: Receiver | None,
        fields: tuple[str, ...] = (),
        as_of: datetime | None = None,
    ) -> None:
        self.criteria_fields = fields
        self._policy_of = policy_of
        self._receiver = receiver
        self._as_of = as_of or datetime.now(UTC)

    def to(self, receiver: Receiver, as_of: datetime | None = None) -> Judging:
        """The same policies for another receiver, as of another moment where one is given."""
        return Judging(self._policy_of, receiver, self.criteria_fields, as_of or self._as_of)

    def receiver_of(self, project: str) -> Receiver:
        """Who is to take a project's tickets: the receiver that was named, else the one in its policy."""
        return self._receiver or self._policy_of(project).receiver

    def issue(self, issue: Issue) -> Verdict:
        """The verdict of an issue's JSON, also of one that could not be read."""
        policy = self._policy_of(project_of(issue.json, issue.key))
        if issue.error:
            return unreadable(issue.key, issue.error, policy, self._receiver)
        try:
            ticket = self.read(issue)
        except Exception as fault:  # one issue that cannot be read must not end the stream
            why = f"{issue.key}: the issue could not be read: {type(fault).__name__}."
            return unreadable(issue.key, why, policy, self._receiver)
        return judged(ticket, policy, self._receiver, self._as_of)

    def read(self, issue: Issue) -> Ticket:
        """The ticket of an issue's JSON, its criteria also from the fields that its project's policy names."""
        policy = self._policy_of(project_of(issue.json, issue.key))
        return ticket_of(issue.json, criteria_fields=policy.criteria_fields)

    def ticket(self, ticket: Ticket) -> Verdict:
        policy = self._policy_of(ticket.project_key)
        return judged(ticket, policy, self._receiver, self._as_of)


def judging(
    policy_file: Path | None, folder: Path | None, receiver: Receiver | None, as_of: datetime | None = None
) -> Judging:
    """Judge by one policy file, or by a folder of them, or by the built-in policy. Ends the command when refused."""
    if policy_file is not None:
        policy = policy_or_exit(policy_file)
        return Judging(lambda _: policy, receiver, policy.criteria_fields, as_of)
    if folder is not None:
        loaded = folder_or_exit(folder)
        return Judging(loaded.of, receiver, loaded.criteria_fields(), as_of)
    return Judging(lambda _: DEFAULT, receiver, as_of=as_of)


def folder_or_exit(folder: Path) -> Loaded:
    """The policies of a folder, refusals told on standard error; ends the command when there is no such folder."""
    if not folder.is_dir():
        refuse(f"HANDOFF_POLICIES names {folder}, which is not a folder. Create it or unset the variable.")
    from bot.policies.folder import read, stamp_of

    loaded = read(folder, stamp_of(folder), {})
    for problem in loaded.problems:
        click.echo(f"Refused: {problem}", err=True)
    return loaded


def policy_or_exit(path: Path) -> Policy:
    """The policy of a file; ends the command with the refusal when it is none."""
    from bot.policies.folder import read_file
    from checks.policy.refusal import PolicyRefused

    try:
        return read_file(path)
    except PolicyRefused as refusal:
        refuse(f"{refusal}\nNothing was judged. Correct the policy and try again.")


def project_of(issue: Mapping[str, Any], key: str) -> str:
    """The key of an issue's project: what Jira says, else the part of the issue's key before the dash."""
    fields = issue.get("fields")
    project = fields.get("project") if isinstance(fields, dict) else None
    said = project.get("key") if isinstance(project, dict) else None
    return said if isinstance(said, str) else project_in(key)
