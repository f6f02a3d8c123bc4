"""What a security reviewer would look for in the code with patterns: none of it is there, and what a linter was told to pass
over says why beside it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = [file for part in ("bot", "checks") for file in sorted((ROOT / part).rglob("*.py"))]
FORBIDDEN = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "pickle.loads",
    "marshal.loads",
    "yaml.load",
    "os.system",
    "os.popen",
}
CALLS = {"get", "post", "put", "head", "request", "send"}
SESSIONS = ("session", "_session")
SUPPRESSED = re.compile(r"#\s*(noqa: S\d+|nosec)[^-]*(?P<reason>- \w+.*)?$")


@dataclass(frozen=True)
class Call:
    """What these tests ask of a call; the tree of its file would be large to keep."""

    line: int
    name: str
    keywords: dict[str, str]
    pieced: bool
    """Whether an argument is put together from parts."""


@cache
def calls(file: Path) -> list[Call]:
    return [
        Call(
            node.lineno,
            ast.unparse(node.func),
            {word.arg: ast.unparse(word.value) for word in node.keywords if word.arg},
            any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in node.args),
        )
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", FILES, ids=named)
def test_nothing_runs_or_loads_what_comes_from_outside(file: Path) -> None:
    for call in calls(file):
        assert call.name not in FORBIDDEN, f"{call.name} in line {call.line}"
        assert call.keywords.get("shell") != "True", f"a shell in line {call.line}"


@pytest.mark.parametrize("file", [file for file in FILES if "sandbox" not in file.parts], ids=named)
def test_no_call_to_outside_follows_a_redirect_or_trusts_any_certificate(file: Path) -> None:
    for call in calls(file):
        given = call.keywords
        assert given.get("verify") != "False" and given.get("ssl") != "False", f"line {call.line}"
        owner, _, method = call.name.rpartition(".")
        if method in CALLS and owner.rpartition(".")[2] in SESSIONS:
            assert given.get("allow_redirects") == "False", f"line {call.line}: {call.name}"


@pytest.mark.parametrize("file", FILES, ids=named)
def test_no_sql_is_put_together_from_values(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    if not any(isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy" for node in ast.walk(tree)):
        return
    for call in calls(file):
        if call.name in ("text", "sa.text", "op.execute", "connection.exec_driver_sql"):
            assert not call.pieced, f"line {call.line}"


@pytest.mark.parametrize("file", [file for file in FILES if "render" in file.parts], ids=named)
def test_only_one_place_makes_text_that_slack_reads_as_markup(file: Path) -> None:
    """Elsewhere text is plain, so whatever is in it means nothing."""
    strings = (node.value for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Constant))
    assert "mrkdwn" not in list(strings)


def test_what_a_linter_passes_over_has_its_reason_beside_it() -> None:
    tools = sorted((ROOT / "tools").rglob("*.py"))
    for file in (*FILES, *tools):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if found := SUPPRESSED.search(line):
                assert found["reason"], f"{named(file)}:{number}"
