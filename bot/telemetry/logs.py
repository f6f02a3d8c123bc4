"""Logs: one line per event, ids only. Libraries' logs take the same way, without the words of their exceptions."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any, Literal

import structlog
from aiohttp.http_exceptions import HttpProcessingError
from structlog.typing import EventDict, Processor, WrappedLogger

OURS = ("bot", "checks")
"""Loggers whose messages appear at the configured level. Other libraries' messages below a warning may hold
statements with their values, bodies or addresses, and never appear."""
QUIET = ("aiohttp.access", "alembic", "dbos", "jira", "slack_bolt", "slack_sdk", "sqlalchemy", "urllib3")
"""Libraries that set up loggers of their own."""
DOOR = "aiohttp.server"
"""Who answers requests that cannot be read, and those that a handler failed on."""
HEADERS = "opentelemetry.util.re"
"""Who reads the headers that spans are sent with, and quotes one that it cannot read, its credential too."""
FRAMES = 6


def configure(form: Literal["text", "json"], level: str) -> None:
    """Send every log to standard error. Once, at start."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_words,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(form, shared))
    root = logging.getLogger()
    root.handlers = [handler]
    asked = logging.getLevelNamesMapping()[level.upper()]
    root.setLevel(max(asked, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(asked)
    logging.getLogger(DOOR).addFilter(_strangers_are_no_failures)
    logging.getLogger(HEADERS).addFilter(_without_value)
    quieten()


def quieten() -> None:
    """Libraries' own handlers off, and their chatter. Again after one of them has set itself up."""
    for name in QUIET:
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
        logger.setLevel(max(logger.level, logging.WARNING))


def _strangers_are_no_failures(record: logging.LogRecord) -> bool:
    """A request that is answered 400 can come from anybody, so it is not logged as an error of ours, which would wake
    whoever is on call."""
    if record.exc_info and isinstance(record.exc_info[1], HttpProcessingError):
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
    return True


def _without_value(record: logging.LogRecord) -> bool:
    record.msg, record.args = "A header of OTEL_EXPORTER_OTLP_HEADERS is left out. Write name=value,name=value.", ()
    return True


def _formatter(form: Literal["text", "json"], shared: list[Processor]) -> logging.Formatter:
    drawn: Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, drawn],
    )


def _without_words(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """An exception as its type and where it was raised: its words may quote a ticket, a token or a body."""
    found = event.pop("exc_info", None)
    record = event.get("_record")
    if record is not None:
        found = found or record.exc_info
        record.exc_info, record.exc_text = None, None
    error = _error(found)
    if error is not None:
        event["error"] = type(error).__name__
        event["frames"] = [f"{at.filename}:{at.lineno}" for at in traceback.extract_tb(error.__traceback__)[-FRAMES:]]
    return event


def _error(found: Any) -> BaseException | None:
    if isinstance(found, BaseException):
        return found
    if isinstance(found, tuple):
        return found[1] if isinstance(found[1], BaseException) else None
    return sys.exc_info()[1] if found else None
