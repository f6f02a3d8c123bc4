"""Whether what is sealed at rest can be opened, as after a restore with keys of another time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import insert

from bot.doctor.machine import _here
from bot.doctor.result import Result
from bot.seal import Seal, derived_key, new_key
from bot.settings import Settings
from bot.store.migrate import migrate
from bot.store.sql.database import connect, database_url
from bot.store.tables import metadata
from tests.fakes.rows import row_of

KEY = new_key()
TOKEN = "xoxb-1"


async def _fill(folder: Path, key: str) -> None:
    """What somebody typed."""
    engine, drafts = connect(database_url(folder, None)), metadata.tables["drafts"]
    typed = row_of(drafts, datetime(2026, 11, 25, 12, tzinfo=UTC), text=Seal([key]).close("typed"))
    async with engine.begin() as connection:
        await connection.execute(insert(drafts).values(typed))
    await engine.dispose()


def examined(folder: Path, *keys: str) -> Result:
    settings = Settings(data=folder, slack_bot_token=SecretStr(TOKEN), keys=tuple(map(SecretStr, keys)))
    (result,) = [one for one in _here(settings) if one.about == "Sealing keys"]
    return result


@pytest.mark.parametrize(
    ("sealed_with", "keys"),
    [(KEY, (new_key(), KEY)), (derived_key(TOKEN), ()), (derived_key(TOKEN), (KEY,))],
    ids=["the older key", "none is set", "sealed before there was a key"],
)
def test_what_the_keys_open_is_all_right(tmp_path: Path, sealed_with: str, keys: tuple[str, ...]) -> None:
    migrate(database_url(tmp_path, None))
    asyncio.run(_fill(tmp_path, sealed_with))
    assert examined(tmp_path, *keys).state == "ok"


@pytest.mark.parametrize("keys", [(), (new_key(),)], ids=["derived", "another"])
def test_a_key_that_is_missing_is_told_with_what_to_do(tmp_path: Path, keys: tuple[str, ...]) -> None:
    migrate(database_url(tmp_path, None))
    asyncio.run(_fill(tmp_path, KEY))
    result = examined(tmp_path, *keys)
    assert result.state == "warning"
    assert result.says.endswith("Stored values that were sealed with another key: 1.")
    assert "put back the keys used at that time" in result.cure


def test_where_there_is_no_database_yet_nothing_is_made(tmp_path: Path) -> None:
    assert examined(tmp_path, KEY).state == "ok"
    assert list(tmp_path.iterdir()) == []
