"""The benchmark of the digest runs, and its counts are right at any size."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.fakes.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[3]


def test_a_small_run_reads_every_page_once_and_little_the_second_time() -> None:
    command = (sys.executable, "-m", "benchmarks.digest", "--tickets", "500", "--latency", "0.001")
    out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
    found = json.loads(out[out.index("{\n") :])
    assert found["first week"]["calls"] in (10, 11), "ten pages, and perhaps one that was on its way when warm"
    assert found["second week"]["calls"] == 3
    assert "became ready: 10" in out
    assert found["memory"]["above idle"] < 60
