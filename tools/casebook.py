"""Check `tests/casebook/disagreements.md` against the rules: `python -m tools.casebook [--write]`.

Prints the rows that are missing and those that are no longer true. With `--write` the list is rewritten; a row that
stays keeps its reason, a new one only says what was seen, for a person to look into.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator

from tools.casebook_tickets import FOLDER, PAIRS, TRANSLATED, casebook_tickets, language_holds, shape_holds

LIST = FOLDER / "disagreements.md"
ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| (.*) \|$", re.MULTILINE)
HEAD = "|---|---|---|\n"


def seen() -> Iterator[tuple[str, str, str]]:
    """The ticket, the expectation that the rules do not meet, and what they say instead."""
    for ticket in casebook_tickets():
        for missed in sorted(ticket.misses()):
            yield ticket.name, missed, f"the rules say {ticket.said(missed)}"
    for path in PAIRS:
        if not shape_holds(path):
            yield f"pairs/{path.name}", "same verdict", "the two are judged apart"
    for one, other in TRANSLATED:
        if not language_holds(one, other):
            yield one, f"same verdict as {other}", "the two are judged apart"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="write the list anew")
    write = asked.parse_args().write
    text = LIST.read_text(encoding="utf-8")
    listed = {(ticket, expectation): reason for ticket, expectation, reason in ROW.findall(text)}
    found = {(ticket, expectation): reason for ticket, expectation, reason in seen()}
    for row in sorted(listed.keys() - found.keys()):
        print("no longer true:", *row)
    for row in sorted(found.keys() - listed.keys()):
        print("missing:", *row, "-", found[row])
    if write:
        rows = [
            f"| `{one}` | `{what}` | {listed.get((one, what), reason)} |\n" for (one, what), reason in found.items()
        ]
        LIST.write_text(text.partition(HEAD)[0] + HEAD + "".join(rows), encoding="utf-8")
    elif found.keys() != listed.keys():
        sys.exit(1)


if __name__ == "__main__":
    main()
