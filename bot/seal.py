"""Sealing of what must be written down and is nobody's to read: `response_url`s, tokens, what a person is typing."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
"""As Fernet writes its keys; its own reading skips what does not belong."""


class Seal:
    """Seals with the first key, opens with any."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._first = Fernet(keys[0])
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    @classmethod
    def of(cls, own_keys: Sequence[str], token: str) -> Seal:
        """With the operator's keys, or else one that is made from the bot token, which opens what it sealed also once there
        are keys. With neither it opens nothing, and what it seals ends with this process."""
        derived = [derived_key(token)] if token else []
        return cls([*own_keys, *derived] or [new_key()])

    @classmethod
    def passing(cls) -> Seal:
        """With a key that nobody keeps: what it seals ends with this process."""
        return cls([new_key()])

    def close(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode("utf-8", "surrogatepass")).decode()

    def open(self, sealed: str) -> str | None:
        """The secret; None when it was sealed with no key of ours."""
        try:
            return self._fernet.decrypt(sealed.encode("ascii")).decode("utf-8", "surrogatepass")
        except (InvalidToken, ValueError):
            return None

    def renew(self, sealed: str) -> str | None:
        """The same secret under the first key, as old as it was; itself where it is so already, None where no key of
        ours opens it."""
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
    """The keys of a key file: one a line, newest first; blank lines and lines that begin with # are not read.
    Raises ValueError, without the line, where one is no key."""
    lines = (line.strip() for line in text.splitlines())
    keys = tuple(line for line in lines if line and not line.startswith("#"))
    if not all(KEY.fullmatch(key) for key in keys):
        raise ValueError("holds something that is not a key")
    return keys


def derived_key(secret: str) -> str:
    """A sealing key made from another secret, so that all processes of one installation share it without a setting.
    It dies with that secret, which is right for what lives a day and wrong for what is kept."""
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"handoff seal 1")
    return base64.urlsafe_b64encode(kdf.derive(secret.encode())).decode()
