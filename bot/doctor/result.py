"""What a check found, and how the whole examination is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from bot.connecting.examined import Part, State

WORDS: dict[State, str] = {"ok": "ok", "warning": "look", "failed": "FAIL", "skipped": "--"}

AGAIN = "A change of settings takes effect when `handoff serve` is restarted."


@dataclass(frozen=True, slots=True)
class Result:
    """One check. `warning` does not stop the bot from working; `skipped` could not be tried, because of an earlier
    failure or because the settings do not ask for it. `about`, `says` and `cure` are sentences for people; a program
    reads the other fields."""

    about: str
    state: State
    says: str
    cure: str = ""
    site: str = ""
    """The name of the Jira site that it is about."""
    part: Part | None = None
    """Which part of that site was examined; None for the site as a whole."""


def ok(about: str, says: str, *, site: str = "") -> Result:
    return Result(about, "ok", says, site=site)


def warning(about: str, says: str, cure: str, *, site: str = "") -> Result:
    return Result(about, "warning", says, cure, site)


def failed(about: str, says: str, cure: str, *, site: str = "") -> Result:
    return Result(about, "failed", says, cure, site)


def skipped(about: str, says: str) -> Result:
    return Result(about, "skipped", says)


def exit_status(results: Iterable[Result]) -> int:
    """1 when anything failed, else 0."""
    return int(any(result.state == "failed" for result in results))


def as_text(results: Iterable[Result]) -> str:
    """For people: one line per check, its cure below it, and the overall result."""
    results = tuple(results)
    lines: list[str] = []
    for result in results:
        lines.append(f"{WORDS[result.state]:<5} {result.about}: {result.says}")
        if result.cure:
            lines.append(f"      {result.cure}")
    bad = sum(result.state == "failed" for result in results)
    end = {0: "All is well.", 1: "1 thing needs fixing."}.get(bad, f"{bad} things need fixing.")
    if bad:
        end += f" {AGAIN}"
    return "\n".join([*lines, "", end])


def as_json(results: Iterable[Result]) -> str:
    """For programs: a list of objects."""
    return json.dumps([asdict(result) for result in results], indent=2)
