"""A folder of policy files, read whole: each file once, whoever extends it, and every refusal kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from checks.policy import DEFAULT, Policy
from checks.policy.reading import parse
from checks.policy.refusal import PolicyRefused, Problem

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of each file: equal stamps mean nothing changed."""
NAME = re.compile(r"[^/\\\0]{1,60}")
"""Of a policy. A file may extend its neighbours, and none in another folder: that may be another workspace's."""
LARGEST = 256 * 1024
"""Bytes of a policy file; more is refused."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The content of a folder when it was last read. `problems` are the current refusals, for `doctor` and the log."""

    stamp: Stamp = ()
    policies: Mapping[str, Policy] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def of(self, project: str) -> Policy:
        """The policy of a project, by its Jira key: the folder's, else the built-in one."""
        return self.written_for(project) or DEFAULT

    def written_for(self, project: str) -> Policy | None:
        """The project's own policy, else the folder's default; None where neither is written."""
        return self.policies.get(project) or self.policies.get("default")

    def criteria_fields(self) -> tuple[str, ...]:
        """Jira fields that hold acceptance criteria in any project: what to ask Jira for."""
        policies = (DEFAULT, *self.policies.values())
        return tuple(dict.fromkeys(name for policy in policies for name in policy.criteria_fields))


def read(folder: Path, stamp: Stamp, last_good: Mapping[str, Policy]) -> Loaded:
    """Every policy of the folder, each made of those it extends."""
    reading = _Reading(folder, last_good)
    for path in _files(folder):
        with suppress(KeyError):
            reading.policy(path.stem)
    return Loaded(stamp, reading.policies, tuple(dict.fromkeys(reading.problems)))


class _Reading:
    """One pass over a folder: each file read once, whoever extends it."""

    def __init__(self, folder: Path, last_good: Mapping[str, Policy], opened: str | None = None) -> None:
        self._folder = folder
        self._last_good = last_good
        self._open = [opened] if opened else []
        self.policies: dict[str, Policy] = {}
        self.problems: list[Problem] = []

    def policy(self, name: str) -> Policy:
        """The policy of this name. Raises `KeyError` when there is none, or none that can be used."""
        if name in self.policies:
            return self.policies[name]
        path = self._folder / f"{name}.toml"
        if name in self._open or not NAME.fullmatch(name) or not path.is_file():
            if name == "default":
                return DEFAULT
            raise KeyError(name)
        self._open.append(name)
        try:
            self.policies[name] = _parse(path, self.policy)
        except PolicyRefused as refusal:
            self.problems += refusal.problems
            self.policies[name] = self._last_good[name]
        finally:
            self._open.pop()
        return self.policies[name]


def read_file(path: Path) -> Policy:
    """The policy of one file, which may extend its neighbours. Raises `PolicyRefused`."""
    reading = _Reading(path.parent, {}, opened=path.stem)
    try:
        return _parse(path, reading.policy)
    except PolicyRefused as refusal:
        raise PolicyRefused((*reading.problems, *refusal.problems)) from None


def _parse(path: Path, base: Callable[[str], Policy]) -> Policy:
    try:
        if path.stat().st_size > LARGEST:
            raise PolicyRefused([Problem(path.name, 1, f"The file is larger than {LARGEST // 1024} KB.")])
        return parse(path.read_text("utf-8"), path.name, base)
    except UnicodeDecodeError:
        raise PolicyRefused([Problem(path.name, 1, "The file is not text in UTF-8. Save it as such.")]) from None
    except OSError as fault:
        raise PolicyRefused([Problem(path.name, 1, f"The file cannot be read: {type(fault).__name__}.")]) from None


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.glob("*.toml") if path.is_file()))


def stamp_of(folder: Path) -> Stamp:
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in _files(folder))
