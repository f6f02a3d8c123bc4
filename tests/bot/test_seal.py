"""Sealing: what is at rest opens with a key of ours alone, and a new key takes over without losing anything."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet
from sqlalchemy import URL, text

from bot.cli import main
from bot.requests import Place
from bot.seal import Seal, derived_key, keys_in, new_key
from bot.settings import load
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.privacy.resealing import Resealed, reseal
from bot.store.sql.database import connect_sync, database_url

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
OLD, NEW, OTHER = new_key(), new_key(), new_key()
TYPED = "the refund limit is 500 euros"


async def draft(store: Store, words: str = TYPED) -> int:
    place = Place("T1", "C1", "1.1")
    return await store.talk.drafts.begin(place, "U1", "answer", verdict_id=None, code="", text=words, now=NOW)


async def typed(url: URL, number: int, *keys: str) -> str | None:
    store = Store.open(url, seal=Seal(keys))
    found = await store.talk.drafts.get("T1", number)
    await store.close()
    return found.text if found else None


def test_renewing_leaves_what_has_the_newest_key_and_refuses_what_has_none_of_ours() -> None:
    seal, fresh = Seal([NEW, OLD]), Seal([NEW]).close("x")
    assert seal.renew(fresh) == fresh
    assert Seal([NEW]).open(seal.renew(Seal([OLD]).close("x")) or "") == "x"
    assert seal.renew(Seal([OTHER]).close("x")) is None
    assert seal.renew("é") is None


def test_the_first_key_of_the_operators_own_opens_what_was_sealed_before_there_was_one() -> None:
    before = Seal.of([], "xoxb-1").close("x")
    after = Seal.of([NEW], "xoxb-1")
    assert after.open(before) == "x"
    assert Seal([NEW]).open(after.close("y")) == "y"
    assert Seal.of([], "").open(Seal([derived_key("")]).close("x")) is None


def test_a_renewed_secret_is_as_old_as_it_was() -> None:
    sealed = Seal([OLD]).close("x")
    renewed = Seal([NEW, OLD]).renew(sealed)
    assert renewed is not None
    assert Seal([NEW]).open(renewed) == "x"
    then, now = (Fernet(key).extract_timestamp(text.encode()) for key, text in ((OLD, sealed), (NEW, renewed)))
    assert then == now


async def test_what_a_person_types_is_sealed_in_the_database(database: URL) -> None:
    migrate(database)
    store = Store.open(database, seal=Seal([OLD]))
    number = await draft(store)
    await store.talk.drafts.change("T1", number, text=f"{TYPED}, at most")
    await store.close()
    with connect_sync(database).connect() as connection:
        kept = connection.execute(text("SELECT text FROM drafts")).scalar_one()
    assert "refund" not in kept
    assert await typed(database, number, OLD) == f"{TYPED}, at most"


async def test_rotating_seals_everything_with_the_newest_key_and_may_be_repeated(database: URL) -> None:
    migrate(database)
    store = Store.open(database, seal=Seal([OLD]))
    numbers = [await draft(store), await draft(store)]
    both = Seal([NEW, OLD])
    assert await reseal(store.engine, both) == Resealed(renewed=2)
    assert await reseal(store.engine, both) == Resealed(fresh=2)
    assert await reseal(store.engine, Seal([OTHER])) == Resealed(lost=2)
    await store.close()
    assert [await typed(database, number, NEW) for number in numbers] == [TYPED, TYPED]
    assert await typed(database, numbers[0], OLD) is None


def test_keys_rotate_uses_the_key_file_and_says_what_it_did(tmp_path: Path) -> None:
    url = database_url(tmp_path, None)
    migrate(url)

    async def fill(*keys: str) -> None:
        store = Store.open(url, seal=Seal(keys))
        await draft(store)
        await store.close()

    asyncio.run(fill(OLD))
    asyncio.run(fill(derived_key("xoxb-1")))
    (tmp_path / "keys").write_text(f"# newest first\n{NEW}\n{OLD}\n")
    env = {"HANDOFF_DATA": str(tmp_path), "HANDOFF_KEYS_FILE": str(tmp_path / "keys"), "SLACK_BOT_TOKEN": "xoxb-1"}
    done = CliRunner().invoke(main, ["keys", "rotate"], env=env, catch_exceptions=False)
    assert (done.exit_code, done.output) == (0, "Sealed again: 2. Already sealed with the newest key: 0.\n")
    asyncio.run(fill(OTHER))
    done = CliRunner().invoke(main, ["keys", "rotate"], env=env, catch_exceptions=False)
    assert done.exit_code == 1
    assert "Sealed with a key that is not given: 1." in done.output


def test_rotating_without_a_key_says_how_to_make_one(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["keys", "rotate"], env={"HANDOFF_DATA": str(tmp_path)})
    assert done.exit_code == 2
    assert "handoff keys new" in done.stderr


def test_a_new_key_is_one_that_the_settings_take() -> None:
    made = CliRunner().invoke(main, ["keys", "new"]).output
    assert load(keys=made.strip()).own_keys == (made.strip(),)


@pytest.mark.parametrize("words", ["not-a-key", f"{OLD} {NEW}", "ключ"], ids=["no key", "two on a line", "no ascii"])
def test_a_key_file_with_something_else_in_it_is_refused_without_showing_it(words: str) -> None:
    with pytest.raises(ValueError, match="not a key") as refused:
        keys_in(f"{OLD}\n{words}")
    assert words not in str(refused.value)
