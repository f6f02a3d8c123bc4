"""Memory that was freed is kept in few places."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

import pytest

from bot.commands.parts import arenas


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc has arenas")
def test_the_c_library_is_asked_for_few_arenas(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    class Library:
        def mallopt(self, name: int, value: int) -> int:
            asked.append((name, value))
            return 1

    monkeypatch.setattr(ctypes, "CDLL", lambda _: Library())
    assert arenas.few_arenas()
    assert asked == [(arenas.M_ARENA_MAX, arenas.FEW)]


def test_a_c_library_that_knows_no_arenas_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(_: Any) -> object:
        return object()

    monkeypatch.setattr(ctypes, "CDLL", without)
    assert not arenas.few_arenas()
