"""Why a policy file is refused: the line, what is wrong there, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails

Location: TypeAlias = tuple[str | int, ...]
"""Where in the file: keys, and the index within an array of tables."""

_HEADER = re.compile(r"\s*(\[{1,2})\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a policy file, in words for whoever wrote it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PolicyRefused(ValueError):  # noqa: N818 - what happened to the file, as people say it
    """The file is not a valid policy. Nothing of it is applied."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(map(str, self.problems)))


def wordings(
    fault: ValidationError, known: Callable[[Location], Iterable[str]], under: Location = ()
) -> Iterator[tuple[Location, str]]:
    """Each error of a validation, as its location and a sentence. `known` names what is allowed at a location."""
    for error in fault.errors(include_url=False):
        where = (*under, *error["loc"])
        if "severity" in where:
            where = where[: where.index("severity") + 1]
        yield where, _wording(error, where, known(where))


def nearest_of(word: str, known: Iterable[str]) -> str:
    """A hint with what was probably meant, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" Did you mean `{near[0]}`?" if near else ""


def line_of(text: str, where: Location) -> int:
    """The line, from 1, of this setting; where it is not written, that of the nearest table above it."""
    best, line = 0, 1
    for number, path in _paths(text):
        shared = next(
            (i for i, (a, b) in enumerate(zip(path, where, strict=False)) if a != b), min(len(path), len(where))
        )
        if shared == len(path) and shared > best:
            best, line = shared, number
    return line


def _wording(error: ErrorDetails, where: Location, known: Iterable[str]) -> str:
    key = ".".join(part for part in where if isinstance(part, str))
    match error["type"]:
        case "extra_forbidden":
            return f"`{key}` is not a setting.{nearest_of(str(where[-1]), known)}"
        case "missing":
            return f"`{key}` is missing."
        case "literal_error":
            expected = error["ctx"]["expected"]
            hint = nearest_of(str(error["input"]), re.findall(r"'(\w+)'", expected))
            return f"`{key}` must be {expected}.{hint}"
        case "model_type" if where[0] == "rules":
            return f'`{key}` must be a table: write `[{key}]`, and under it a line such as `severity = "off"`.'
        case "model_type" | "dict_type":
            return f"`{key}` must be a table: write `[{'rules.CODE' if key == 'rules' else key}]`, and its settings under it."
        case "list_type" if key == "waivers":
            return "`waivers` must be a list of tables: write `[[waivers]]`, with two brackets on each side."
        case "list_type":
            return f'`{key}` must be a list: write what it holds in brackets, as in `["…"]`.'
        case kind if kind.startswith("date"):
            return f"`{key}` must be a day: write it as in 2026-12-31."
        case _:
            return f"`{key}`: {error['msg'][0].lower()}{error['msg'][1:]}."


def _paths(text: str) -> Iterator[tuple[int, Location]]:
    table: Location = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            parts = _parts(header[2])
            if header[1] == "[[":
                index = counts[header[2]] = counts.get(header[2], -1) + 1
                table = (*parts, index)
            else:
                table = parts
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_parts(key[1]))


def _parts(dotted: str) -> Location:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
