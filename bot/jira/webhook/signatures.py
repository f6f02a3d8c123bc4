"""Whether a webhook's request was sent by Jira, in each of the ways in which it says so. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime

from bot.jira.values import mapping


def genuine(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Signed with the secret of the webhook: `X-Hub-Signature: sha256=…` over the raw body (Cloud's admin webhooks and
    Data Center), or the secret itself in `X-Handoff-Secret`, where a rule of Jira Automation sends the request. An
    empty secret makes nothing genuine. `headers` is read without regard to case."""
    if not secret:
        return False
    method, _, given = headers.get("X-Hub-Signature", "").partition("=")
    if given:
        signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return method == "sha256" and same(signed, given.strip().lower())
    return same(headers.get("X-Handoff-Secret", ""), secret)


def same(one: str, other: str) -> bool:
    """Compared in constant time. Bytes of a header that are no text stand in it as lone surrogates."""
    first, second = (text.encode(errors="surrogateescape") for text in (one, other))
    return hmac.compare_digest(first, second)


def genuine_token(headers: Mapping[str, str], secret: str, *, now: datetime) -> bool:
    """Sent by a dynamic webhook, which signs no body: a JSON Web Token with the app's secret, HS256 and nothing else
    (RFC 7515, 7519), that has not expired."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    parts = token.strip().split(".")
    if not secret or scheme.lower() not in ("bearer", "jwt") or len(parts) != 3:
        return False
    try:
        signed = hmac.new(secret.encode(), ".".join(parts[:2]).encode("ascii"), hashlib.sha256).digest()
        head, claims = (mapping(json.loads(_unpadded(part))) for part in parts[:2])
        given = _unpadded(parts[2])
    except (ValueError, RecursionError):
        return False
    ends = claims.get("exp")
    lives = isinstance(ends, int) and not isinstance(ends, bool) and ends >= now.timestamp()
    return head.get("alg") == "HS256" and lives and hmac.compare_digest(signed, given)


def _unpadded(part: str) -> bytes:
    """Base64url without its padding. Raises: ValueError."""
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None
