"""Answers in tickets, and the way back from them, on both deployments and through the gateway."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot.conversation.answering.edits import Landed, Spot, spot_of
from bot.jira.client import Jira
from bot.jira.editing.desk import JiraDesk
from bot.sandbox import Sandbox
from bot.sandbox.jira.markup import Markup
from tests.bot.jira.conftest import Running
from tests.fakes.waiting import until

SITE, KEY = "sandbox", "PAY-15"
SECTION = Spot("Done when", criteria=False, description=True)
FIELD = Spot("Done when", criteria=True, description=True)
THEIRS = "h2. Their plan\n\nWritten at that very moment."


def markup(sandbox: Sandbox, spot: Spot) -> Markup:
    issue = sandbox.jira.issue(KEY)
    return issue.criteria if spot.criteria else issue.description


def words(sandbox: Sandbox, spot: Spot) -> str:
    return markup(sandbox, spot).as_wiki() or ""


async def landed(jira: Jira, spot: Spot) -> Landed:
    desk = JiraDesk(jira)
    change = await desk.preview(SITE, KEY, spot, "It answers 409.")
    assert change is not None and "It answers 409." in change.after
    found = await desk.write(SITE, KEY, spot, "It answers 409.", stamp=change.stamp)
    assert found is not None and found.where == change.where
    return found


async def met(sandbox: Sandbox, jira: Jira, spot: Spot) -> Landed:
    """Somebody writes between our reading and our writing."""
    theirs = asyncio.Event()
    held = sandbox.jira.fail("PUT */issue/PAY-15", until=theirs)
    writing = asyncio.create_task(landed(jira, spot))
    await until(lambda: not held.times)
    sandbox.jira.edit(KEY, **{"criteria" if spot.criteria else "description": THEIRS})
    theirs.set()
    found = await writing
    assert found.theirs == THEIRS
    return found


@pytest.mark.parametrize("spot", [SECTION, FIELD])
async def test_an_edit_is_undone_to_the_byte(running: Running, spot: Spot) -> None:
    sandbox, jira = running
    before = markup(sandbox, spot)
    found = await landed(jira, spot)
    assert "It answers 409." in words(sandbox, spot)
    assert await JiraDesk(jira).put(SITE, KEY, found.way, both=False, stamp=found.stamp) == "done"
    kept = markup(sandbox, spot)
    assert (kept.empty and before.empty) or kept.as_adf() == before.as_adf()


@pytest.mark.parametrize("spot", [SECTION, FIELD])
async def test_their_version_is_restored_or_kept_with_ours(running: Running, spot: Spot) -> None:
    sandbox, jira = running
    found = await met(sandbox, jira, spot)
    assert await JiraDesk(jira).put(SITE, KEY, found.way, both=False, stamp=found.stamp) == "done"
    assert words(sandbox, spot) == THEIRS
    found = await met_again(sandbox, jira, spot)
    assert await JiraDesk(jira).put(SITE, KEY, found.way, both=True, stamp=found.stamp) == "done"
    assert words(sandbox, spot).startswith(THEIRS) and "It answers 409." in words(sandbox, spot)


async def met_again(sandbox: Sandbox, jira: Jira, spot: Spot) -> Landed:
    with suppress(KeyError):
        sandbox.jira.edit(KEY, **{"criteria" if spot.criteria else "description": "Before."})
    return await met(sandbox, jira, spot)


@pytest.mark.parametrize("spot", [SECTION, FIELD])
async def test_what_was_put_back_and_not_recorded_is_known_again_and_no_conflict(running: Running, spot: Spot) -> None:
    sandbox, jira = running
    desk = JiraDesk(jira)
    found = await landed(jira, spot)
    assert await desk.put(SITE, KEY, found.way, both=False, stamp=found.stamp) == "done"
    edits = len(sandbox.jira.issue(KEY).history)
    assert await desk.put(SITE, KEY, found.way, both=False, stamp=found.stamp) == "done"
    assert len(sandbox.jira.issue(KEY).history) == edits, "it is not written twice"


@pytest.mark.parametrize("both", [False, True])
async def test_their_version_that_was_put_back_and_not_recorded_is_known_again(running: Running, both: bool) -> None:
    sandbox, jira = running
    desk = JiraDesk(jira)
    found = await met(sandbox, jira, SECTION)
    assert await desk.put(SITE, KEY, found.way, both=both, stamp=found.stamp) == "done"
    assert await desk.put(SITE, KEY, found.way, both=both, stamp=found.stamp) == "done"


async def test_nothing_is_put_back_over_a_later_edit(running: Running) -> None:
    sandbox, jira = running
    found = await landed(jira, SECTION)
    sandbox.jira.edit(KEY, description="Tidied up.")
    assert await JiraDesk(jira).put(SITE, KEY, found.way, both=False, stamp=found.stamp) == "conflict"
    assert words(sandbox, SECTION) == "Tidied up."


async def at_once(sandbox: Sandbox, first: JiraDesk, second: JiraDesk) -> tuple[Landed | None, ...]:
    """Two people confirm, at the same moment, what each saw of the same section."""
    stamps = []
    for desk, text in ((first, "First answer."), (second, "Second answer.")):
        change = await desk.preview(SITE, KEY, SECTION, text)
        assert change is not None
        stamps.append(change.stamp)
    sandbox.jira.fail("PUT */issue/PAY-15", delay=0.2, times=2)
    one = first.write(SITE, KEY, SECTION, "First answer.", stamp=stamps[0])
    return await asyncio.gather(one, second.write(SITE, KEY, SECTION, "Second answer.", stamp=stamps[1]))


async def test_of_two_answers_at_once_one_is_written_and_the_other_is_shown_what_changed(running: Running) -> None:
    sandbox, jira = running
    desk = JiraDesk(jira)
    found = await at_once(sandbox, desk, desk)
    assert [one is None for one in found] in ([False, True], [True, False])
    written = words(sandbox, SECTION)
    assert ("First answer." in written, "Second answer." in written) == (bool(found[0]), bool(found[1]))


async def test_an_answer_that_another_process_wrote_at_the_same_moment_is_kept(running: Running) -> None:
    sandbox, jira = running
    found = await at_once(sandbox, JiraDesk(jira), JiraDesk(jira))
    [over] = [one for one in found if one and one.theirs]
    assert await JiraDesk(jira).put(SITE, KEY, over.way, both=True, stamp=over.stamp) == "done"
    assert "First answer." in words(sandbox, SECTION) and "Second answer." in words(sandbox, SECTION)


async def test_a_changed_place_is_not_written_and_a_missing_one_is_none(running: Running) -> None:
    sandbox, jira = running
    desk = JiraDesk(jira)
    change = await desk.preview(SITE, KEY, SECTION, "It answers 409.")
    assert change is not None
    sandbox.jira.edit(KEY, description="Tidied up.")
    assert await desk.write(SITE, KEY, SECTION, "It answers 409.", stamp=change.stamp) is None
    sandbox.jira.state.off_screen.add("customfield_10034")
    only = Spot("Done when", criteria=True, description=False)
    assert await desk.preview(SITE, KEY, only, "It answers 409.") is None
    sandbox.jira.state.off_screen.add("description")
    assert await desk.preview(SITE, KEY, FIELD, "It answers 409.") is None, "the answer is a comment then"


@pytest.mark.parametrize("spot", [SECTION, FIELD])
async def test_an_edit_that_was_written_and_not_recorded_is_known_again_and_not_written_twice(
    running: Running, spot: Spot
) -> None:
    sandbox, jira = running
    desk = JiraDesk(jira)
    change = await desk.preview(SITE, KEY, spot, "It answers 409.")
    assert change is not None
    assert await desk.write(SITE, KEY, spot, "It answers 409.", stamp=change.stamp) is not None
    edits = len(sandbox.jira.issue(KEY).history)
    again = await desk.write(SITE, KEY, spot, "It answers 409.", stamp=change.stamp)
    assert again is not None and (again.where, again.way, again.theirs) == (change.where, "", None)
    assert words(sandbox, spot).count("It answers 409.") == 1
    assert len(sandbox.jira.issue(KEY).history) == edits


@pytest.mark.parametrize(
    ("allowed", "code", "spot"),
    [
        ({"edit"}, "DOD302", Spot("Done when", criteria=True, description=True)),
        ({"edit"}, "CTX101", Spot("Context", criteria=False, description=True)),
        ({"edit", "description"}, "DOD302", Spot("Done when", criteria=False, description=True)),
        ({"criteria"}, "DOD302", Spot("Done when", criteria=True, description=False)),
        ({"criteria"}, "CON202", None),
        ({"edit"}, "DOD306", Spot("Done when", criteria=False, description=True)),
        ({"comment", "label"}, "DOD302", None),
        (set(), "DOD302", None),
    ],
)
def test_a_project_says_where_answers_go(allowed: set[str], code: str, spot: Spot | None) -> None:
    assert spot_of(code, allowed) == spot  # type: ignore[arg-type]
