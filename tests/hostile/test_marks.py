"""The real bot with marked secrets, marked tickets and marked words, through every story and every failure: no mark in a
log, a metric, an answer over HTTP or a file, but the short evidence that docs/reference/data.md declares."""

from __future__ import annotations

import base64
import itertools
import json
import secrets
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.sandbox import App, Pace, Sandbox
from bot.seal import new_key
from bot.slack.manifest import manifest
from bot.store.privacy.inventory import HELD
from tests.bot.crash.fleet import SERVE, Process, plain_environment
from tests.fakes.held import held_port
from tests.hostile.stories import Stories

MARKED = ("PAY-18", "PAY-12", "PAY-15", "PAY-21", "PAY-9", "WEB-7", "WEB-4", "WEB-13")


@dataclass
class Scene:
    """What is left after the bot has stopped."""

    folder: Path
    log: bytes
    metrics: bytes
    answers: bytes
    messages: str
    """All that stands in Slack."""
    metadata: str
    secrets: dict[str, str]
    words: list[str]
    """Marks in tickets, comments, messages and modals."""


def marks() -> Iterator[str]:
    """Words that occur nowhere else, and that nothing cuts apart."""
    salt = secrets.token_hex(3)
    return (f"zq{salt}{number:04d}" for number in itertools.count())


def mark_tickets(sandbox: Sandbox, words: Iterator[str]) -> None:
    """A mark after every line of a ticket, in its summary, and in a comment."""
    for key in MARKED:
        lines = (sandbox.jira.issue(key).description.as_wiki() or "").splitlines()
        marked = "\n".join(f"{line} {next(words)}" if line.strip() else line for line in lines)
        summary = f"{sandbox.jira.issue(key).summary} {next(words)}"
        sandbox.jira.edit(key, description=marked, summary=summary)
        sandbox.jira.add_comment(key, f"I think so too. {next(words)}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    with held_port() as port:
        folder, key = tmp_path_factory.mktemp("bot"), new_key()
        url, log = f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("log") / "bot.log"
        given: list[str] = []

        def remembered() -> Iterator[str]:
            for word in marks():
                given.append(word)
                yield word

        words = remembered()
        app = App.of_manifest(manifest(url), request_urls=[f"{url}/slack/events"])
        async with Sandbox(app, pace=Pace.fast()) as sandbox:
            mark_tickets(sandbox, words)
            sandbox.jira.webhooks.url = f"{url}/jira/webhook"
            extra = {
                "HANDOFF_KEYS": key,
                "HANDOFF_LOG_LEVEL": "debug",
                "HANDOFF_JIRA_SETTLE": "0",
                "HANDOFF_JIRA_WRITES": "PAY=comment,label,link,property,edit",
            }
            environment = plain_environment() | sandbox.environment() | {"HANDOFF_DATA": str(folder)} | extra
            process = Process(SERVE, environment | {"HANDOFF_LOG_FORMAT": "json"}, port, log)
            await process.start()
            stories = Stories(sandbox, url, words)
            record(sandbox, stories)
            try:
                await stories.daily()
                await stories.failures()
                await stories.strangers()
                async with aiohttp.ClientSession() as session, session.get(f"{url}/metrics") as answer:
                    metrics = await answer.read()
                assert await process.stop() == 0
            finally:
                if process.alive:
                    await process.kill()
            workspace = sandbox.slack.workspace
            said = [*workspace.messages, *workspace.ephemerals]
            yield Scene(
                folder,
                log.read_bytes(),
                metrics,
                b"\n".join(stories.answers),
                json.dumps([message.json() for message in said]) + str(workspace.modals) + str(workspace.files),
                json.dumps([message.metadata for message in said]),
                secrets_of(sandbox, key),
                given,
            )


def record(sandbox: Sandbox, stories: Stories) -> None:
    """Keep what the bot answers to Slack's own requests too."""
    posted = sandbox.slack.http.post

    async def post(*arguments: object, **more: object) -> object:
        answer = await posted(*arguments, **more)  # type: ignore[arg-type]
        stories.answers.append(answer.body)
        return answer

    sandbox.slack.http.post = post  # type: ignore[method-assign, assignment]


def secrets_of(sandbox: Sandbox, key: str) -> dict[str, str]:
    jira_site = sandbox.jira.site
    basic = base64.b64encode(f"{jira_site.email}:{jira_site.token}".encode()).decode()
    return {
        "bot token": sandbox.token,
        "signing secret": sandbox.signing_secret,
        "Jira token": jira_site.token,
        "Jira's header": basic,
        "webhook secret": sandbox.jira.webhooks.secret,
        "sealing key": key,
        "response_url": "/response/",
        "a person's e-mail": "maija@",
        "another person's e-mail": "tomas@",
    }


def files(scene: Scene) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in scene.folder.rglob("*") if file.is_file()}


