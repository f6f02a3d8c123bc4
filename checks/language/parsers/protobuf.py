"""Protocol Buffers definitions, read by a small grammar here: messages with numbered fields, services with calls."""

from __future__ import annotations

import re

from checks.language.parsers.parsed import Parsed, at_line

MOST_CHARACTERS = 65_536
MARKER = re.compile(
    r"^[ \t]*(?:syntax\s*=\s*\"proto[23]\"|message\s+\w+\s*\{|service\s+\w+\s*\{|rpc\s+\w+\s*\()", re.MULTILINE
)
FIELD = re.compile(
    r"(?:^|[{;}])\s*(?:(?:optional|required|repeated)\s+)?(?P<type>[\w.]+|map\s*<[^<>;]{1,80}>)\s+(?P<name>\w+)\s*=\s*(?P<number>\d{1,9})\s*(?=[;\[])"
)
NESTING = re.compile(r"(?:message|enum|oneof|service|extend)\s+(?P<name>[\w.]+)\s*\{|(?P<open>\{)|(?P<close>\})")
COMMENT = re.compile(r"//[^\n]*")


def looks_like_protobuf(text: str) -> bool:
    return bool(MARKER.search(text)) and ("rpc" in text or FIELD.search(text) is not None)


def parse_protobuf(text: str) -> Parsed:
    """`{message: {field: type}}`; a problem where a brace is left open or one number serves two fields."""
    if len(text) > MOST_CHARACTERS:
        return Parsed("protobuf")
    text = COMMENT.sub("", text)
    messages: dict[str, dict[str, str]] = {}
    numbers: dict[tuple[int, str], str] = {}
    owners: list[tuple[int, str]] = []
    marks = sorted([*NESTING.finditer(text), *FIELD.finditer(text)], key=lambda mark: mark.end())
    for mark in marks:
        if mark.re is FIELD:
            if owners:
                owner, number = owners[-1], mark["number"]
                messages.setdefault(owner[1], {})[mark["name"]] = " ".join(mark["type"].split())
                taken = numbers.setdefault((owner[0], number), mark["name"])
                if taken != mark["name"]:
                    place = at_line(text, mark.start("name"))
                    return Parsed("protobuf", problem=f"`{taken}` and `{mark['name']}` share number {number} ({place})")
        elif mark["close"]:
            if not owners:
                return Parsed("protobuf", messages, f"`}}` closes nothing ({at_line(text, mark.start())})")
            owners.pop()
        else:
            owners.append((mark.start(), mark["name"] or ""))
    return Parsed("protobuf", messages, "a `{` is never closed" if owners and "..." not in text else None)
