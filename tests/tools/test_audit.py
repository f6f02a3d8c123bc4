"""`make audit` lets no licence and no vulnerability through, and does not call sound what nobody looked up."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from tools import audit

FLAWED = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
SOUND = {"name": "fine", "version": "1.0", "vulns": []}
SKIPPED = {"name": "own", "skip_reason": "not found"}


def test_every_pinned_package_has_a_licence_that_is_allowed() -> None:
    looked_at = list(audit.licences())
    assert [(name, licence) for name, licence, good in looked_at if not good] == []
    assert len(looked_at) > 40


@pytest.mark.parametrize(
    ("expression", "good"),
    [
        ("MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT OR Apache-2.0)", True),
        ("none named", False),
        ("", False),
    ],
)
def test_a_choice_needs_one_and_a_sum_needs_all(expression: str, good: bool) -> None:
    assert audit.allowed(expression) is good


def test_what_is_known_is_told_with_its_cure() -> None:
    well, lines = audit.told([FLAWED, SOUND, SKIPPED])
    assert not well
    assert lines[0] == "Known vulnerabilities looked up for 2 of 3 pinned packages."
    assert "mended in 1.1" in lines[1]


@pytest.mark.parametrize("found", [None, [], [SKIPPED]])
def test_what_nobody_looked_up_is_not_called_sound(found: list[object] | None) -> None:
    well, lines = audit.told(found)
    assert well
    assert "were not looked up" in lines[0]


def test_every_requirement_is_pinned_and_hashed() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-bootstrap.lock"):
        blocks = (ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
        wanted = [line for line in blocks if line.strip() and not line.startswith("#")]
        assert wanted
        assert [line for line in wanted if "==" not in line or "--hash=sha256:" not in line] == [], name


def test_neither_the_image_nor_a_lock_names_a_registry() -> None:
    for name in ("Dockerfile", "requirements.lock", "requirements-dev.lock", "requirements-bootstrap.lock"):
        assert "://" not in (ROOT / name).read_text("utf-8").replace("http://127.0.0.1", ""), name


def test_the_image_runs_as_nobody_in_particular_and_says_whether_it_is_well() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    assert "USER 10001" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert [line.split()[1] for line in lines if line.startswith("FROM")] == ["python:3.12-slim"] * 2
