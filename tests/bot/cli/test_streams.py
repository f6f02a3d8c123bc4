"""Streams that a command was started without, that find no room, or that nobody reads any more."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.waiting import PATIENCE

ROOT = Path(__file__).parents[3]
RUN = (sys.executable, "-c", "from bot.cli import main; main()")
NOT_READY = 1
WITH_OUTPUT = (
    "--help",
    "--version",
    "rules",
    "explain CTX101",
    "check -",
    "check - --format json",
    "check - --format jsonl --input markdown",
    "backtest -",
    "assess -",
    "brief -",
    "policy show PAY",
    "keys new",
    "manifest",
)
NO_ROOM = "The output cannot be written: No space left on device. Make room where it goes.\n"
CLOSED = "The output cannot be written: standard output is closed. Send it to a file, or to /dev/null.\n"
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which this system has not")


def shell(command: str, redirected: str) -> subprocess.CompletedProcess[str]:
    line = f"exec {shlex.join(RUN)} {command} {redirected}"
    ticket = "# Say hello\n"
    return subprocess.run(
        ["sh", "-c", line], input=ticket, capture_output=True, text=True, cwd=ROOT, check=False, timeout=PATIENCE
    )


@full
@pytest.mark.parametrize("command", WITH_OUTPUT)
def test_output_that_finds_no_room_is_told_with_exit_code_2(command: str) -> None:
    done = shell(command, ">/dev/full")
    assert done.stderr.removeprefix("Judging\n") == NO_ROOM
    assert done.returncode == 2


@pytest.mark.parametrize("command", ["--help", "rules", "check -", "check - --format jsonl --input markdown"])
def test_a_closed_standard_output_is_told_with_exit_code_2(command: str) -> None:
    done = shell(command, ">&-")
    assert done.stderr == CLOSED
    assert done.returncode == 2


@pytest.mark.parametrize("command", ["--help", "rules", "check -", "assess -"])
def test_a_reader_that_left_ends_a_command_in_silence(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        (*RUN, *command.split()), input="# Say hello\n", stdout=writer, stderr=-1, text=True, cwd=ROOT, check=False
    )
    os.close(writer)
    assert done.stderr.removeprefix("Judging\n") == ""
    assert done.returncode == 141


@pytest.mark.parametrize("redirected", ["2>&-", pytest.param("2>/dev/full", marks=full)])
def test_words_on_standard_error_that_are_lost_change_nothing(redirected: str) -> None:
    assert shell("assess -", redirected).returncode == 0
    assert shell("check -", redirected).returncode == NOT_READY
    assert shell("explain NOPE", redirected).returncode == 2
    assert shell("nope", redirected).returncode == 2


def test_a_standard_input_that_was_closed_is_an_empty_one() -> None:
    done, empty = shell("check -", "<&-"), shell("check -", "</dev/null")
    assert (done.returncode, done.stdout, done.stderr) == (empty.returncode, empty.stdout, "")
