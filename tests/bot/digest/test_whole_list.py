"""What stands behind a digest's buttons: the list in pages, the file, the assessment; asked anew what may be named."""

from __future__ import annotations

import codecs
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.digest import whole_list
from bot.reports.assess import assess_rows
from bot.reports.assessment import Assessment
from bot.requests import ListRequest, Place
from tests.bot.digest.digests import NEXT, latest, make, plan, uses
from tests.bot.judging.conftest import World
from tests.fakes.ports import FakePolicies


async def test_the_list_behind_a_digest_comes_a_page_at_a_time_and_whole_as_a_file(world: World) -> None:
    for number in range(1, 24):
        world.jira.has(f"PAY-{number}", summary=f"Ticket {number}")
    world.jira.has("SEC-99", summary="Secret summary")
    await make(world)
    run = await latest(world)
    whole = uses(world).whole
    under = Place("T1", "C1", world.slack.said[0].ts)
    await world.run(whole, ListRequest("l1", Place("T1", ""), "U1", "list", run.id, 1, "V1"))
    (view_id, view) = world.slack.views[0]
    assert view_id == "V1"
    assert "page 2 of 2" in repr(view) and "SEC-99" not in repr(view)
    await world.run(whole, ListRequest("l2", under, "U1", "csv", run.id))
    await world.run(whole, ListRequest("l3", under, "U1", "assess", run.id))
    (name, content, place), (page, html, _) = world.slack.files[1:]
    assert (name, page, place) == ("tickets.csv", "assessment.html", under)
    assert content.count(b"\n") == 24 and b"Secret" not in content + html
    assert content.startswith(codecs.BOM_UTF8 + b'"key"'), "Excel takes a CSV without it for its machine's code page"


async def test_the_list_is_in_the_digests_language(world: World) -> None:
    for number in range(1, 24):
        world.jira.has(f"PAY-{number}", summary=f"Ticket {number}")
    await make(world)
    run = await latest(world)
    await world.store.digests.set(replace(plan(world), language="fi"), now=world.clock())
    await world.run(uses(world).whole, ListRequest("l1", Place("T1", ""), "U1", "list", run.id, 0, "V1"))
    shown = repr(world.slack.views[-1])
    assert "'Tiketit'" in shown and "'Seuraava sivu'" in shown


async def test_the_assessment_and_its_file_are_in_the_digests_language(world: World) -> None:
    world.jira.has("PAY-1", summary="Ticket 1")
    await make(world)
    run = await latest(world)
    await world.store.digests.set(replace(plan(world), language="fi"), now=world.clock())
    under = Place("T1", "C1", world.slack.said[0].ts)
    await world.run(uses(world).whole, ListRequest("l1", under, "U1", "assess", run.id))
    page = world.slack.files[-1][1].decode()
    assert '<html lang="fi">' in page and "antaa työtä ulkopuolisille" in page and "tämän kanavan koosteen" in page


async def test_the_assessment_says_what_was_ready_in_an_earlier_digest(world: World) -> None:
    for number in range(1, 9):
        world.jira.has(f"PAY-{number}", updated=world.clock())
    await make(world, policies=FakePolicies({"PAY-1": "ready", "PAY-2": "ready"}))
    for number in (3, 4):
        world.jira.has(f"PAY-{number}", updated=world.clock() + timedelta(days=7))
    ready = FakePolicies({f"PAY-{number}": "ready" for number in range(1, 5)})
    await make(world, NEXT, policies=ready)
    run = await latest(world)
    under = Place("T1", "C1", world.slack.said[1].ts)
    await world.run(uses(world).whole, ListRequest("l1", under, "U1", "assess", run.id))
    page = world.slack.files[-1][1].decode()
    assert "Then and now: 25% were ready on 30 Nov 2026, 50% are today." in page
    assert "Judged on 7 Dec 2026: the tickets of this channel&#x27;s digest" in page


async def test_an_assessment_is_made_beside_the_event_loop(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 20,000 tickets it takes seconds, in which no event would be acknowledged."""
    threads: list[threading.Thread] = []

    def noted(*arguments: Any, **options: Any) -> Assessment:
        threads.append(threading.current_thread())
        return assess_rows(*arguments, **options)

    monkeypatch.setattr(whole_list, "assess_rows", noted)
    await make(world)
    run = await latest(world)
    under = Place("T1", "C1", world.slack.said[0].ts)
    await world.run(uses(world).whole, ListRequest("l1", under, "U1", "assess", run.id))
    assert [thread is threading.main_thread() for thread in threads] == [False]


async def test_a_channel_opened_to_others_since_is_shown_no_list(world: World) -> None:
    await make(world)
    world.gate.where = "shared"
    run = await latest(world)
    await world.run(uses(world).whole, ListRequest("l1", Place("T1", ""), "U1", "list", run.id, 0, "V1"))
    assert "PAY-1" not in repr(world.slack.views[0])
