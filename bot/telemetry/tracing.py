"""Spans for OpenTelemetry, where the extra is installed and a place to send them is set; else nothing, at no cost.

What a run does is one trace, whichever processes do it: its id comes of the run's identity, and stands in the logs as
`trace`. Names and ids only, never a ticket's words.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

ENDPOINT = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""OpenTelemetry's own variables: with neither, no spans are made."""
_trace: ContextVar[str] = ContextVar("trace", default="")
_tracer: Any = None
_provider: Any = None


def trace_of(identity: str) -> str:
    """The trace id of a run: 32 hexadecimal digits."""
    return hashlib.sha256(identity.encode()).hexdigest()[:32]


def wanted() -> bool:
    return any(os.environ.get(name) for name in ENDPOINT)


def enable(exporter: Any = None) -> bool:
    """Make spans from now on, sent to `exporter` or by OTLP over HTTP to where the environment says; False where the
    extra `otel` is not installed. Raises `ValueError` where OpenTelemetry refuses one of its variables."""
    global _tracer, _provider
    try:
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

        if exporter is None:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

            processor: Any = BatchSpanProcessor(OTLPSpanExporter())
        else:
            processor = SimpleSpanProcessor(exporter)
    except ImportError:
        return False
    resource = Resource.create({"service.name": "handoff", **OTELResourceDetector().detect().attributes})
    _provider = TracerProvider(resource=resource, id_generator=_ids())
    _provider.add_span_processor(processor)
    _tracer = _provider.get_tracer("handoff")
    return True


def disable() -> None:
    """Send what is left, and make no more. Blocking."""
    global _tracer, _provider
    if _provider is not None:
        _provider.shutdown()
    _tracer = _provider = None


@contextmanager
def root(name: str, identity: str) -> Iterator[None]:
    """The first span of what one process does of a run."""
    if _tracer is None:
        yield
        return
    from opentelemetry.context import Context

    before = _trace.set(trace_of(identity))
    try:
        with _span(name, {"handoff.run": identity}, context=Context()):
            yield
    finally:
        _trace.reset(before)


@contextmanager
def span(name: str, **ids: str) -> Iterator[None]:
    """A part of the span that is open in this task."""
    if _tracer is None:
        yield
        return
    with _span(name, {f"handoff.{key}": value for key, value in ids.items()}):
        yield


@contextmanager
def _span(name: str, attributes: dict[str, str], **options: Any) -> Iterator[None]:
    """The span of a failed step holds the error's type only, because its words may quote a ticket."""
    with _tracer.start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False, **options
    ) as made:
        try:
            yield
        except Exception as error:  # whatever it is, it goes on to the caller
            from opentelemetry.trace import StatusCode

            made.set_status(StatusCode.ERROR)
            made.set_attribute("error.type", type(error).__name__)
            raise


def _ids() -> Any:
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class OfTheRun(RandomIdGenerator):
        def generate_trace_id(self) -> int:
            given = _trace.get()
            return int(given, 16) if given else super().generate_trace_id()

    return OfTheRun()
