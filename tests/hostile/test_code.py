"""What a security reviewer would look for in the code with patterns: none of it is there, and what a linter was told to pass
over says why beside it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
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


def calls(file: Path) -> Iterator[tuple[ast.Call, str]]:
    """Each call with the name of what is called."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def keywords(call: ast.Call) -> dict[str, str]:
    return {word.arg: ast.unparse(word.value) for word in call.keywords if word.arg}


@pytest.mark.parametrize("file", FILES, ids=named)
def test_nothing_runs_or_loads_what_comes_from_outside(file: Path) -> None:
    for call, name in calls(file):
        assert name not in FORBIDDEN, f"{name} in line {call.lineno}"
        assert keywords(call).get("shell") != "True", f"a shell in line {call.lineno}"


@pytest.mark.parametrize("file", [file for file in FILES if "sandbox" not in file.parts], ids=named)
def test_no_call_to_outside_follows_a_redirect_or_trusts_any_certificate(file: Path) -> None:
    for call, name in calls(file):
        given = keywords(call)
        assert given.get("verify") != "False" and given.get("ssl") != "False", f"line {call.lineno}"
        owner, _, method = name.rpartition(".")
        if method in CALLS and owner.rpartition(".")[2] in SESSIONS:
            assert given.get("allow_redirects") == "False", f"line {call.lineno}: {name}"


@pytest.mark.parametrize("file", FILES, ids=named)
def test_no_sql_is_put_together_from_values(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    if not any(isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy" for node in ast.walk(tree)):
        return
    for call, name in calls(file):
        if name in ("text", "sa.text", "op.execute", "connection.exec_driver_sql"):
            assert not any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in call.args), f"line {call.lineno}"


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
