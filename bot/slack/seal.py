"""Sealing of short secrets that must be written down, `response_url`s first of all."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Seal:
    """Seals with the first key, opens with any."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def close(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode("utf-8", "surrogatepass")).decode()

    def open(self, sealed: str, *, within: int | None = None) -> str | None:
        """The secret; None when it was sealed more than `within` seconds ago, or with no key of ours."""
        try:
            return self._fernet.decrypt(sealed.encode("ascii"), ttl=within).decode("utf-8", "surrogatepass")
        except (InvalidToken, ValueError):
            return None


def derived_key(secret: str) -> str:
    """A sealing key made from another secret, so that all processes of one installation share it without a setting.
    It dies with that secret, which is right for what lives minutes and wrong for what is kept."""
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"handoff seal 1")
    return base64.urlsafe_b64encode(kdf.derive(secret.encode())).decode()
