"""Requests as runs of the engine: committed under the name of their kind, read back from their rows, and answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar

from pydantic import TypeAdapter

from bot.ports import Run


class Request(Protocol):
    """A frozen value that the engine can keep: each of its fields can be stored as JSON."""

    RUN: ClassVar[str]
    """The engine's name for runs of this kind. It is in committed rows, so it never changes."""

    @property
    def identity(self) -> str:
        """Identifies one run among those of its kind (design decision 2)."""
        ...


R = TypeVar("R", bound=Request)


class Starter(Protocol):
    """The engine, as intake sees it."""

    async def start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
        """Returns once the run is committed; starting the same identity again does nothing."""
        ...


class Registry(Protocol):
    """The engine, as the composition root sees it."""

    def register(self, name: str, handler: Callable[[Run, dict[str, Any]], Awaitable[None]]) -> None:
        """Set the handler for runs of this name, before the first begins."""
        ...


shape: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)
"""How values of a type are written and read. Cached: making one takes milliseconds, and every event needs it."""


def to_payload(request: Request) -> dict[str, Any]:
    """The request as the JSON object that the engine keeps."""
    payload: dict[str, Any] = shape(type(request)).dump_python(request, mode="json")
    return payload


def from_payload(kind: type[R], payload: dict[str, Any]) -> R:
    """The request again, without what a newer version added to it. Raises `pydantic.ValidationError` where a field is
    missing or has another type."""
    request: R = shape(kind).validate_python(payload)
    return request


async def submit(starter: Starter, request: Request) -> None:
    """Hand the request to the engine. Slack may be acknowledged once this returns."""
    await starter.start(request.RUN, request.identity, to_payload(request))


def serve(registry: Registry, kind: type[R], use_case: Callable[[Run, R], Awaitable[None]]) -> None:
    """Register the use case that answers requests of a kind."""

    async def answer(run: Run, payload: dict[str, Any]) -> None:
        await use_case(run, from_payload(kind, payload))

    registry.register(kind.RUN, answer)