def test_the_stories_reached_every_part_of_the_bot(scene: Scene) -> None:
    """What never ran could not have leaked."""
    events = {json.loads(line).get("event") for line in scene.log.splitlines() if line.startswith(b"{")}
    assert {"app.started", "audience.decided", "slack.bad_signature", "app.stopped"} <= events
    with sqlite3.connect(scene.folder / "handoff.db") as database:
        filled = {name for name in HELD if database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]}  # noqa: S608
        acts = {act for (act,) in database.execute("SELECT DISTINCT act FROM audits")}
    assert filled >= {"verdicts", "cards", "posts", "digests", "digest_tickets", "channels", "judgements", "written"}
    assert acts >= {"channel_set", "digest_set", "gap_wrong", "handed_off", "muted", "jira_written"}
    outcomes = scene.metrics.decode()
    assert 'handoff_slack_calls_total{method="chat.postMessage"' in outcomes
    assert "PAY-18" in scene.messages


def test_no_secret_is_in_a_log_a_metric_an_answer_a_file_or_a_message(scene: Scene) -> None:
    places = {"log": scene.log, "metrics": scene.metrics, "answers": scene.answers, **files(scene)}
    found = [
        (what, where) for what, mark in scene.secrets.items() for where in places if mark.encode() in places[where]
    ]
    assert found == []
    assert [what for what, mark in scene.secrets.items() if "e-mail" not in what and mark in scene.messages] == []


def test_no_word_of_a_ticket_or_a_person_is_in_a_log_a_metric_an_answer_or_the_engines_rows(scene: Scene) -> None:
    kept = files(scene)
    places = {"log": scene.log, "metrics": scene.metrics, "answers": scene.answers}
    places |= {name: content for name, content in kept.items() if not name.startswith("handoff.db")}
    found = [(where, mark) for mark in scene.words for where, content in places.items() if mark.encode() in content]
    assert found == []
    assert [mark for mark in scene.words if mark in scene.metadata] == []


def test_words_are_kept_only_as_the_short_evidence_that_is_declared(scene: Scene) -> None:
    declared: set[str] = set()
    with sqlite3.connect(scene.folder / "handoff.db") as database:
        database.row_factory = sqlite3.Row
        for name, held in HELD.items():
            for row in database.execute(f"SELECT * FROM {name}"):  # noqa: S608
                for column in row.keys():  # noqa: SIM118
                    marks = {mark for mark in scene.words if mark in str(row[column])}
                    assert not marks or column in held.words, (name, column, marks)
                    assert not marks or "sealed" not in held.words[column], (name, column, marks)
                    declared |= marks
    content = b"".join(body for file, body in files(scene).items() if file.startswith("handoff.db"))
    raw = {mark for mark in scene.words if mark.encode() in content}
    assert raw - declared == set()
    assert declared, "cards quote their tickets"
    assert len(declared) < len(scene.words)


def test_nothing_fell_over(scene: Scene) -> None:
    assert b"Traceback" not in scene.log
    events = [json.loads(line) for line in scene.log.splitlines() if line.startswith(b"{")]
    assert [event for event in events if event["event"] == "trouble"] == []
