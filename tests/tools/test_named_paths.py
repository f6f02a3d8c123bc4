"""What pages and docstrings name is there: files and headings that links lead to, paths and modules in code marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = "bot|checks|tests|tools|benchmarks|docs|deploy"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s#]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(rf"`((?:{FOLDERS})/[\w./-]*)`")
MODULE = re.compile(rf"(?:`|python -m )((?:{FOLDERS})(?:\.[A-Za-z_]\w*)+)")
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "tests/**/*.md", "tools/**/*.md", "checks/**/*.md", "benchmarks/*.md")
    for path in ROOT.glob(pattern)
    if path.name != "CHANGELOG.md" and path.parent.name != "rules" and "casebook" not in path.parts
)
"""Pages of rules quote tickets, the casebook is tickets, and the changelog names what was."""


def anchors(page: Path) -> set[str]:
    """The names by which the page's headings can be linked to, as GitHub makes them."""
    titles = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def named(page: Path) -> Iterator[tuple[str, bool]]:
    """Each thing a page names, and whether it is there."""
    text = page.read_text(encoding="utf-8")
    for link, heading in LINK.findall(FENCED.sub("", text)):
        if "://" not in link and not link.startswith("mailto:"):
            target = page.parent / link if link else page
            yield f"{link}#{heading}".rstrip("#"), target.exists() and (not heading or heading in anchors(target))
    for path in PATH.findall(text):
        yield path, (ROOT / path).exists()
    for module in MODULE.findall(text):
        yield module, _module(module)


def _module(name: str) -> bool:
    """A module, a package, or something in one."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        base = ROOT.joinpath(*parts[:count])
        file = base.with_suffix(".py") if base.with_suffix(".py").is_file() else base / "__init__.py"
        if file.is_file():
            return count == len(parts) or re.search(rf"\b{parts[count]}\b", file.read_text("utf-8")) is not None
        if base.is_dir():
            return count == len(parts)
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_there(page: Path) -> None:
    assert [name for name, there in named(page) if not there] == []


def test_a_module_that_a_docstring_names_is_there() -> None:
    """It moves with its folder, and no import breaks where only words name it."""
    sources = [path for folder in ("bot", "checks", "tools") for path in (ROOT / folder).rglob("*.py")]
    lost = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources
        for name in MODULE.findall(path.read_text("utf-8"))
        if not _module(name)
    }
    assert lost == set()


def test_a_name_that_is_gone_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# On it\n[a](gone.md#x) [b](page.md#on-it) [c](#off-it) `bot/gone.py` `bot.ports.Gone` `python -m tools.gone` "
        "`bot/ports.py` `bot.ports.Run`"
    )
    assert [name for name, there in named(page) if not there] == [
        "gone.md#x",
        "#off-it",
        "bot/gone.py",
        "bot.ports.Gone",
        "tools.gone",
    ]
