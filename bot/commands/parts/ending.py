"""How a command ends that is stopped, or whose output cannot be written: with its own exit code, and never with a
traceback."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn, TextIO, cast

import click

STOPPED = 128 + signal.SIGINT
UNREAD = 128 + signal.SIGPIPE
"""As a shell reports a program that the signal ended; 1 and 2 have other meanings for a command."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Forgiving:
    """Standard error that may lose what is written to it, as on a full disk, without stopping a command."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


def open_missing_streams() -> None:
    """Replace the standard streams that the process was started without, so that no other file gets their number:
    reading gives nothing, writing to standard output fails, writing to standard error is dropped."""
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), "r")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = cast(TextIO, Forgiving(sys.stderr))


@contextmanager
def orderly_exit() -> Iterator[None]:
    """Wraps all that a command does: Ctrl-C, a reader that stopped reading and output that does not fit end it here."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo("\nStopped before the end. It can be run again.", err=True)
        raise click.exceptions.Exit(STOPPED) from None
    except OSError as error:
        if error.filename is None and error.errno == errno.EPIPE:
            raise click.exceptions.Exit(UNREAD) from error
        if error.filename is not None or error.errno not in (*NO_ROOM, errno.EBADF):
            raise
        click.echo(f"The output cannot be written: {_why(error)}", err=True)
        raise click.exceptions.Exit(2) from error


def _why(error: OSError) -> str:
    if error.errno == errno.EBADF:
        return "standard output is closed. Send it to a file, or to /dev/null."
    return f"{os.strerror(error.errno or 0)}. Make room where it goes."


def leave(status: object) -> NoReturn:
    """End the process; at once if it was stopped, without waiting for its threads."""
    try:
        sys.stdout.flush()
    except OSError:  # said above, or its reader has gone: the buffer would be flushed again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if status == STOPPED:
        leave_at_once(STOPPED)
    raise SystemExit(status)


def leave_at_once(status: int) -> NoReturn:
    """End the process without waiting for its threads, which may wait as long as a database is down."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(status)
