"""Output that finds no room where it goes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which this system has not")
@pytest.mark.parametrize(
    "command", [("rules",), ("explain", "CTX101"), ("check", "-"), ("check", "--format", "jsonl", "-"), ("brief", "-")]
)
def test_output_that_finds_no_room_is_told_with_exit_code_2(command: tuple[str, ...]) -> None:
    run = (sys.executable, "-c", "from bot.cli import main; main()", *command)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            run, input="# Say hello\n", stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False
        )
    assert done.stderr == "The output cannot be written: No space left on device. Make room where it goes.\n"
    assert done.returncode == 2
