"""What this process holds: memory it has from the machine, what of it is in use, and Python's blocks and objects."""

from __future__ import annotations

import ctypes
import gc
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

MB = 2**20
_FIELDS = ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")


class _Info(ctypes.Structure):
    """glibc's `struct mallinfo2` (sourceware.org/glibc/manual: Statistics for Memory Allocation with malloc)."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in _FIELDS)


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes, where nothing else is said. What is resident and not in use was freed, and the allocator keeps it."""

    resident: int
    in_use: int
    """Of the C allocator: texts and bodies, database pages, buffers. 0 where it does not tell."""
    sqlite: int
    """Of that, SQLite's: its caches of pages above all, which take 2 MB a connection at most. 0 where it does not tell."""
    blocks: int
    """Of Python's own allocator, in use: a number, that of all small values."""
    tracked: int
    """Objects that the garbage collector knows."""

    def __str__(self) -> str:
        return (
            f"{self.resident / MB:.1f} MB resident, {self.in_use / MB:.1f} MB in use ({self.sqlite / MB:.1f} SQLite's) "
            f"beside {self.blocks:,} blocks "
            f"and {self.tracked:,} objects"
        )


def held() -> Held:
    """Now, after a full collection."""
    gc.collect()
    return Held(resident(), _in_use(), _of_sqlite(), sys.getallocatedblocks(), len(gc.get_objects()))


def resident() -> int:
    """Bytes of memory that this process has now (Linux), or had at most."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().split("VmRSS:")[1].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _in_use() -> int:
    try:
        told = ctypes.CDLL(None).mallinfo2
    except (AttributeError, OSError, TypeError):
        return 0
    told.restype = _Info
    found = told()
    return int(found.uordblks) + int(found.hblkhd)


def _of_sqlite() -> int:
    try:
        told = ctypes.CDLL("libsqlite3.so.0").sqlite3_memory_used
    except (AttributeError, OSError):
        return 0
    told.restype = ctypes.c_int64
    return int(told())
