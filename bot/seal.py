"""Encryption at rest of what must be stored but read by nobody: `response_url`s, tokens, what a person is typing."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
"""The form in which Fernet writes its keys; Fernet's own parser ignores characters that do not belong in one."""


class Seal:
    """Seals with the first key, opens with any."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._first = Fernet(keys[0])
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    @classmethod
    def of(cls, own_keys: Sequence[str], token: str) -> Seal:
        """With the operator's keys, or else one derived from the bot token, which still opens what it sealed once
        there are keys. Without either, it opens nothing, and what it seals is lost when the process ends."""
        derived = [derived_key(token)] if token else []
        return cls([*own_keys, *derived] or [new_key()])

    @classmethod
    def passing(cls) -> Seal:
        """With a key that is not stored: what it seals is lost when the process ends."""
        return cls([new_key()])

    def close(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode("utf-8", "surrogatepass")).decode()

    def open(self, sealed: str) -> str | None:
        """The secret; None when none of our keys sealed it."""
        try:
            return self._fernet.decrypt(sealed.encode("ascii")).decode("utf-8", "surrogatepass")
        except (InvalidToken, ValueError):
            return None

    def renew(self, sealed: str) -> str | None:
        """The same secret sealed with the first key, with its age kept; unchanged where it is so already, None where
        none of our keys opens it."""
        try:
            self._first.decrypt(sealed.encode("ascii"))
        except (InvalidToken, ValueError):
            pass
        else:
            return sealed
        try:
            return self._fernet.rotate(sealed.encode("ascii")).decode()
        except (InvalidToken, ValueError):
            return None


def new_key() -> str:
    return Fernet.generate_key().decode()


def keys_in(text: str) -> tuple[str, ...]:
    """The keys of a key file: one per line, newest first; blank lines and lines that begin with # are skipped. Raises
    ValueError, without quoting the line, where one is not a key."""
    lines = (line.strip() for line in text.splitlines())
    keys = tuple(line for line in lines if line and not line.startswith("#"))
    if not all(KEY.fullmatch(key) for key in keys):
        raise ValueError("holds something that is not a key")
    return keys


def derived_key(secret: str) -> str:
    """A sealing key derived from another secret, so that all processes of an installation share it without a setting.
    It is lost with that secret: right for what lives a day, wrong for what is kept."""
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"handoff seal 1")
    return base64.urlsafe_b64encode(kdf.derive(secret.encode())).decode()
