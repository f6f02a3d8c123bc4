"""
Writes every page that is made from the code: rules, policy, command line, verdict schema, settings, messages.
`--check` only compares.

    python -m tools.docs [--check]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from bot.cli import COMMANDS, main
from checks.catalogue import rules
from checks.page import markdown_of, page_of
from checks.policy.file import PolicyFile, RuleSection, WaiverSection
from checks.rule import GROUPS
from checks.verdict import Verdict
from tools import data, settings
from tools.messages import messages_page

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = Path("docs/reference")
GENERATED = "<!-- Made by `make docs` from the code. Change the code, not this page. -->"
PROMISES = {
    "context": "A reader who was not in the room understands.",
    "contracts": "What the work promises to, and needs from, other people's code.",
    "done": "Everyone can tell when it is finished.",
    "hygiene": "Safe to hand over.",
}


def pages() -> dict[Path, str]:
    """Every generated file by its path from the project's root; each page first says how it is made."""
    made = {REFERENCE / "rules" / f"{rule.code}.md": markdown_of(page_of(rule)) for rule in rules()}
    made[REFERENCE / "rules" / "index.md"] = _index()
    made[REFERENCE / "cli.md"] = _command_line()
    made[REFERENCE / "policy.md"] = _policy()
    made[REFERENCE / "messages.md"] = messages_page()
    made[REFERENCE / "settings.md"] = settings.page()
    made[REFERENCE / "data.md"] = data.page()
    headed = {path: f"{GENERATED}\n{text}" for path, text in made.items()}
    return headed | {REFERENCE / "verdict.schema.json": _schema()}


def _index() -> str:
    lines = [
        "# Rules",
        "",
        "What each severity means, and how findings add up: [the verdict](../verdict.md).",
    ]
    for group in GROUPS.values():
        lines += ["", f"## {group.capitalize()}", PROMISES[group], "", "| code | gap | contractor | teammate | agent |"]
        lines.append("|---|---|---|---|---|")
        for rule in rules():
            if rule.group == group:
                severities = " | ".join(rule.severity[receiver] for receiver in ("contractor", "teammate", "agent"))
                lines.append(f"| [{rule.code}]({rule.code}.md) {rule.name} | {rule.summary} | {severities} |")
    return "\n".join(lines) + "\n"


def _schema() -> str:
    """Every key is always written, so all are required from a reader's point of view."""
    schema = Verdict.model_json_schema(by_alias=True, mode="serialization")
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2) + "\n"


def _command_line() -> str:
    lines = ["# Command line", "", "```", *_help(main, "handoff"), "```"]
    context = click.Context(main, info_name="handoff", terminal_width=100)
    for name in COMMANDS:
        command = main.get_command(context, name)
        lines += ["", f"## handoff {name}", "", "```", *_help(command, f"handoff {name}"), "```"]
        for below, inner in sorted(getattr(command, "commands", {}).items()):
            lines += ["", f"### handoff {name} {below}", "", "```", *_help(inner, f"handoff {name} {below}"), "```"]
    return "\n".join(lines) + "\n"


def _help(command: click.Command, name: str) -> list[str]:
    context = click.Context(command, info_name=name, max_content_width=100, terminal_width=100)
    return command.get_help(context).split("\n")


def _policy() -> str:
    lines = [
        "# Policy files",
        "",
        "One TOML file per project, named by its key (`PAY.toml`), in the folder that `HANDOFF_POLICIES` names; `default.toml`",
        "applies to all others. How to write one: [Write a policy](../how-to/policy.md).",
    ]
    for title, model in (
        ("Top of the file", PolicyFile),
        ("`[rules.CODE]`", RuleSection),
        ("`[[waivers]]`", WaiverSection),
    ):
        lines += ["", f"## {title}", "| setting | default | meaning |", "|---|---|---|"]
        lines += [f"| `{name}` | {_default(info)} | {info.description}. |" for name, info in model.model_fields.items()]
    lines += ["", "## Options of the rules", "| option | default | meaning |", "|---|---|---|", *_options()]
    return "\n".join(lines) + "\n"


def _options() -> Iterator[str]:
    for rule in rules():
        for option in page_of(rule).options:
            default = json.dumps(option.default, ensure_ascii=False)
            yield f"| `rules.{rule.code}.options.{option.name}` | `{default}` | {option.description} |"


def _default(info: Any) -> str:
    if info.is_required():
        return "must be given"
    value = info.get_default(call_default_factory=True)
    return f"`{json.dumps(value)}`" if value not in (None, "", [], {}) else "none"


def stale(made: Mapping[Path, str]) -> list[Path]:
    """Files that differ from what the code makes now, and pages of rules that no longer exist."""
    differ = [path for path, text in made.items() if not _same(ROOT / path, text)]
    left = [path.relative_to(ROOT) for path in (ROOT / REFERENCE / "rules").glob("*.md")]
    return sorted({*differ, *(path for path in left if path not in made)})


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


def write(made: Mapping[Path, str], say: Callable[[str], None] = print) -> None:
    for path in stale(made):
        if path in made:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(made[path], "utf-8")
            say(f"wrote {path}")
        else:
            (ROOT / path).unlink()
            say(f"removed {path}")


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        old = stale(pages())
        sys.exit("Run `make docs`; these pages are not what the code says: " + ", ".join(map(str, old)) if old else 0)
    write(pages())
