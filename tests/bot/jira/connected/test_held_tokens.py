"""How long a process goes by the access token that it has read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

from pydantic import SecretStr

from bot.connecting.connections import Grant
from bot.jira.connected.renewing import HELD, Renewing, Tokens


class Kept:
    """One connection's token, as the store has it."""

    def __init__(self, value: str, ends: datetime) -> None:
        self.value = value
        self.ends = ends
        self.reads = 0

    async def access(self, workspace: str, site: str, person: str = "") -> tuple[SecretStr, datetime]:
        self.reads += 1
        return SecretStr(self.value), self.ends


async def none(_: SecretStr) -> Grant:
    raise AssertionError("nothing is due")


async def test_an_account_that_another_process_put_in_its_place_is_soon_the_one_that_is_used() -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    kept = Kept("admins-own", now + timedelta(hours=1))
    passed = 0.0
    bearer = Renewing(cast("Tokens", kept), none, lambda: now, "T1", "T1:example", steady=lambda: passed)
    assert [await bearer(), await bearer()] == ["admins-own", "admins-own"]
    assert kept.reads == 1
    kept.value = "service"
    passed += HELD
    assert await bearer() == "service"
