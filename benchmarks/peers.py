"""Times proselint and textstat (0.7.4: later ones fetch a corpus) on the texts from standard input, for `benchmarks/judging.py`; run by a Python that has them.

Standard input is a JSON array of texts, standard output one JSON object: name to milliseconds per text, in order.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator


def peers() -> Iterator[tuple[str, Callable[[str], object]]]:
    # Installed in an environment of their own (see benchmarks/judging.py), so no type checker of this project finds them.
    import textstat
    from proselint.checks import __register__
    from proselint.config import DEFAULT
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    registry = CheckRegistry()
    registry.register_many(__register__)
    yield "proselint, its default checks", lambda text: LintFile("<ticket>", text or "-").lint(DEFAULT)
    yield (
        "textstat, four readability scores",
        lambda text: (
            textstat.flesch_reading_ease(text),
            textstat.flesch_kincaid_grade(text),
            textstat.gunning_fog(text),
            textstat.dale_chall_readability_score(text),
        ),
    )


def main() -> None:
    texts = json.load(sys.stdin)
    taken: dict[str, list[float]] = {}
    for name, look in peers():
        look("A first text, so that nothing is loaded while it is timed; textstat remembers the texts it has seen.")
        times = taken.setdefault(name, [])
        for text in texts:
            before = time.process_time()
            look(text)
            times.append((time.process_time() - before) * 1000)
    json.dump(taken, sys.stdout)


if __name__ == "__main__":
    main()
