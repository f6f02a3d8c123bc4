"""docs/reference/security.md, made from the cases: `python -m tests.hostile.page`."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.cases import GROUPS

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/security.md"
HEAD = """\
# Hostile input, and what becomes of it

Made from `tests/hostile/cases.py` by `python -m tests.hostile.page`; each input is a test that runs with all others.
Nothing of what is listed here reaches another host, mentions anybody, or makes the bot do more than stands before it.
"""


def page() -> str:
    """The page's text."""
    total = sum(len(cases) for _, _, cases in GROUPS)
    parts = [HEAD, f"\n{total} inputs.\n"]
    for title, promise, cases in GROUPS:
        parts += [f"\n## {title}\n\n{promise}\n\n"]
        for outcome in dict.fromkeys(case.outcome for case in cases):
            names = "; ".join(case.name for case in cases if case.outcome == outcome)
            parts += [f"- **{outcome}**: {names}\n"]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
