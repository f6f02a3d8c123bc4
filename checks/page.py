"""A rule's page, from the rule itself: the one source of `handoff explain`, the *Why?* modal and the docs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from checks.rule import Example, Rule
from checks.ticket import Receiver

HEADINGS = ("What it checks", "Why it matters", "How to close the gap")

MEANT: Mapping[str, str] = {
    "blocker": "stops the work",
    "major": "to be answered first",
    "advice": "a suggestion",
    "off": "not asked",
    "certain": "read off Jira or a form",
    "likely": "read from the words, which may mislead",
    "hint": "the words tell little of it",
}
"""What severities and confidences mean, in the words of a card."""

WHO: Mapping[Receiver, str] = {"contractor": "a contractor", "teammate": "a teammate", "agent": "an AI agent"}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a policy may set for the rule."""

    name: str
    default: Any
    description: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page in parts. `sections` holds the three fixed headings in order, with their prose."""

    code: str
    name: str
    summary: str
    group: str
    sections: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]
    examples: tuple[Example, ...]

    def as_json(self) -> dict[str, Any]:
        """The page as JSON values; examples by title and outcome."""
        return {
            "code": self.code,
            "name": self.name,
            "group": self.group,
            "summary": self.summary,
            "sections": dict(self.sections),
            "facts": dict(self.facts),
            "options": {one.name: {"default": one.default, "description": one.description} for one in self.options},
            "examples": [{"title": one.title, "outcome": one.outcome} for one in self.examples],
        }


def page_of(rule: Rule) -> Page:
    """The page of a rule. Raises `ValueError` when its docstring lacks one of the three headings, in their order."""
    return Page(
        code=rule.code,
        name=rule.name,
        summary=rule.summary,
        group=rule.group,
        sections=_sections(rule),
        facts=(
            *((f"Usual severity for {WHO[receiver]}", severity) for receiver, severity in rule.severity.items()),
            ("Confidence", rule.confidence),
            ("Effort to close", f"{rule.effort}"),
        ),
        options=tuple(
            Option(name, _plain(getattr(rule.options, name)), info.description or "")
            for name, info in type(rule.options).model_fields.items()
        ),
        examples=rule.examples,
    )


def text_of(page: Page) -> str:
    """The page for a terminal."""
    parts = [f"{page.code} {page.name}", page.summary]
    parts += [f"{heading}\n{_indented(prose)}" for heading, prose in page.sections]
    parts.append("\n".join(f"{name}: {_explained(value)}" for name, value in page.facts))
    if page.options:
        parts.append(
            "Options\n" + "\n".join(f"  {one.name} = {one.default!r}  {one.description}" for one in page.options)
        )
    return "\n\n".join(parts)


def markdown_of(page: Page) -> str:
    """The page of the manual, with the first two examples of a gap and of its absence."""
    lines = [f"# {page.code} {page.name}", "", page.summary, "", "| | |", "|---|---|"]
    lines += [f"| {name} | {_explained(value)} |" for name, value in page.facts]
    for heading, prose in page.sections:
        lines += ["", f"## {heading}", prose]
    if page.options:
        lines += ["", "## Options", "| option | default | meaning |", "|---|---|---|"]
        lines += [f"| `{one.name}` | `{_toml(one.default)}` | {one.description} |" for one in page.options]
    for title, gap in (("A gap", True), ("No gap", False)):
        chosen = [one for one in page.examples if (one.outcome == "gap") is gap][:2]
        for example in chosen:
            lines += ["", f"## {title}: {example.title}", "", *_example(example)]
    return "\n".join(lines) + "\n"


WRITERS: Mapping[str, Callable[[Page], str]] = {"text": text_of, "markdown": markdown_of}


def _explained(value: str) -> str:
    return f"{value} ({MEANT[value]})" if value in MEANT else value


def _sections(rule: Rule) -> tuple[tuple[str, str], ...]:
    parts = ("\n" + rule.page.strip()).split("\n## ")[1:]
    sections = tuple((heading.strip(), prose.strip()) for heading, _, prose in (part.partition("\n") for part in parts))
    if tuple(heading for heading, _ in sections) != HEADINGS:
        raise ValueError(f"{rule.code}: the page must have the headings {', '.join(HEADINGS)}, in this order")
    return sections


def _example(example: Example) -> list[str]:
    ticket = f"{example.summary}\n\n{example.description}".strip()
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", ticket)), default=0))
    lines = [f"{example.issue_type} for {WHO[example.receiver]}:", "", f"{fence}markdown", ticket, fence]
    if example.fields:
        lines += ["", "with the fields", "", "```json", json.dumps(example.fields, ensure_ascii=False), "```"]
    if example.says:
        lines += ["", f"> {example.says}"]
    return lines


def _indented(prose: str) -> str:
    """One line per paragraph: how wide the source was written does not matter to a terminal."""
    return "\n\n".join(f"  {' '.join(paragraph.split())}" for paragraph in prose.split("\n\n"))


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, (frozenset, set)) else list(value) if isinstance(value, tuple) else value


def _toml(value: Any) -> str:
    """The value as a policy file would write it."""
    return json.dumps(value, ensure_ascii=False)
