"""How long judging takes, and how much memory: `python -m benchmarks.judging [--peers PYTHON] [--memory 100000]`.

Needs `../shared/eval`. `--peers` names a Python in which proselint and textstat are installed, for example
`python3 -m venv .peers && .peers/bin/pip install proselint textstat==0.7.4 'setuptools<80'`;
they then read the same texts in the same run.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.reading import ADF, HTML, MARKDOWN, WIKI
from bot.jira.issue import ticket_of
from checks.catalogue import rules
from checks.evaluate import evaluate
from checks.language.analyse import analyse
from checks.language.kind import kind_of
from checks.rule import Case
from checks.ticket import Ticket

LABELLED = Path(__file__).resolve().parents[2] / "shared" / "eval"
MEGABYTE = 1_000_000
HANDOFF = Path(sys.executable).with_name("handoff")


def issues() -> list[dict[str, Any]]:
    """The labelled tickets as Jira issue JSON."""
    paths = sorted(LABELLED.glob("tickets-*.jsonl"))
    return [json.loads(line)["issue"] for path in paths for line in path.read_text("utf-8").split("\n") if line]


def milliseconds(act: Callable[[], object]) -> float:
    """Of processor time, so that other work of the machine does not count."""
    before = time.process_time()
    act()
    return (time.process_time() - before) * 1000


def judge(ticket: Ticket) -> None:
    """The analysis and every rule, as `evaluate` runs them, without building the verdict's model."""
    text = analyse(ticket)
    case = Case(ticket=ticket, text=text, kind=kind_of(ticket, text), receiver="contractor")
    for rule in rules():
        rule.check(case, rule.options)


def row(name: str, times: Sequence[float]) -> str:
    ordered = sorted(times)
    middle, late = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    return f"| {name} | {middle:.2f} ms | {late:.2f} ms | {1000 * len(ordered) / sum(ordered):,.0f} |"


def timed(act: Callable[[Any], object], values: Sequence[Any]) -> list[float]:
    """Each value's minimum of three rounds, after a round that loads what is loaded only once."""
    for value in values:
        act(value)
    gc.collect()
    rounds = [[milliseconds(partial(act, value)) for value in values] for _ in range(3)]
    return [min(times) for times in zip(*rounds, strict=True)]


def one_ticket(found: Sequence[dict[str, Any]], peers: str | None) -> Iterable[str]:
    tickets = [ticket_of(issue) for issue in found]
    yield "| a ticket | median | p99 | tickets a second |"
    yield "|---|---:|---:|---:|"
    yield row("reading the markup", timed(ticket_of, found))
    yield row("analysis and all rules, after reading", timed(judge, tickets))
    yield row("`evaluate`, the verdict included", timed(evaluate, tickets))
    if peers:
        texts = [f"{ticket.summary}\n\n{ticket.description.text}" for ticket in tickets]
        script = Path(__file__).with_name("peers.py")
        answer = subprocess.run([peers, script], input=json.dumps(texts), capture_output=True, text=True, check=True)
        for name, times in json.loads(answer.stdout).items():
            yield row(name, times)


def command(lines: Sequence[bytes], count: int) -> tuple[float, float]:
    """Processor seconds and peak megabytes of `handoff check --format jsonl -` for this many tickets."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out:
        for start in range(0, count, len(lines)):
            source.write(b"".join(lines[: count - start]))
        source.seek(0)
        process = subprocess.Popen([HANDOFF, "check", "--format", "jsonl", "-"], stdin=source, stdout=out)
        _, _, usage = os.wait4(process.pid, 0)
        out.seek(0)
        if (answered := sum(1 for _ in out)) != count:
            raise SystemExit(f"{answered} answers to {count} tickets")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def streams(found: Sequence[dict[str, Any]], counts: Sequence[int]) -> Iterable[str]:
    lines = [json.dumps(issue).encode() + b"\n" for issue in found]
    yield "| `handoff check --format jsonl -` | processor seconds, start included | tickets a second on one core | peak memory |"
    yield "|---|---:|---:|---:|"
    for count in counts:
        seconds, megabytes = command(lines, count)
        yield f"| {count:,} tickets | {seconds:.1f} | {count / seconds:,.0f} | {megabytes:.0f} MB |"


def large_tickets() -> Iterable[str]:
    """A ticket of one megabyte in each markup, read and judged."""
    fields = {"summary": "Reject refunds in another currency", "issuetype": {"name": "Story"}}
    bodies: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "ADF": (
            {"description": {"type": "doc", "version": 1, "content": ADF * (MEGABYTE // len(json.dumps(ADF)))}},
            {},
        ),
        "HTML (rendered)": ({"description": "-"}, {"renderedFields": {"description": HTML * (MEGABYTE // len(HTML))}}),
        "wiki": ({"description": WIKI * (MEGABYTE // len(WIKI))}, {}),
        "Markdown": ({"description": MARKDOWN * (MEGABYTE // len(MARKDOWN))}, {"markup": "markdown"}),
    }
    gc.freeze()  # otherwise each garbage collection also scans the other three megabytes, which no reader holds
    yield "| 1 MB of | reading | judging |"
    yield "|---|---:|---:|"
    for name, (body, beside) in bodies.items():
        issue = {"key": "BIG-1", "fields": fields | body, **beside}
        ticket = ticket_of(issue)
        evaluate(ticket)
        reading = min(milliseconds(partial(ticket_of, issue)) for _ in range(3))
        judging = min(milliseconds(partial(evaluate, ticket)) for _ in range(3))
        yield f"| {name} | {reading:.0f} ms | {judging:.0f} ms |"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--peers", help="a Python that has proselint and textstat")
    asked.add_argument("--memory", type=int, default=100_000, help="tickets of the longest stream (default 100,000)")
    options = asked.parse_args()
    found = issues()
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    print(f"{len(found):,} labelled tickets, Python {sys.version.split()[0]}, one process, load average {load}\n")
    counts = (1_000, 10_000, options.memory // 2, options.memory)
    for part in (one_ticket(found, options.peers), large_tickets(), streams(found, counts)):
        for line in part:
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
