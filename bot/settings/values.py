"""How a setting's value is written in the environment: short forms and JSON, read strictly. Pure; raises `ValueError`
with a message that continues the sentence "HANDOFF_X …" and never contains the value, which may be secret."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

from bot.schedule import QuietHours


def web_address(value: str) -> str:
    """A web address as it was given, without surrounding white space. User names, queries and fragments are refused."""
    value = value.strip()
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        usable = usable and value.isprintable() and " " not in value
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("is not a full URL that starts with https://")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("holds more than host and path")
    return value


WebAddress = Annotated[str, AfterValidator(web_address)]
"""A setting that is a web address."""


def given(value: str) -> str:
    """Without surrounding white space. Raises ValueError where nothing else is left."""
    if not value.strip():
        raise ValueError("is empty")
    return value.strip()


def secret(value: str) -> str:
    """A token without surrounding white space. Raises ValueError where nothing else is left, and for what an HTTP
    header cannot carry."""
    bare = given(value)
    if not (bare.isascii() and bare.isprintable()):
        raise ValueError("holds a character that no token has, as a line break or a mark that a copy left")
    return bare


def filled(value: SecretStr | None) -> SecretStr | None:
    """The same for a masked one, where there is one (see `secret`)."""
    return None if value is None else SecretStr(secret(value.get_secret_value()))


def started(value: SecretStr | None, starts: tuple[str, ...]) -> SecretStr | None:
    """Raises ValueError for a secret that starts with anything else."""
    if value is not None and not value.get_secret_value().startswith(starts):
        raise ValueError(f"does not start with {' or '.join(starts)}")
    return value


def words(value: Any) -> Any:
    """`a, b` as a tuple; anything but a string unchanged."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def channel_map(value: Any) -> Any:
    """`C0123=PAY,WEB; C0456=OPS`, or the same as a JSON object, as a mapping of channel to project keys."""
    return _paired(value, "does not pair each channel with its projects, as in C0123ABCD=PAY")


def write_map(value: Any) -> Any:
    """`PAY=comment,label; WEB=edit`, or the same as a JSON object, as a mapping of project key to kinds of writes."""
    return _paired(value, "does not pair each project with what may be written to its tickets, as in PAY=comment")


def _paired(value: Any, otherwise: str) -> Any:
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("{"):
        pairs = list(json_of(value).items())
    else:
        parts = [part.partition("=") for part in value.split(";") if part.strip()]
        pairs = [(name.strip(), listed) for name, _, listed in parts]
    mapped = {str(name): words(listed) for name, listed in pairs}
    if not all(name and listed and isinstance(listed, tuple | list) for name, listed in mapped.items()):
        raise ValueError(otherwise)
    return mapped


def site_list(value: Any) -> Any:
    """A JSON list of sites; the fields of each are checked by its model."""
    found = json_of(value) if isinstance(value, str) else value
    if not isinstance(found, list | tuple):
        raise ValueError("is not a JSON list")
    return found


def json_of(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError("is not JSON") from None


def hours_of(value: Any) -> Any:
    """`18:00-08:00 Europe/Helsinki` as the hours between; empty for none."""
    if not isinstance(value, str):
        return value or None
    return QuietHours.read(value) if value.strip() else None
