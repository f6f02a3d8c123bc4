"""One workspace never meets another's rows: every method of the store is called as a stranger with the owner's own ids."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import URL, select
from sqlalchemy.exc import IntegrityError, NoResultFound

from bot.connecting.connections import Connected, Grant, Linked
from bot.conversation.asking.asked import Asked
from bot.conversation.judgements import Judgement
from bot.conversation.ports import HandOff
from bot.digest.values import DigestPlan
from bot.errors import JiraError
from bot.ports import ChannelSettings
from bot.requests import Place
from bot.seal import Seal, new_key
from bot.store import Store
from bot.store.tables import metadata
from checks.evaluate import evaluate
from checks.ticket import Ticket, TicketId
from tests.fakes.migrated import make_tables
from tests.fakes.rows import fill

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SEAL = Seal([new_key()])
OWNER, STRANGER = "T0 OWNER", "T0 STRANGER"
"""With a space in them, which no token that is drawn at random can hold."""
OF_A_VALUE = {
    *("posts.claim", "posts.lock", "posts.unlock", "posts.posted", "posts.renew", "cards.shows", "summaries.keep"),
    *("summaries.says", "reactions.turn"),
    *("digests.advance", "digests.stop", "digests.judged", "digests.before", "digests.long_before"),
    *("surveys.keep", "surveys.set_checkpoint", "surveys.plan_work", "surveys.saw", "surveys.work"),
    *("weeks.hand_offs", "weeks.history", "weeks.left", "weeks.lines", "weeks.page", "weeks.total", "weeks.waiting"),
    *("installations.save", "installations.claim", "installations.renewed", "installations.let_go"),
    *("installations.died", "posts.refused"),
}
"""They take a post, card, plan, run or installation, which only a method that asks for the workspace gives out."""
OF_NOBODY = {
    *("verdicts.forget", "posts.forget", "digests.forget", "talk.drafts.forget"),  # what is old, whoever's it is
    "talk.asks.waiting",  # the round's: each says whose it is
    *("digests.due", "digests.plans_by_time"),  # the clock's: each plan says whose it is
    "digests.stopped",  # the operator's: each plan says whose it is
    *(
        "installations.workspaces",
        "installations.everyone",
        "installations.due",
        "installations.counts",
    ),  # the rounds': each says whose it is
    *("jira.connections.everywhere", "attempts.forget"),  # the clock's too
    "jira.connections.numbered",  # the webhook's: its secret end is compared
    *("attempts.look", "attempts.take", "attempts.spend"),  # the browser's: its secret says whose it is
    "talk.judgements.lift",  # the operator's, at the command line
    *("talk.standing.serve", "talk.standing.said", "talk.standing.forget", "talk.standing.close"),  # served below
}


def methods(part: Any, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if dataclasses.is_dataclass(value):
            yield from methods(value, f"{prefix}{field.name}.")
        elif field.name != "engine":
            for name, method in inspect.getmembers(value, callable):
                if not name.startswith("_"):
                    yield f"{prefix}{field.name}.{name}", method


def test_every_method_asks_for_the_workspace_or_is_known_not_to(tmp_path: Path) -> None:
    store = Store.open(URL.create("sqlite", database=str(tmp_path / "unopened.db")))
    for name, method in methods(store):
        asks = {"workspace", "place", "plan", "run", "asked"} & set(inspect.signature(method).parameters)
        assert asks or name in OF_A_VALUE | OF_NOBODY, f"{name} can be called without saying for whom"
    assert {name for name, _ in methods(store)} >= OF_A_VALUE | OF_NOBODY


TICKET = Ticket("PAY-1", summary="Do it", project="PAY", site="main", issue_id="10")
GRANT = Grant(SecretStr("stolen"), SecretStr("stolen"), NOW + timedelta(hours=1))
GIVEN: dict[str, Any] = {
    "workspace": STRANGER,
    "place": Place(STRANGER, "C1", "1.1"),
    "plan": DigestPlan(STRANGER, "C1", 0, "09:00", "UTC", "main", "", NOW, "U9"),
    "ticket": TicketId("main", "10"),
    "handoff": HandOff(TicketId("main", "10"), "PAY-1", "agent", "ready", None, "U9", NOW),
    "judgement": Judgement(TicketId("main", "10"), "PAY-1", "PAY", "CON202", "wrong", "no", date(2027, 1, 1), "U9"),
    "asked": Asked(Place(STRANGER, "C1", "1.1"), TicketId("main", "10"), "Q1", "U1", 1, NOW),
    "settings": ChannelSettings(watching=True),
    "verdict": evaluate(TICKET),
    "site": "main",
    "issue_id": "10",
    "beginning": "",
    "made": Connected(STRANGER, "main", "https://main.example", "token"),
    "grant": GRANT,
    "secret": "owners",
    "purpose": "workspace",
    "claimed": NOW,
    "at": NOW,
    "due": NOW + timedelta(days=9),
    "channel": "C1",
    "before": "C1",
    "after": "C2",
    "ts": "1.1",
    "since": NOW - timedelta(days=900),
    "until": NOW + timedelta(days=900),
    "now": NOW + timedelta(days=2),
    "asked_at": NOW,
    "day": NOW.date(),
    "ids": ["10"],
    "keys": ["PAY-1"],
    "receiver": "contractor",
    "project": "PAY",
    "code": "CON202",
    "user": "U1",
    "asker": "U1",
    "inviter": "U1",
    "person": "U1",
    "show": "full",
    "subject": "S1",
    "what": "W1",
    "act": "muted",
    "identity": "I1",
    "kind": "card",
    "question": "Q1",
    "run": "R1",
    "execution": "E1",
    "error": "is_archived",
    "comment": "99",
    "text": "typed",
    "limit": 10,
    "on": False,
    "done": True,
    "force": True,
}


def arguments(name: str, method: Callable[..., Any], ids: dict[str, int]) -> tuple[list[Any], dict[str, Any]]:
    numbers = {
        "verdict_id": ids["verdicts"],
        "post_id": ids["posts"],
        "run_id": ids["digest_runs"],
        "draft": ids["drafts"],
    }
    known = GIVEN | numbers | {"post": SimpleNamespace(id=ids["posts"])}
    known |= {"ticket": TICKET} if name == "verdicts.record" else {}
    linked = Linked(STRANGER, "U1", "main", "account", "Name", "cloud", NOW)
    known |= {"made": linked} if name == "jira.people.connect" else {}
    known |= {"kind": "answer"} if name == "talk.drafts.begin" else {}
    positional, named = [], {}
    for parameter in inspect.signature(method).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.name in known:
            named[parameter.name] = known[parameter.name]
        elif parameter.kind is parameter.POSITIONAL_OR_KEYWORD and parameter.default is parameter.empty:
            positional.append(known[parameter.name])
        elif parameter.kind is parameter.VAR_KEYWORD:
            named["code"] = "stolen"
    return positional, named


@pytest_asyncio.fixture
async def store(database: URL) -> AsyncIterator[Store]:
    """The owner has a row in every table, under ids that the stranger will name."""
    make_tables(database)
    store = Store.open(database, seal=SEAL)
    rows: dict[str, Any] = {
        "workspace": OWNER,
        "channel": "C1",
        "thread": "1.1",
        "ts": "1.1",
        "site": "main",
        "issue_id": "10",
    }
    rows |= {"key": "PAY-1", "project": "PAY", "code": "CON202", "what": "W1", "identity": "I1", "question": "Q1"}
    rows |= {"receiver": "contractor", "kind": "wrong", "title": "owners", "local_date": NOW.date(), "judged_at": NOW}
    rows |= {"show": "full"}
    await fill(store.engine, NOW, **rows, person="U1", text=SEAL.close("owners"))
    yield store
    await store.close()


async def owned(store: Store) -> dict[str, list[dict[str, Any]]]:
    found = {}
    async with store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = await connection.execute(select(table).where(table.c.workspace == OWNER))
            found[table.name] = [dict(row) for row in rows.mappings()]
    return found


NOTHING: tuple[object, ...] = (None, False, (), {}, 0, (None, 0))


async def test_a_stranger_who_knows_every_id_finds_and_changes_nothing(store: Store) -> None:
    before = await owned(store)
    assert all(before.values()), "a row in every table"
    ids = {name: rows[0]["id"] for name, rows in before.items() if "id" in rows[0]}
    for name, method in methods(store):
        if name in OF_A_VALUE | OF_NOBODY:
            continue
        positional, named = arguments(name, method, ids)
        try:
            found = await method(*positional, **named)
        except (NoResultFound, IntegrityError, JiraError):
            found = None
        assert await owned(store) == before, f"{name} changed a row of another workspace"
        assert "owners" not in repr(found) and OWNER not in repr(found), f"{name} gave out {found!r}"


READS = (
    "verdicts.get",
    "posts.at",
    "cards.of_post",
    "cards.in_thread",
    "summaries.of_post",
    "digests.plan",
    "digests.run",
)
MORE = (
    "digests.latest",
    "surveys.known",
    "talk.drafts.get",
    "talk.handoffs.latest",
    "talk.living.of_ticket",
    "talk.living.listed",
    "talk.living.in_channel",
    "audits.latest",
    *("jira.connections.of", "jira.people.of"),
)


async def test_what_the_stranger_is_refused_the_owner_finds(store: Store) -> None:
    """Else the test above would pass for wrong ids."""
    before = await owned(store)
    ids = {table: rows[0]["id"] for table, rows in before.items() if "id" in rows[0]}
    for name in (*READS, *MORE):
        method = dict(methods(store))[name]
        positional, named = arguments(name, method, ids)
        stranger = await method(*positional, **named)
        mine = [OWNER if one == STRANGER else one for one in positional]
        mine = [dataclasses.replace(one, workspace=OWNER) if isinstance(one, Place) else one for one in mine]
        if name == "verdicts.get":
            with pytest.raises(ValueError, match="validation"):  # the row's verdict is an empty object, but it is found
                await method(*mine, **named)
            found: Any = True
        else:
            found = await method(*mine, **named)
        assert stranger in NOTHING, name
        assert found not in NOTHING, name


@pytest.mark.parametrize(("workspace", "heard"), [(OWNER, 1), (STRANGER, 0)])
async def test_only_the_served_workspaces_words_count_when_tickets_are_judged(
    store: Store, workspace: str, heard: int
) -> None:
    store.talk.standing.serve(lambda: workspace)
    said = await asyncio.to_thread(store.talk.standing.said)
    assert (len(said.waivers), len(said.demoted)) == (heard, heard)


async def test_where_many_are_served_each_is_heard_on_its_own_sites_alone(store: Store) -> None:
    said = await asyncio.to_thread(store.talk.standing.said)
    assert said.demoted_in(f"{OWNER}:example", "PAY") == {"CON202"}
    assert said.demoted_in(f"{STRANGER}:example", "PAY") == frozenset()
    assert said.demoted_in("main", "PAY") == frozenset(), "the operator's sites are nobody's"
