"""A log line holds event names and ids; an exception is its type and its place."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest
import structlog
from aiohttp import web
from opentelemetry.util.re import parse_env_headers

from bot.telemetry import logs

SECRET = "the words of a ticket"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_of_ours_is_one_json_object_with_the_run_it_belongs_to(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json", "info")
    with structlog.contextvars.bound_contextvars(run="msg:1"):
        structlog.get_logger("bot.test").info("card.posted", key="PAY-1")
    (line,) = lines(capsys)
    assert (line["event"], line["run"], line["key"], line["level"]) == ("card.posted", "msg:1", "PAY-1", "info")


def test_an_exception_is_logged_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json", "info")
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        structlog.get_logger("bot.test").error("it.failed", exc_info=error)
        logging.getLogger("a.library").exception("it failed")
    ours, theirs = lines(capsys)
    for line in (ours, theirs):
        assert line["error"] == "ValueError"
        assert SECRET not in json.dumps(line)
        assert "test_logs.py" in str(line["frames"])


def test_a_header_of_the_collector_that_cannot_be_read_is_told_without_its_credential(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("json", "info")
    assert parse_env_headers(SECRET, liberal=True) == parse_env_headers(SECRET) == {}
    told = lines(capsys)
    assert len(told) == 2 and SECRET not in json.dumps(told)
    assert all("OTEL_EXPORTER_OTLP_HEADERS" in str(line["event"]) for line in told)


def test_libraries_that_log_bodies_say_only_their_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json", "debug")
    for name in logs.QUIET:
        logging.getLogger(name).debug(SECRET)
        logging.getLogger(name).info(SECRET)
    assert lines(capsys) == []


def test_the_text_form_is_one_readable_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("text", "info")
    structlog.get_logger("bot.test").info("card.posted", key="PAY-1")
    (line,) = capsys.readouterr().err.splitlines()
    assert "card.posted" in line and "key=PAY-1" in line


async def test_a_request_that_nobody_can_read_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json", "info")
    runner = web.AppRunner(web.Application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection(*runner.addresses[0][:2])
    writer.write(b"GET /" + SECRET.replace(" ", "%").encode() + b"x" * 9_000 + b" HTTP/1.1\r\n\r\n")
    assert b" 400 " in await reader.readline()
    writer.close()
    await runner.cleanup()
    (line,) = lines(capsys)
    assert (line["level"], line["error"]) == ("warning", "LineTooLong")
    assert "the%words" not in json.dumps(line)
