"""Payloads bent out of shape, the same for the same seed: members of wrong types, huge, deep, broken, forged."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Json = Any
Path = tuple[Any, ...]
LONG, DEEP = 200_000, 3_000
"""Characters of the longest text, and levels of the deepest nest."""
NEST = "nest of "
"""What stands for a nest until the payload is written: deeper ones than the interpreter can walk are wanted."""
WORDS = (
    "",
    "\x00",
    "PAY-12\x00PAY-13",
    "\ud800",
    "\u202ePAY-12",
    "п" * 50,
    "🧾" * 300,
    "a\u0301" * 2_000,
    "<@U0HANDOFF> PAY-12",
    "<http://127.0.0.1/browse/PAY-12|x> <" * 40,
    "PAY-" + "9" * 400,
    "%00%ff%c0%ae",
    "'; DROP TABLE cards; --",
    "{{7*7}} ${jndi:ldap://x}",
    "=cmd|' /C calc'!A0",
    "../../../../etc/passwd",
    "payload=%7B%7D&command=/handoff",
    "\r\nX-Injected: 1",
    "https://" + "a." * 4_000 + "example",
    "[" * 5_000,
    "*_~`>" * 1_000,
)
ODD: tuple[Json, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    [],
    {},
    [[]],
    [None],
    {"": None},
)


def node_paths(value: Json, at: Path = ()) -> Iterator[Path]:
    """The path of every member, the whole first."""
    yield at
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from node_paths(inner, (*at, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from node_paths(inner, (*at, number))


def bent(payload: Json, dice: random.Random) -> Json:
    """The payload with one to four members changed, dropped, doubled, swapped or wrapped."""
    made = copy.deepcopy(payload)
    for _ in range(dice.choice((1, 1, 2, 4))):
        paths = list(node_paths(made))[1:]
        if not paths:
            return odd(dice)
        _BENDS[dice.randrange(len(_BENDS))](made, dice.choice(paths), dice)
    return made


def odd(dice: random.Random) -> Json:
    """A value that stands nowhere in the payloads of Slack or Jira."""
    match dice.randrange(8):
        case 0:
            return "x" * dice.choice((100, 5_000, LONG))
        case 1:
            return f"{NEST}{dice.choice(('[', '{'))}{dice.choice((10, 200, DEEP))}"
        case 2:
            return {f"k{number}": number for number in range(dice.choice((50, 2_000)))}
        case 3 | 4 | 5:
            return dice.choice(WORDS)
        case _:
            return copy.deepcopy(dice.choice(ODD))


def broken(body: bytes, dice: random.Random) -> bytes:
    """The bytes cut off, doubled, with others among them, or none."""
    at = dice.randrange(len(body) + 1)
    match dice.randrange(7):
        case 0:
            return body[:at]
        case 1:
            return body[:at] + dice.randbytes(dice.choice((1, 3, 64))) + body[at:]
        case 2:
            return b"\xef\xbb\xbf" + body
        case 3:
            return body + body
        case 4:
            return body[:at] + b"\x00" * 8 + body[at + 8 :]
        case 5:
            return body.replace(b'"', b"'", 3)
        case _:
            return b""


def _parent(payload: Json, path: Path) -> Any:
    for name in path[:-1]:
        payload = payload[name]
    return payload


def _change(payload: Json, path: Path, dice: random.Random) -> None:
    _parent(payload, path)[path[-1]] = odd(dice)


def _drop(payload: Json, path: Path, _: random.Random) -> None:
    del _parent(payload, path)[path[-1]]


def _wrap(payload: Json, path: Path, dice: random.Random) -> None:
    parent = _parent(payload, path)
    inner = parent[path[-1]]
    parent[path[-1]] = [inner] * dice.choice((1, 3)) if dice.random() < 0.5 else {"id": inner}


def _swap(payload: Json, path: Path, dice: random.Random) -> None:
    others = list(node_paths(payload))[1:]
    other = dice.choice(others)
    found = copy.deepcopy(_parent(payload, other)[other[-1]])
    _parent(payload, path)[path[-1]] = found


def _spell(payload: Json, path: Path, dice: random.Random) -> None:
    """Other words where there are words."""
    parent = _parent(payload, path)
    if isinstance(parent[path[-1]], str):
        parent[path[-1]] = dice.choice((parent[path[-1]] + dice.choice(WORDS), dice.choice(WORDS)))
    else:
        _change(payload, path, dice)


_NEST = re.compile(rf'"{NEST}([\[{{])(\d+)"')
_BENDS: tuple[Callable[[Json, Path, random.Random], None], ...] = (
    _change,
    _change,
    _drop,
    _wrap,
    _swap,
    _spell,
    _spell,
)


@dataclass(frozen=True, slots=True)
class Wire:
    """One request as it goes over the wire. `forged`: no signature of ours goes with it."""

    kind: str
    body: bytes
    content_type: str
    forged: bool


def dumped(payload: Json) -> bytes:
    """As JSON: nests, lone surrogates and not-a-numbers included."""
    return _NEST.sub(_nest, json.dumps(payload)).encode()


def _nest(found: re.Match[str]) -> str:
    levels = int(found[2])
    return "[" * levels + "]" * levels if found[1] == "[" else '{"a":' * levels + "7" + "}" * levels


CONTENT_TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "application/json; charset=nonsense",
    "*/*",
    "",
)
