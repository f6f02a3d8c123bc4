"""Lines that were pasted: what a machine wrote, and code that somebody could run."""

from __future__ import annotations

import re

FURTHEST = 80
"""Lines looked at: the rest of a longer paste says nothing more."""
_SIGN = re.compile(r"[(:;={}>]")
_OPENS = re.compile(r"\s*(?:\$|@|from |import |File |SELECT |CREATE |INSERT |UPDATE |DELETE |select |insert |create )")
"""What every such line contains or opens with; most lines of prose do neither."""
_MACHINE = re.compile(
    r"\s*(?:at\s+[\w$.<>/ ]+\(|at\s+[\w$<>]+(?:\.[\w$<>]+)+|[\w$]+(?:\.[\w$<>]+){2,}\s*\(|File \".*\", line \d+|\.\.\. \d+ more"
    r"|Caused by:|Traceback\b|-? ?(?:locked|waiting|parking)\b.*<0x|\"[^\"]*\" .*prio=|[\w$]+(?:\.[\w$]+)+(?:Exception|Error)\b\s*(?::|$)"
    r"|[A-Z]\w*(?:Exception|Error)\s*(?::|$))"
    r"|\W*(?:(?:INFO|WARN(?:ING)?|ERROR|DEBUG|FATAL)\b|\d{4}-\d\d-\d\d[ T]\d|\d\d?:\d\d:\d\d|\d{4}/\d\d/\d\d \d)"
)
"""A frame of a trace, a thread dump, a timestamped log line."""
_CODE = re.compile(
    r"\s*(?:>>>|\.\.\. |In ?\[\d+\]|\$ \S|\w+> \S|from [\w.]+ import|import [\w.*]+(?: as \w+)?;?\s*$|def \w+\(|class \w+.*[:{(]"
    r"|@\w+(?:\(|\s*$)|(?:public|private|static) .*[({;]|(?:SELECT|CREATE|INSERT|ALTER|UPDATE|DELETE) \w|select .+ from |insert into "
    r"|create (?:table|view|index) |<[\w:?/!]|[\w.\[\]]+ ?= ?\S|[\w.]+\([^)]*\)\s*$)"
)
"""A statement, a call, a prompt with a command, a markup element; how it opens."""
_CODE_ENDS = (";", "{", "}")


def pasted_lines(words: str) -> tuple[int, int]:
    """How many of the first lines a machine wrote, and how many others are code. Linear in a line's length."""
    machine = code = 0
    for line in words.split("\n", FURTHEST)[:FURTHEST]:
        if not _SIGN.search(line) and not _OPENS.match(line):
            continue
        if _MACHINE.match(line):
            machine += 1
        elif line.rstrip().endswith(_CODE_ENDS) or _CODE.match(line):
            code += 1
    return machine, code
