"""Jira wiki markup (REST v2 strings, Data Center) → document, including Markdown that people write by habit."""

from __future__ import annotations

import json
import re

from checks.document import Document
from checks.reading import adf, wiki_inline
from checks.reading.composer import Composer
from checks.reading.flattened import restored
from checks.reading.hidden import visible
from checks.reading.wiki_lines import Lines

_MACRO = re.compile(
    r"\{(?<!\\.)(?P<name>code|noformat|adf|quote|panel|info|note|tip|warning|expand|spoiler)(?P<options>[:=|][^{}\n]*+)?\}"
    r"|^[ \t]*+(?P<fence>```|~~~)(?P<declared>[^`\n]*+)$",
    re.MULTILINE,
)
_SIGNS = ("{", "```", "~~~")
"""What every macro and fence contains; half of all texts contain none."""
_RAW = frozenset({"code", "noformat", "adf"})
_PANELS = frozenset({"panel", "info", "note", "tip", "warning"})
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")


def read(source: object) -> Document:
    """Read Jira wiki markup. Anything but a string gives an empty document; nothing raises.

    Time and memory grow with the size of the source alone. A text that lost its line breaks gets them back where its
    own marks show them.
    """
    if not isinstance(source, str):
        return Document()
    composer = Composer()
    _Reader(composer, restored(visible(source))).run()
    return composer.finish()


class _Reader:
    """Cuts the text into raw pieces (code) and lines, and keeps track of open containers."""

    def __init__(self, composer: Composer, text: str) -> None:
        self._composer = composer
        self._text = text
        self._lines = Lines(composer)
        self._open: list[str] = []
        self._unclosed: set[str] = set()
        """Raw macros known to have no closing mark further on."""

    def run(self) -> None:
        at = 0
        marked = any(sign in self._text for sign in _SIGNS)
        while marked and (found := _MACRO.search(self._text, at)):
            self._lines.feed(self._text[at : found.start()])
            at = self._raw(found) if found["fence"] or found["name"] in _RAW else self._container(found)
        self._lines.feed(self._text[at:])
        self._lines.close()
        for _ in self._open:
            self._composer.end()

    def _raw(self, found: re.Match[str]) -> int:
        """Write a piece that is kept as it is; returns where reading continues. Without its closing mark it is not such
        a piece."""
        closing = "\n" + found["fence"] if found["fence"] else "{" + found["name"] + "}"
        end = -1 if closing in self._unclosed else self._text.find(closing, found.end())
        if end < 0:
            self._unclosed.add(closing)
            return found.end()
        self._lines.close()
        piece = self._text[found.end() : end]
        if found["name"] == "adf":
            self._adf(piece)
        else:
            options = (found["declared"] or found["options"] or "").lstrip(":=|")
            title = _option(options, "title")
            if title:
                self._composer.leaf("paragraph", title)
            self._composer.leaf("code", piece, language=_language(options) if found["name"] != "noformat" else "")
        return end + len(closing)

    def _adf(self, piece: str) -> None:
        try:
            node = json.loads(piece)
        except (ValueError, RecursionError):
            self._composer.leaf("code", piece, language="json")
        else:
            self._composer.graft(adf.read(node))

    def _container(self, found: re.Match[str]) -> int:
        """Open or close a container: wiki markup uses one sign for both."""
        self._lines.close()
        name = found["name"]
        if name in self._open and not found["options"]:
            while self._open:
                self._composer.end()
                if self._open.pop() == name:
                    break
            return found.end()
        self._open.append(name)
        kind = "quote" if name == "quote" else "panel" if name in _PANELS else "expand"
        options = (found["options"] or "").lstrip(":=|")
        title = _option(options, "title") or (options if kind == "expand" and "=" not in options else "")
        if kind == "quote":
            self._composer.begin("quote")
        elif kind == "panel":
            self._composer.begin("panel")
            if title:
                self._composer.leaf("paragraph", title)
        else:
            self._composer.begin("expand")
            wiki_inline.write(self._composer, title)
            self._composer.hold()
        return found.end()


def _option(options: str, name: str) -> str:
    for option in options.split("|"):
        key, sign, value = option.partition("=")
        if sign and key.strip().lower() == name:
            return value.strip()
    return ""


def _language(options: str) -> str:
    first = options.split("|", 1)[0].strip()
    language = _option(options, "language") or ("" if "=" in first else first)
    return language.lower() if _LANGUAGE.fullmatch(language) else ""
