"""Makes the C library keep freed memory in few arenas, where it is found again."""

from __future__ import annotations

import ctypes

M_ARENA_MAX = -8
"""glibc's name for it (malloc.h, mallopt(3))."""
FEW = 2


def few_arenas() -> bool:
    """Call it before any thread is started; whether the C library supports it.

    By default glibc gives each thread an arena, up to eight per core, and memory freed in one serves no other:
    fuzzing added 32 MB in 80,000 payloads, of which 1 MB was in use.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(mallopt(M_ARENA_MAX, FEW))
