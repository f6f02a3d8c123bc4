"""Spans from the event to the post: one trace, whose id the logs have, without a ticket's words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from structlog.testing import capture_logs

from bot import process
from bot.app import build
from bot.sandbox import Sandbox
from bot.telemetry import tracing
from tests.bot.app.test_app import CHANNEL, USER, said, settings
from tests.bot.app.test_app import sandbox as sandbox
from tests.fakes.waiting import until


@pytest.fixture
def exported() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    assert tracing.enable(exporter)
    yield exporter
    tracing.disable()


async def test_an_event_its_fetch_its_verdict_and_its_post_are_one_trace(
    exported: InMemorySpanExporter, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = build(settings(sandbox, tmp_path, monkeypatch), socket=False)
    await bot.start()
    sandbox.slack.http.urls = [f"http://127.0.0.1:{bot.port}/slack/events"]
    message = await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-12"))
    await until(lambda: len(said(sandbox)) == 1)
    await bot.close()
    trace = int(tracing.trace_of(f"msg:T0SANDBOX:{CHANNEL}:{message.ts}"), 16)
    spans = [span for span in exported.get_finished_spans() if span.context.trace_id == trace]
    assert {"start judge", "run judge", "step judge", "fetch", "evaluate", "step card", "slack chat.postMessage"} <= {
        span.name for span in spans
    }
    parents = {span.name: span.parent for span in spans}
    assert (parents["start judge"], parents["run judge"]) == (None, None)
    assert parents["fetch"] is not None
    words = sandbox.jira.issue("PAY-12").summary
    assert not any(words in str(value) for span in spans for value in (span.attributes or {}).values())


def test_a_failed_part_says_the_kind_of_error_and_none_of_its_words(exported: InMemorySpanExporter) -> None:
    with (
        pytest.raises(ValueError, match="secret"),
        tracing.root("run judge", "msg:1"),
        tracing.span("fetch", key="A-1"),
    ):
        raise ValueError("the secret words of a ticket")
    fetch, run = exported.get_finished_spans()
    assert fetch.attributes == {"handoff.key": "A-1", "error.type": "ValueError"}
    assert not (*fetch.events, *run.events)
    assert "secret" not in fetch.to_json() + run.to_json()


def test_a_run_taken_over_by_another_process_goes_on_in_the_same_trace(exported: InMemorySpanExporter) -> None:
    for _ in range(2):
        with tracing.root("run judge", "msg:1"):
            pass
    first, second = exported.get_finished_spans()
    assert first.context.trace_id == second.context.trace_id == int(tracing.trace_of("msg:1"), 16)


def test_without_the_extra_or_an_endpoint_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tracing.ENDPOINT:
        monkeypatch.delenv(name, raising=False)
    assert not tracing.wanted()
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    assert not tracing.enable()
    with tracing.root("run judge", "msg:1"), tracing.span("fetch", key="PAY-1"):
        pass


async def test_the_logs_of_a_run_have_its_trace(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import structlog

    bound: list[dict[str, Any]] = []
    bot = build(settings(sandbox, tmp_path, monkeypatch), socket=False)
    await bot.start()
    whole = bot._engine.execute

    async def execute(*given: Any) -> None:
        await whole(*given)
        bound.append(structlog.contextvars.get_contextvars())

    monkeypatch.setattr(bot._engine, "execute", execute)
    sandbox.slack.http.urls = [f"http://127.0.0.1:{bot.port}/slack/events"]
    with capture_logs():
        await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-12"))
        await until(lambda: bool(bound))
    await bot.close()
    assert bound[0]["trace"] == tracing.trace_of(bound[0]["run"])


def test_the_service_is_named_as_the_environment_names_it_else_handoff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_SERVICE_NAME", raising=False)
    monkeypatch.delenv("OTEL_RESOURCE_ATTRIBUTES", raising=False)
    assert service_named() == "handoff"
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "service.name=staging,deployment.environment=test")
    assert service_named() == "staging"
    monkeypatch.setenv("OTEL_SERVICE_NAME", "handoff-emea")
    assert service_named() == "handoff-emea"


def service_named() -> object:
    exporter = InMemorySpanExporter()
    assert tracing.enable(exporter)
    with tracing.root("run judge", "msg:1"):
        pass
    tracing.disable()
    (span,) = exporter.get_finished_spans()
    return span.resource.attributes["service.name"]


def test_a_variable_that_opentelemetry_refuses_costs_the_spans_and_not_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sender = ModuleType("trace_exporter")
    sender.__dict__["OTLPSpanExporter"] = InMemorySpanExporter
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", sender)
    monkeypatch.setenv(tracing.ENDPOINT[0], "http://127.0.0.1:4318")
    monkeypatch.setenv("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "100000")
    with capture_logs() as told:
        process._trace()
    assert [line["event"] for line in told] == ["tracing.refused"]
