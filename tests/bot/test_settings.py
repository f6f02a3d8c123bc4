"""Settings: what is read, what is refused and with which cure, and that no secret is ever told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.settings import Settings, cure, load, unknown, variable
from bot.settings.values import channel_map, web_address

pytestmark = pytest.mark.usefixtures("bare_environment")

MARK = "s3cr3t-mark"
WHOLE = {
    "SLACK_BOT_TOKEN": f"xoxb-{MARK}",
    "SLACK_APP_TOKEN": f"xapp-{MARK}",
    "HANDOFF_JIRA_URL": "https://example.atlassian.net",
    "HANDOFF_JIRA_EMAIL": "bot@example.com",
    "HANDOFF_JIRA_TOKEN": MARK,
}


def given_env(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def problems(monkeypatch: pytest.MonkeyPatch, **values: str) -> dict[str, str]:
    given_env(monkeypatch, WHOLE | values)
    with pytest.raises(SettingsError) as caught:
        load(need=("slack", "jira"))
    return dict(caught.value.problems)


def test_five_variables_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    given_env(monkeypatch, WHOLE)
    [site] = load(need=("slack", "jira")).sites
    assert (site.name, site.deployment, site.auth, site.user) == ("example", "cloud", "basic", "bot@example.com")


def test_everything_missing_is_told_at_once_each_with_its_cure() -> None:
    with pytest.raises(SettingsError) as caught:
        load(need=("slack", "jira"))
    told = dict(caught.value.problems)
    assert set(told) == {
        "SLACK_BOT_TOKEN is not set.",
        "SLACK_APP_TOKEN is not set.",
        "HANDOFF_JIRA_URL is not set.",
        "HANDOFF_JIRA_TOKEN is not set.",
    }
    assert "OAuth & Permissions" in told["SLACK_BOT_TOKEN is not set."]


def test_a_command_needs_only_what_it_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    given_env(monkeypatch, {"HANDOFF_JIRA_URL": "https://a.example", "HANDOFF_JIRA_TOKEN": "t"})
    load(need=["jira"])


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_SIGNING_SECRET", "", "is empty"),
        ("SLACK_SIGNING_SECRET", "  ", "is empty"),
        ("SLACK_BOT_TOKEN", f"xoxp-{MARK}", "does not start with xoxb-"),
        ("SLACK_APP_TOKEN", f"xoxb-{MARK}", "does not start with xapp-"),
        ("HANDOFF_JIRA_URL", "example.atlassian.net", "is not a full URL"),
        ("HANDOFF_JIRA_URL", f"https://me:{MARK}@example.net", "holds more than host and path"),
        ("HANDOFF_JIRA_URL", "https://example.net/?os_authType=basic", "holds more than host and path"),
        ("HANDOFF_JIRA_URL", "https://[::1", "is not a full URL"),
        ("HANDOFF_JIRA_URL", "javascript:alert(1)", "is not a full URL"),
        ("HANDOFF_JIRA_AUTH", "oauth", "cannot be used"),
        ("HANDOFF_JIRA_AUTH", "scoped", "scoped token"),
        ("HANDOFF_JIRA_TOKEN_EXPIRES", "next year", "cannot be used"),
        ("HANDOFF_JIRA_SITES", f'[{{"url": "x", "token": "{MARK}"}}]', "entry 1, url is not a full URL"),
        ("HANDOFF_JIRA_SITES", f'[{{"url": "https://a.example", "token": "t", "emial": "{MARK}"}}]', "entry 1, emial"),
        ("HANDOFF_JIRA_SITES", "nonsense", "is not JSON"),
        ("HANDOFF_JIRA_SITES", "[" * 100_000, "is not JSON"),
        ("HANDOFF_JIRA_SITES", "{}", "is not a JSON list"),
        ("HANDOFF_CHANNELS", "C1", "does not pair each channel with its projects, as in C0123ABCD=PAY"),
        ("HANDOFF_CHANNELS", "C1=", "does not pair each channel"),
        ("HANDOFF_CHANNELS", '{"C1": 7}', "does not pair each channel"),
        (
            "HANDOFF_JIRA_WRITES",
            "PAY",
            "does not pair each project with what may be written to its tickets, as in PAY=com",
        ),
        ("HANDOFF_JIRA_WRITES", "PAY=", "does not pair each project"),
        ("HANDOFF_JIRA_WRITES", "PAY=everything", "cannot be used"),
        ("HANDOFF_POLICIES", "/does/not/exist", "is not a folder"),
        ("HANDOFF_DATABASE_URL", f"mysql://u:{MARK}@h/d", "does not start with postgresql://"),
        ("HANDOFF_DATABASE_URL", MARK, "does not start with postgresql://"),
        ("HANDOFF_KEYS", MARK, "is not a key"),
        ("HANDOFF_PORT", "eighty", "cannot be used"),
        ("HANDOFF_PORT", "70000", "cannot be used"),
        ("HANDOFF_LOG_FORMAT", "xml", "cannot be used"),
        ("HANDOFF_URL", "handoff.example.com", "is not a full URL"),
        ("HANDOFF_SLACK_URL", "slack.com", "is not a full URL"),
        ("HANDOFF_JIRA_URL", "https://example.atlassian.net wiki", "is not a full URL"),
        ("HANDOFF_JIRA_URL", "https://example.net/\u200b", "is not a full URL"),
        ("HANDOFF_DATABASE_URL", " ", "is empty"),
        ("HANDOFF_DATA", "", "is empty"),
        ("HANDOFF_HOST", " ", "is empty"),
        ("HANDOFF_JIRA_TOKEN", f"{MARK}\nx", "holds a character that no token has"),
        ("HANDOFF_JIRA_SITES", f'[{{"url": "https://a.example", "token": "{MARK}\u2026"}}]', "entry 1, token holds a"),
        ("SLACK_BOT_TOKEN", f"xoxb-{MARK}\u200b", "holds a character that no token has"),
    ],
)
def test_what_is_wrong_is_named_with_its_cure_and_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    told = problems(monkeypatch, **{name: value})
    [(problem, remedy)] = told.items()
    assert says in problem
    assert name in problem or name.startswith("HANDOFF_JIRA_AUTH")
    assert remedy
    assert MARK not in problem + remedy


@pytest.mark.parametrize("left", ["\r", "\n", "  ", "\t"])
def test_what_a_copy_or_a_foreign_line_end_leaves_around_a_value_is_no_part_of_it(
    monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    more = {
        "SLACK_SIGNING_SECRET": "abc",
        "HANDOFF_DATABASE_URL": "postgresql://u:p@h/d",
        "HANDOFF_HOST": "0.0.0.0",  # noqa: S104 - it is not listened at
        "HANDOFF_JIRA_CLIENT_ID": "id",
        "HANDOFF_JIRA_CLIENT_SECRET": "def",
    }
    given_env(monkeypatch, {name: f"{left}{value}{left}" for name, value in (WHOLE | more).items()})
    settings, bare = load(), WHOLE | more
    for field in ("slack_bot_token", "slack_app_token", "slack_signing_secret", "database_url", "jira_client_secret"):
        assert getattr(settings, field).get_secret_value() == bare[variable(field)]
    [site] = settings.sites
    assert (site.url, site.user, site.token.get_secret_value()) == (
        bare["HANDOFF_JIRA_URL"],
        bare["HANDOFF_JIRA_EMAIL"],
        MARK,
    )
    assert (settings.host, settings.jira_client_id) == ("0.0.0.0", "id")  # noqa: S104


@pytest.mark.parametrize("name", ["HANDOFF_POLICIES", "HANDOFF_QUIET_HOURS", "HANDOFF_JIRA_EMAIL", "HANDOFF_KEYS"])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_blank_for_what_may_be_left_out_leaves_it_out(monkeypatch: pytest.MonkeyPatch, name: str, blank: str) -> None:
    given_env(monkeypatch, WHOLE)
    monkeypatch.delenv(name, raising=False)
    plain = load()
    monkeypatch.setenv(name, blank)
    settings = load()
    assert (settings.policies, settings.quiet_hours, settings.keys) == (None, None, ())
    assert settings.sites == plain.sites


def test_no_secret_is_told_by_the_settings_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    sites = f'[{{"url": "https://b.example", "token": "{MARK}"}}]'
    database = f"postgresql://user:{MARK}@host/name"
    given_env(monkeypatch, WHOLE | {"HANDOFF_JIRA_SITES": sites, "HANDOFF_DATABASE_URL": database})
    settings = load()
    told = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()} {settings.sites}"
    assert MARK not in told


@pytest.mark.parametrize(
    ("values", "deployment", "auth"),
    [
        ({"HANDOFF_JIRA_EMAIL": "a@b.example"}, "cloud", "basic"),
        ({}, "datacenter", "bearer"),
        ({"HANDOFF_JIRA_EMAIL": "a@b.example", "HANDOFF_JIRA_AUTH": "pat"}, "datacenter", "bearer"),
        (
            {
                "HANDOFF_JIRA_EMAIL": "a@b.example",
                "HANDOFF_JIRA_AUTH": "scoped",
                "HANDOFF_JIRA_API_URL": "https://api.atlassian.com/ex/jira/1",
            },
            "cloud",
            "basic",
        ),
    ],
)
def test_the_kind_of_jira_follows_from_its_credential(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], deployment: str, auth: str
) -> None:
    given_env(monkeypatch, {"HANDOFF_JIRA_URL": "https://host.example/jira/", "HANDOFF_JIRA_TOKEN": "t"} | values)
    [site] = load(need=["jira"]).sites
    assert (site.deployment, site.auth, site.name) == (deployment, auth, "host.example/jira")


def test_two_sites_may_not_share_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    told = problems(monkeypatch, HANDOFF_JIRA_SITES='[{"url": "https://example.atlassian.net", "token": "t"}]')
    assert list(told) == ["HANDOFF_JIRA_SITES has two sites named example."]


def test_several_sites_need_no_single_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "HANDOFF_JIRA_SITES", '[{"name": "a", "url": "https://a.example", "token": "t", "projects": ["X"]}]'
    )
    [site] = load(need=["jira"]).sites
    assert (site.name, site.projects) == ("a", frozenset({"X"}))


def test_lists_and_dates_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    key = Fernet.generate_key().decode()
    given_env(
        monkeypatch,
        {
            "HANDOFF_CHANNELS": "C1 = PAY, WEB ; C2=OPS",
            "HANDOFF_ADMINS": "U1, U2,",
            "HANDOFF_KEYS": f"{key},{key}",
            "HANDOFF_JIRA_PROJECTS": "PAY,WEB",
            "HANDOFF_JIRA_TOKEN_EXPIRES": "2027-01-31",
        },
    )
    settings = load()
    assert settings.channels == {"C1": ("PAY", "WEB"), "C2": ("OPS",)}
    assert settings.admins == ("U1", "U2")
    assert len(settings.keys) == 2
    assert settings.jira_projects == ("PAY", "WEB")
    assert settings.jira_token_expires == date(2027, 1, 31)


def test_a_file_beside_the_bot_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("HANDOFF_PORT=1\nSLACK_BOT_TOKEN=xoxb-file\nHANDOFF_HOST=::1\n", "utf-8")
    monkeypatch.setenv("HANDOFF_PORT", "2")
    settings = load()
    assert (settings.port, settings.host) == (2, "::1")
    assert settings.slack_bot_token is not None


def test_a_platforms_port_is_taken_and_ours_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "5000")
    assert load().port == 5000
    monkeypatch.setenv("HANDOFF_PORT", "6000")
    assert load().port == 6000


def test_variables_that_no_setting_reads_are_found() -> None:
    environ = {"HANDOFF_JIRA_TOKN": "x", "HANDOFF_PORT": "1", "HANDOFF_REQUIRE": "1", "PATH": "/"}
    assert unknown(environ) == ("HANDOFF_JIRA_TOKN",)


@pytest.mark.parametrize("field", list(Settings.model_fields))
def test_every_setting_says_what_it_is_and_what_to_do_about_it(field: str) -> None:
    assert (Settings.model_fields[field].description or "").endswith(".")
    assert cure(field)
    assert variable(field).startswith(("HANDOFF_", "SLACK_"))


@given(st.text())
def test_any_text_is_an_address_or_a_plain_refusal(text: str) -> None:
    try:
        assert web_address(text).lower().startswith(("http://", "https://"))
    except ValueError as error:
        assert str(error).startswith(("is not", "holds"))


@given(st.text())
def test_any_text_is_a_map_of_channels_or_a_plain_refusal(text: str) -> None:
    try:
        assert all(projects for projects in channel_map(text).values())
    except ValueError as error:
        assert str(error).startswith(("is not", "does not"))


MANY = {
    "SLACK_CLIENT_ID": "123456.789012",
    "SLACK_CLIENT_SECRET": MARK,
    "SLACK_SIGNING_SECRET": MARK,
    "HANDOFF_KEYS": Fernet.generate_key().decode(),
    "HANDOFF_URL": "https://handoff.example.com",
}


def test_many_workspaces_need_no_bot_token_and_no_jira(monkeypatch: pytest.MonkeyPatch) -> None:
    given_env(monkeypatch, MANY)
    assert load(need=("slack", "jira")).many_workspaces


@pytest.mark.parametrize("variable_", ["HANDOFF_KEYS", "HANDOFF_URL"])
def test_many_workspaces_need_keys_of_their_own_and_an_address(monkeypatch: pytest.MonkeyPatch, variable_: str) -> None:
    given_env(monkeypatch, {name: value for name, value in MANY.items() if name != variable_})
    with pytest.raises(SettingsError) as caught:
        load(need=("slack", "jira"))
    field = variable_.removeprefix("HANDOFF_").lower()
    assert dict(caught.value.problems) == {f"{variable_} is not set.": cure(field)}


@pytest.mark.parametrize(
    ("given_one", "absent"),
    [("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"), ("SLACK_CLIENT_SECRET", "SLACK_CLIENT_ID")],
)
def test_half_of_the_apps_credentials_is_refused(monkeypatch: pytest.MonkeyPatch, given_one: str, absent: str) -> None:
    assert f"{given_one} is set and {absent} is not." in problems(monkeypatch, **{given_one: MANY[given_one]})


def test_a_client_id_that_is_none_is_told_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = problems(monkeypatch, SLACK_CLIENT_ID=MARK, SLACK_CLIENT_SECRET=MARK)
    assert list(told) == ["SLACK_CLIENT_ID does not look like 123456789.987654321."]
