"""The words after `/handoff`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests import Misread
from bot.slack.reading.commands import (
    Digest,
    Help,
    Judge,
    ShowSettings,
    Unwatch,
    Watch,
    parse,
)

ZONES = frozenset({"Europe/Helsinki", "America/New_York", "UTC"})


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Help()),
        ("  HELP ", Help()),
        ("PAY-12", Judge()),
        ("offline PAY-12", Judge()),
        ("on PAY", Watch(("PAY",))),
        ("ON pay,web , pay", Watch(("PAY", "WEB"))),
        ("on PAY and WEB", Watch(("PAY", "WEB"))),
        ("on pay, web ja ops.", Watch(("PAY", "WEB", "OPS"))),
        ("on “PAY” & `WEB`", Watch(("PAY", "WEB"))),
        ("on PAY AND", Watch(("PAY", "AND"))),
        ("on and", Watch(("AND",))),
        ("off PAY and WEB", Unwatch(("PAY", "WEB"))),
        ("on PAY for contractors", Watch(("PAY",), "contractor")),
        ("off", Unwatch()),
        ("OFF pay, web", Unwatch(("PAY", "WEB"))),
        ("off PAY-1 <!channel>", Unwatch()),
        ("settings", ShowSettings()),
        ("digest", Digest("show")),
        ("digest OFF", Digest("off")),
        ("digest now", Digest("now")),
        ("digest Mon 9:00 utc", Digest("set", 0, "09:00", "UTC")),
        (
            "digest sunday 23:59 america/new_york project = PAY",
            Digest("set", 6, "23:59", "America/New_York", "project = PAY"),
        ),
        ("digest pause", Digest("pause")),
        ("digest Resume", Digest("resume")),
        ("digest preview", Digest("preview")),
        ("digest language FI", Digest("language", language="fi")),
        ("digest quiet skip", Digest("idle", idle="skip")),
        ("digest quiet loud", Misread("digest_quiet_usage")),
        ("digest every monday at 9.30 utc", Digest("set", 0, "09:30", "UTC")),
        ("digest Fridays 5pm UTC", Digest("set", 4, "17:00", "UTC")),
        ("digest tue 12:15am UTC", Digest("set", 1, "00:15", "UTC")),
        ("digest thurs 12pm UTC", Digest("set", 3, "12:00", "UTC")),
        ("digest mon 09:00 UTC discussed", Digest("set", 0, "09:00", "UTC", source="discussed")),
        ("digest mon 09:00 UTC tickets discussed here", Digest("set", 0, "09:00", "UTC", source="discussed")),
        ("digest mon 09:00 UTC backlog 12", Digest("set", 0, "09:00", "UTC", source="backlog", board="12")),
        (
            "digest mon 09:00 UTC the backlog of board #12",
            Digest("set", 0, "09:00", "UTC", source="backlog", board="12"),
        ),
        ("digest mon 09:00 UTC next sprint of 7", Digest("set", 0, "09:00", "UTC", source="sprint", board="7")),
        (
            "digest mon 09:00 UTC backlog https://acme.atlassian.net/jira/software/projects/PAY/boards/3/backlog?x=1",
            Digest("set", 0, "09:00", "UTC", source="backlog", board="3"),
        ),
        ("digest mon 09:00 UTC sprint = 12", Digest("set", 0, "09:00", "UTC", "sprint = 12")),
        ("digest tu 00:00 UTC labels = ‘x’", Digest("set", 1, "00:00", "UTC", "labels = 'x'")),
    ],
)
def test_a_command_is_read(text: str, command: object) -> None:
    assert parse(text, zones=ZONES) == command


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("on", "watch_usage"),
        ("on PAY-1", "not_a_project"),
        ("on <!channel>", "not_a_project"),
        ("digest someday 09:00 UTC", "digest_usage"),
        ("digest m 09:00 UTC", "digest_usage"),
        ("digest mon 24:00 UTC", "digest_usage"),
        ("digest mon 9 UTC", "digest_usage"),
        ("digest mon 13pm UTC", "digest_usage"),
        ("digest mon 0am UTC", "digest_usage"),
        ("digest mon 9: UTC", "digest_usage"),
        ("digest days 09:00 UTC", "digest_usage"),
        ("digest mon 09:00", "digest_usage"),
        ("digest language", "digest_language_usage"),
        ("digest language fi today", "digest_language_usage"),
        ("digest language finnish", "digest_language_usage"),
        ("digest quiet", "digest_quiet_usage"),
        ("digest quiet loud", "digest_quiet_usage"),
        ("digest mon 09:00 Europe/Helsink", "unknown_zone"),
        ("digest mon 09:00 UTC " + "x" * 2001, "jql_too_long"),
        ("on PAY,WEB for boss", "unknown_receiver"),
        ("mute", "mute"),
        ("Stop!", "mute"),
        ("please be quiet", "mute"),
        ("on PAY to the boss", "unknown_receiver"),
    ],
)
def test_a_command_that_cannot_be_read_says_which_part(text: str, word: str) -> None:
    found = parse(text, zones=ZONES)
    assert isinstance(found, Misread)
    assert found.word == word


def test_a_mistyped_zone_is_told_its_nearest() -> None:
    found = parse("digest mon 09:00 New_Yrok", zones=ZONES)
    assert found == Misread("unknown_zone", (("zone", "New_Yrok"), ("near", "America/New_York")))


def test_projects_named_like_the_words_for_a_receiver_are_projects() -> None:
    assert parse("on FOR,PAY", zones=ZONES) == Watch(("FOR", "PAY"))
    assert parse("on TO PAY", zones=ZONES) == Watch(("TO", "PAY"))


def test_what_a_person_typed_is_said_back_only_in_part() -> None:
    found = parse("on " + "é" * 900, zones=ZONES)
    assert isinstance(found, Misread)
    assert len(dict(found.values)["project"]) == 50


@given(st.text(max_size=300))
def test_any_words_are_a_command_or_a_misreading(text: str) -> None:
    parse(text, zones=ZONES)
    parse(f"digest {text}", zones=ZONES)
    parse(f"on {text}", zones=ZONES)
