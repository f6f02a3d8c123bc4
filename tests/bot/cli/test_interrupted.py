"""Ctrl-C while a command waits for a Jira that says nothing."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

import pytest

from tests.fakes.waiting import PATIENCE

ROOT = Path(__file__).parents[3]
RUN = (sys.executable, "-c", "from bot.cli import main; main()")


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """A shell has whatever it starts in the background ignore Ctrl-C, and so would what is started here."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """Takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        yield server


@pytest.mark.parametrize("command", ["check PAY-1", "check PAY-1 --format json", "backtest project=PAY", "doctor"])
def test_ctrl_c_beside_a_silent_jira_ends_at_once(silent: socket.socket, command: str, tmp_path: Path) -> None:
    process = _waiting(silent, command, tmp_path)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    said, told = process.communicate(timeout=PATIENCE)
    assert time.monotonic() - began < 3  # the call itself would take ten
    assert said == b""
    assert told.decode().removeprefix("Judging\n") == "\nStopped before the end. It can be run again.\n"
    assert process.returncode == 130


def test_ctrl_c_leaves_a_page_as_it_was(silent: socket.socket, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("of last week")
    process = _waiting(silent, f"assess project=PAY --output {page}", tmp_path)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert page.read_text() == "of last week"


def _waiting(silent: socket.socket, command: str, folder: Path) -> Popen[bytes]:
    """The command, once it has called."""
    where = f"http://127.0.0.1:{silent.getsockname()[1]}"
    settings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HANDOFF_DATA": str(folder),
        "HANDOFF_JIRA_URL": where,
        "HANDOFF_JIRA_EMAIL": "bot@example.com",
        "HANDOFF_JIRA_TOKEN": "0123456789abcdefghijklmnopqrstuv",
        "HANDOFF_SLACK_URL": f"{where}/api/",
        "SLACK_BOT_TOKEN": "xoxb-1234567890-abcdefghijklmnop",
        "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    }
    process = Popen((*RUN, *command.split()), env=settings, cwd=folder, stdin=DEVNULL, stdout=PIPE, stderr=PIPE)
    calls.append(silent.accept()[0])
    time.sleep(0.2)  # what else it does at once, it has begun
    return process


calls: list[socket.socket] = []
"""Held open, unanswered."""
