"""How the C library keeps memory that was freed: in few places, where it is found again."""

from __future__ import annotations

import ctypes

M_ARENA_MAX = -8
"""glibc's name for it (malloc.h, mallopt(3))."""
FEW = 2


def few_arenas() -> bool:
    """Before any thread is begun; whether the C library knows how. By default glibc gives each thread an arena, eight a
    core, and what is freed in one serves no other: fuzzing added 32 MB in 80,000 payloads, of which 1 MB was in use."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(mallopt(M_ARENA_MAX, FEW))
