"""Fixtures shared by all tests: what stands beside the project, and whether its absence may be tolerated."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
REQUIRED = os.environ.get("HANDOFF_REQUIRE") == "1"

# How long an example takes to make or to try says how busy the machine is.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests are no garbage: they are not looked through for any while they are collected, nor at every
    collection of garbage after it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def absent(what: str, cure: str) -> None:
    """Skip by name, or fail where everything is required (`.ci/run` sets HANDOFF_REQUIRE=1)."""
    message = f"{what} is absent. {cure}"
    if REQUIRED:
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recorded payloads, schemas and labelled tickets beside the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        absent(
            "../shared", "Lay the folder of fixtures, specs and labelled tickets beside the project to run this test."
        )
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium to drive."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    absent("Chromium", "Install it, for example `apt-get install chromium`, to run this test.")
    raise AssertionError
