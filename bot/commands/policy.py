"""`handoff policy`: check a policy file, or show what holds for a project and where each setting comes from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.parts.options import RECEIVERS, policy_folder

if TYPE_CHECKING:
    from checks.policy import Policy


@click.group("policy")
def command() -> None:
    """Check policy files, and show which settings apply to a project."""


@command.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Read a policy file and say whether it is valid.

    Unknown settings and codes are refused with their line and what was probably meant; the exit code is then 2. Waivers
    that have ended are listed; the exit code stays 0.
    """
    from bot.commands.parts.judging import policy_or_exit

    policy = policy_or_exit(file)
    click.echo(f"{file} is a valid policy. Settings of its own or of those it extends: {len(policy.origins)}.")
    today = datetime.now(UTC).date()
    for waiver in policy.waivers:
        if waiver.until < today:
            click.echo(
                f"The waiver of {waiver.rule} for {_plain(waiver.tickets)} ended on {waiver.until}, so the gap counts "
                "again. Remove it, or set a later end."
            )


@command.command("show", short_help="Show which settings apply to a project, and where they come from.")
@click.argument("project")
@click.option(
    "--policies", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The folder with the policies."
)
def show(project: str, policies: Path | None) -> None:
    """Show every setting that applies to a project, and which file it comes from.

    PROJECT is a Jira project's key. The folder of policies is HANDOFF_POLICIES unless --policies names another.
    """
    from bot.commands.parts.judging import folder_or_exit
    from checks.policy import DEFAULT

    project = project.upper()
    folder = policies or policy_folder()
    policy = folder_or_exit(folder).of(project) if folder else DEFAULT
    for line in _lines(project, policy):
        click.echo(line)


def _lines(project: str, policy: Policy) -> list[str]:
    from checks.catalogue import rules

    lines = [f"{project} is judged by the policy {policy.name}.", ""]
    for name, value in _settings(policy):
        lines.append(f"{name:<34} {value:<44} {policy.origins.get(name, 'built in')}")
    lines.append("")
    for rule in rules():
        for receiver in RECEIVERS:
            origin = policy.origins.get(f"{rule.code}.severity.{receiver}", "built in")
            lines.append(f"{f'{rule.code}.severity.{receiver}':<34} {policy.severity(rule, receiver):<44} {origin}")
        for option, value in policy.options_of(rule):
            origin = policy.origins.get(f"{rule.code}.{option}", "built in")
            lines.append(f"{f'{rule.code}.{option}':<34} {_plain(value):<44} {origin}")
    return lines


def _settings(policy: Policy) -> list[tuple[str, str]]:
    hosts = [f"{receiver}: {_plain(names)}" for receiver, names in policy.openable_hosts.items()]
    return [
        ("receiver", policy.receiver),
        ("criteria_fields", _plain(policy.criteria_fields)),
        ("glossary", _plain(policy.glossary)),
        ("openable_hosts", "; ".join(hosts) or "none"),
        ("internal_hosts", _plain(policy.internal_hosts)),
        ("demoted", _plain(policy.demoted)),
        *(
            (f"{waiver.rule}.waivers", f"{_plain(waiver.tickets)} until {waiver.until}: {waiver.reason}")
            for waiver in policy.waivers
        ),
    ]


def _plain(value: object) -> str:
    if isinstance(value, (frozenset, set, tuple, list)):
        return ", ".join(sorted(map(str, value))) or "none"
    return str(value)
