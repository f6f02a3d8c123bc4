"""Examines this machine: the data folder, the database, the policies, the clock, and mistyped variables."""

from __future__ import annotations

import asyncio
import difflib
import errno
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from dotenv import dotenv_values

from bot.doctor.result import Result, failed, ok, skipped, warning
from bot.errors import SettingsError
from bot.policies.in_force import Policies
from bot.seal import Seal
from bot.settings import Settings, cure, unknown, variable
from bot.store.migrate import check, revision
from bot.store.privacy.resealing import unopened
from bot.store.sql.room import try_to_write
from bot.wiring.opening import database_of

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SKEW = 60
"""Seconds by which our clock may be off. Slack refuses signatures five minutes old, and so do we."""


async def examine(settings: Settings, session: aiohttp.ClientSession) -> list[Result]:
    return [*await asyncio.to_thread(_here, settings), await _clock(settings, session)]


def _here(settings: Settings) -> list[Result]:
    """What needs no network. Blocking: it reads files, and waits for the database."""
    rows = _database(settings)
    return [
        *variables({**dotenv_values(".env"), **os.environ}),
        _data(settings),
        rows,
        _policies(settings),
        *_writes(settings),
        _keys(settings, answers=rows.state == "ok"),
    ]


def variables(environ: Mapping[str, str | None]) -> list[Result]:
    """A warning for each variable in the environment or `.env` that looks like a setting but is none."""
    known = [variable(field) for field in Settings.model_fields]
    results = []
    for name in unknown(environ):
        near = difflib.get_close_matches(name, known, n=1)
        advice = f"Did you mean {near[0]}?" if near else "Remove it, or see docs/reference/settings.md."
        results.append(warning("Settings", f"{name} is not a setting and is ignored.", advice))
    return results


def _data(settings: Settings) -> Result:
    about = "Data folder"
    if settings.database_url is not None:
        return skipped(about, "not used with Postgres.")
    folder = settings.data
    nearest = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        return failed(about, f"{folder} cannot be written to.", cure("data"))
    try:
        try_to_write(nearest)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        advice = "Make room on that disk." if error.errno in NO_ROOM else cure("data")
        return failed(about, f"{folder} cannot be written to: {why}.", advice)
    return ok(about, f"{folder} can be written to.")


def _database(settings: Settings) -> Result:
    about = "Database"
    try:
        with database_of(settings) as url:
            if revision(url) is None:
                return ok(about, "is not there yet; `handoff serve` makes it.")
            check(url)
    except SettingsError as error:
        return failed(about, *error.problems[0])
    return ok(about, "is at this version.")


def _policies(settings: Settings) -> Result:
    about = "Policies"
    if settings.policies is None:
        return ok(about, "the built-in one applies to all projects.")
    policies = Policies(settings.policies, many=settings.many_workspaces)
    if problems := policies.problems():
        return failed(about, str(problems[0]), "Fix the file; until then its last good version applies.")
    if unused := policies.unused():
        says = f"{', '.join(unused)}: no workspace is named, so they apply to none."
        return warning(about, says, "Move each into a folder named by its workspace's id: T0123ABCD/PAY.toml.")
    return ok(about, f"{', '.join(policies.names()) or 'none'} in {settings.policies}.")


def _writes(settings: Settings) -> list[Result]:
    """Nothing where all of it is right."""
    lost = sorted(settings.jira_writes.keys() - settings.writes.keys())
    if not lost:
        return []
    says = f"{', '.join(lost)}: no workspace is named, so nothing is written there."
    return [warning(variable("jira_writes"), says, f"Write the workspace before the project: T0123ABCD:{lost[0]}=…")]


def _keys(settings: Settings, *, answers: bool) -> Result:
    """`answers`: whether there is a database to ask, or none yet."""
    about, keys = "Sealing keys", settings.own_keys
    says = f"{len(keys)} set." if keys else "derived from the bot token, which is enough for a single workspace."
    if answers and (lost := _unopened(settings)):
        cured = "After a restore, put back the keys used at that time, at the end of HANDOFF_KEYS: docs/how-to/run.md, Keys."
        return warning(about, f"{says} Stored values that were sealed with another key: {lost}.", cured)
    return ok(about, says)


def _unopened(settings: Settings) -> int:
    """How many stored values none of the keys opens."""
    token = settings.slack_bot_token
    if not (settings.own_keys or token):
        return 0
    seal = Seal.of(settings.own_keys, token.get_secret_value() if token else "")
    try:
        with database_of(settings) as url:
            check(url)
            return unopened(url, seal)
    except SettingsError:
        return 0


async def _clock(settings: Settings, session: aiohttp.ClientSession) -> Result:
    about = "Clock"
    try:
        async with session.head(settings.slack_url, allow_redirects=False) as answer:
            there = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError):
        return skipped(about, "Slack could not be asked for the time.")
    off = abs((datetime.now(UTC) - there).total_seconds())
    if off > SKEW:
        return failed(about, f"is {round(off)} seconds off Slack's.", "Set this machine's clock by NTP.")
    return ok(about, "agrees with Slack's.")
