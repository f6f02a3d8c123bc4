"""Lines of Jira wiki markup → blocks: headings, lists, tables, quotes, rules and paragraphs."""

from __future__ import annotations

import re

from checks.reading import wiki_inline
from checks.reading.composer import Composer

_HEADING = re.compile(r"\s*+h([1-6])\.[ \t]*+(.*)")
_LIST = re.compile(r"\s*+([*#]{1,60}|-{1,3})\s++(?=\S)(.*)")
_BULLETS = "•·‣▪◦●○–—"
_COUNTED = re.compile(rf"\s*+(?:\d{{1,3}}[.)]|[{_BULLETS}]|[a-z]\))\s++(?=\S)(.*)")
_BOX = re.compile(r"\[( |x|X|)\]\s++(.*)")
_QUOTE = re.compile(r"\s*+(?:bq\.|>)\s++(.*)")
_RULE = re.compile(r"\s*+-{4,}\s*+")
_CELL = re.compile(r"(\|{1,2})((?:\\.|\[[^\[\]\n]*+\]|\{\{[^{}\n]*+\}\}|![^!\s|][^!\n]*+!|[^|])*+)", re.DOTALL)
_MARKDOWN_RULE = re.compile(r"[\s|:-]*+")
_LONGEST_ROW = 200
"""Lines that one table row may span."""


class Lines:
    """Feeds lines to the composer. An item or paragraph stays open until something else begins."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._items: list[int] = []
        """Levels of the items that are open."""
        self._paragraph = False
        self._row: list[str] = []
        self._table = False
        """The previous line ended a row."""

    def feed(self, text: str) -> None:
        for line in text.split("\n"):
            self._line(line)

    def close(self) -> None:
        """Close what is open: a container or a code block begins or ends here."""
        self._end_row()
        self._end_paragraph()
        self._end_items(0)

    def _line(self, line: str) -> None:
        bare = line.strip()
        rowed = bare.startswith("|")
        if self._row:
            if bare and not rowed and len(self._row) < _LONGEST_ROW and not self._row[-1].endswith("|"):
                self._row.append(bare)
                return
            self._end_row()
            self._table = True
        if not rowed:
            self._table = False
        if not bare:
            self._end_paragraph()
            self._end_items(0)
        elif rowed and (self._table or "|" in bare[2:]):
            self._fresh()
            self._row = [bare]
        elif not self._marked(line, bare):
            self._words(bare)

    def _marked(self, line: str, bare: str) -> bool:
        """Write a line that begins with a mark; False when it is only words."""
        first = bare[0]
        if first == "h" and (heading := _HEADING.fullmatch(line)):
            self._heading(int(heading[1]), heading[2])
        elif first == "-" and _RULE.fullmatch(line):
            self._fresh()
            self._composer.leaf("rule")
        elif first in "*#-" and (item := _LIST.fullmatch(line)):
            if len(item[1]) > 1 and item[1][0] == "#" and len(self._items) < len(item[1]) - 1:
                self._heading(min(len(item[1]), 6), item[2])
            else:
                self._item(len(item[1]), item[2])
        elif first in "b>" and (quote := _QUOTE.fullmatch(line)):
            self._fresh()
            self._composer.begin("quote")
            wiki_inline.write(self._composer, quote[1])
            self._composer.end()
        elif (first.isdigit() or first in _BULLETS or bare[1:2] == ")") and (counted := _COUNTED.fullmatch(line)):
            self._item(1, counted[1])
        else:
            return False
        return True

    def _words(self, bare: str) -> None:
        if not self._paragraph and not self._items:
            self._composer.begin("paragraph")
            self._paragraph = True
        else:
            self._composer.text("\n")
        wiki_inline.write(self._composer, bare)

    def _heading(self, level: int, words: str) -> None:
        self._fresh()
        self._composer.begin("heading", level=level)
        wiki_inline.write(self._composer, words.strip())
        self._composer.end()

    def _item(self, level: int, words: str) -> None:
        self._end_paragraph()
        self._end_items(level)
        self._composer.nesting = level
        box = _BOX.fullmatch(words)
        if box:
            self._composer.begin("task", done=box[1] in ("x", "X"))
        else:
            self._composer.begin("item")
        wiki_inline.write(self._composer, (box[2] if box else words).strip())
        self._items.append(level)

    def _fresh(self) -> None:
        self._end_paragraph()
        self._end_items(0)

    def _end_paragraph(self) -> None:
        if self._paragraph:
            self._composer.end()
            self._paragraph = False

    def _end_items(self, level: int) -> None:
        """Close the open items from this level on; 0 closes all."""
        while self._items and self._items[-1] >= level:
            self._items.pop()
            self._composer.end()

    def _end_row(self) -> None:
        if not self._row:
            return
        row, self._row = "\n".join(self._row), []
        if _MARKDOWN_RULE.fullmatch(row):
            return
        self._composer.begin("row")
        cells = list(_CELL.finditer(row))
        for cell in cells:
            if cell is cells[-1] and not cell[2].strip():
                break
            if wiki_inline.is_plain(cell[2]):
                self._composer.cell_of(cell[2], header=cell[1] == "||")
                continue
            self._composer.begin_cell(header=cell[1] == "||")
            for number, line in enumerate(cell[2].split("\n")):
                if number:
                    self._composer.text("\n")
                wiki_inline.write(self._composer, line.strip())
            self._composer.end_cell()
        self._composer.end()
