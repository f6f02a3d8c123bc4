"""What can be known of the container without an engine to build it: each line of the Dockerfile is looked at as a linter
would, and its health check is run."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

ROOT = Path(__file__).resolve().parents[2]


def instructions() -> list[tuple[str, str]]:
    """Each instruction with its argument, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text("utf-8"))
    lines = (line.strip() for line in text.splitlines())
    parts = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return [(name, rest.strip()) for name, _, rest in parts]


def of(name: str) -> list[str]:
    return [rest for each, rest in instructions() if each == name]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    return found[max(number for number, (name, _) in enumerate(found) if name == "FROM") :]


def health() -> list[str]:
    [check] = of("HEALTHCHECK")
    command: list[str] = json.loads(check.partition("CMD ")[2])
    return command


def test_every_instruction_is_one_that_there_is_and_none_fetches_from_anywhere() -> None:
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL"}
    assert {name for name, _ in instructions()} <= known | {"ENTRYPOINT", "CMD"}
    assert all(":" in one and ":latest" not in one for one in of("FROM")), "each base names its version"
    assert not re.search(r"\b(curl|wget|sudo|apt-get|chmod 777|latest)\b", " ".join(of("RUN")))
    assert "--require-hashes" in " ".join(of("RUN"))


def test_what_is_copied_is_there() -> None:
    for line in of("COPY"):
        words = shlex.split(line)
        if not words[0].startswith("--from"):
            assert all((ROOT / word).exists() for word in words[:-1]), line
    stages = {line.rpartition(" AS ")[2] for line in of("FROM") if " AS " in line}
    assert all(line.split()[0].removeprefix("--from=") in stages for line in of("COPY") if line.startswith("--from"))


def test_it_ends_as_nobody_in_particular_who_may_write_to_its_data_alone() -> None:
    stage = dict(last_stage())
    assert stage["USER"].isdecimal() and int(stage["USER"]) >= 10_000, (
        "a number, so that an engine can see it is not root"
    )
    assert [name for name, _ in last_stage()].index("USER") > [name for name, _ in last_stage()].index("RUN")
    assert stage["WORKDIR"] == stage["VOLUME"] == "/data"
    assert "chown" not in stage["RUN"] and f"--uid {stage['USER']}" in stage["RUN"]
    assert "PYTHONDONTWRITEBYTECODE=1" in stage["ENV"], "the packages' folder is read only"


def test_what_may_not_be_written_later_is_compiled_while_it_is_built() -> None:
    """Else the bot compiles itself and all it is made of at each start, for longer than it takes to start."""
    installs = [part for line in of("RUN") for part in line.split("&&") if "uv pip install" in part]
    assert len(installs) == 2 and all("--compile-bytecode" in one for one in installs)


def test_no_secret_is_built_in() -> None:
    assert not re.search(r"(TOKEN|SECRET|PASSWORD|KEY)\w*=", " ".join(of("ENV") + of("RUN")))
    assert of("ARG") == []


def test_it_starts_what_the_package_installs_and_hears_a_stop_itself() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    [entry], [command] = of("ENTRYPOINT"), of("CMD")
    assert json.loads(entry) == ["handoff"] and "handoff" in scripts, "as a list: no shell between it and the signal"
    assert json.loads(command) == ["serve"]


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
async def test_the_health_check_is_as_well_as_the_bot(status: int, code: int) -> None:
    async def ready(_: web.Request) -> web.Response:
        return web.Response(status=status)

    app = web.Application()
    app.router.add_get("/readyz", ready)
    program, *rest = health()
    assert program == "python"
    async with TestServer(app) as server:
        told = {**os.environ, "HANDOFF_PORT": str(server.port)}
        ran = await asyncio.create_subprocess_exec(sys.executable, *rest, env=told, stderr=asyncio.subprocess.DEVNULL)
        assert await ran.wait() == code


def test_the_unit_shuts_what_the_container_shuts() -> None:
    unit = (ROOT / "deploy/handoff.service").read_text("utf-8").splitlines()
    assert {"DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="} <= set(unit)
