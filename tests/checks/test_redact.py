"""What must not be repeated is found in the forms it is used in, and nothing of it is left."""

from __future__ import annotations

import time
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.issue import ticket_of
from checks.personal import find_personal
from checks.redact import MASK, Secret, find, redact, secrets_in

# Made up; each is put together here so that no scanner of repositories takes it for a real one.
LONG = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0"
SECRETS = [
    ("AWS access key", "AKIA" + "2E0A8F3B244C9986"),
    ("GitHub token", "ghp_" + LONG),
    ("GitLab token", "glpat-" + LONG[:20]),
    ("Slack token", "xoxb" + "-123456789012-" + LONG[:24]),
    ("Stripe key", "sk_live_" + LONG[:24]),
    ("Google API key", "AIza" + LONG[:35]),
    ("Atlassian token", "ATATT3" + LONG),
    ("model provider key", "sk-ant-" + LONG),
    ("signed token", f"eyJ{LONG[:20]}.eyJ{LONG[:20]}.{LONG[:20]}"),
]


@pytest.mark.parametrize(("kind", "value"), SECRETS, ids=[kind for kind, _ in SECRETS])
def test_a_token_is_found_by_its_form(kind: str, value: str) -> None:
    assert (kind, value) in list(find(f"Use {value}, please."))


BEGINS, ENDS = ("-----" + mark + " RSA PRIVATE KEY-----" for mark in ("BEGIN", "END"))
LINES = f"{LONG}\n{LONG[::-1]}\n"


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (f"Use this:\n{BEGINS}\n{LINES}{ENDS}\nThanks.", 1),
        (f"Use this:\n{BEGINS}\nDEK-Info: AES-128-CBC,0A1B\n\n{LINES}{ENDS}", 1),
        (f"It was cut: {BEGINS}\n{LINES}", 1),
        (f"{BEGINS}\n{LINES}{BEGINS}\n{LONG}\n{ENDS}", 2),
    ],
    ids=["whole", "with headers", "cut off", "cut off before another"],
)
def test_a_private_key_is_masked_also_where_its_end_is_missing(words: str, keys: int) -> None:
    found = [Secret(kind, value, "description") for kind, value in find(words)]
    assert [one.kind for one in found] == ["private key"] * keys
    assert LONG not in redact(words, tuple(found)) and LONG[::-1] not in redact(words, tuple(found))


def test_the_first_line_of_a_key_by_itself_is_no_key() -> None:
    assert list(find(f"The file begins with {BEGINS} or -----BEGIN CERTIFICATE-----, else with {BEGINS}")) == []


@pytest.mark.parametrize(
    "words",
    [
        "password: tr0ub4dor&3",
        "Passwort = Sommer2019!",
        "salasana: kesä2019!",
        'the "api_key": "9f8e7d6c5b4a"',
        "lösenord: sommar-2019",
        "the password is hunter2A!x.",
    ],
)
def test_a_password_is_found_in_every_language(words: str) -> None:
    assert [kind for kind, _ in find(words)] == ["password"]


@pytest.mark.parametrize(
    "words",
    [
        "The password is required.",
        "password: <your password>",
        "password=${DB_PASSWORD}",
        "password: changeme1",
        "api key: xxxxxxxx",
        "Authorization: Bearer <token>",
        "token: string",
        "postgresql://user:password@host:5432/name",
        "The access token is expired after 3600 seconds.",
        "secret = None",
        "Class `sk-button-primary-large-disabled` on the page home.html is red",
        "Authorization: Bearer YOUR_ACCESS_TOKEN_HERE",
        "Authorization: Bearer a-long-name-of-nothing-in-particular",
        "sk_test_" + "x" * 24,
        "ghp_" + "x" * 36,
        "AKIA" + "IOSFODNN7EXAMPLE",
        "Authorization: Basic " + b64encode(b"username:password").decode(),
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "The basic implementationOfThatThing1 is done",
        "hooks.slack.com/services/T00000000/B00000000/" + "X" * 24,
    ],
)
def test_a_stand_in_is_no_secret(words: str) -> None:
    assert list(find(words)) == []


@pytest.mark.parametrize("words", [b"ada:s3cr3t", b"deploy:correct horse battery"])
def test_a_name_and_password_in_base64_are_found(words: bytes) -> None:
    assert [kind for kind, _ in find(f"Authorization: Basic {b64encode(words).decode()}")] == ["basic authorization"]


@pytest.mark.parametrize("token", [LONG, "0f9d" * 10, "sk-" + "3f7a9c" * 6])
def test_a_bearer_token_and_a_key_in_small_letters_are_found(token: str) -> None:
    assert [value for _, value in find(f"Authorization: Bearer {token}")][:1] == [token]


def test_a_password_in_a_link_is_found_and_only_it_is_masked() -> None:
    words = "Clone https://ada:s3cr3t-9@git.example.com/a.git"
    ((_, value),) = find(words)
    assert redact(words, (Secret("password in a link", value, "description"),)) == (
        f"Clone https://ada:{MASK}@git.example.com/a.git"
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("payment card number", "card 4539 5787 6362 1486"),
        ("bank account", "pay to FI37 1590 3000 0007 76"),
        ("national identity number", "hetu 131052-308T"),
        ("national identity number", "personnummer 811228-9874"),
        ("e-mail address", "maija.virtanen@posti.fi"),
        ("phone number", "call +358 40 123 4567"),
    ],
)
def test_personal_data_is_found_when_its_check_digits_hold(kind: str, words: str) -> None:
    assert [found for found, _ in find_personal(words)] == [kind]


@pytest.mark.parametrize(
    "words",
    [
        "card 4539 5787 6362 1487",
        "id 4539578763621486 in the log",
        "pay to FI21 1234 5600 0007 86",
        "131052-308X",
        "support@posti.fi and ada@example.com",
        "+1 point",
        "2016-03-01 10:22:33,123 and 123456789012345678",
    ],
)
def test_what_only_looks_like_personal_data_is_left_alone(words: str) -> None:
    assert list(find_personal(words)) == []


def test_secrets_are_found_in_every_part_of_a_ticket() -> None:
    value = SECRETS[0][1]
    for field, content in (
        ("summary", value),
        ("description", f"[here|https://x.example/{value}]"),
        ("environment", value),
        ("comment", {"comments": [{"body": value}]}),
    ):
        ticket = ticket_of({"key": "A-1", "fields": {field: content}})
        assert [secret.value for secret in secrets_in(ticket)] == [value], field


@given(st.sampled_from(SECRETS), st.integers(7, 60), st.integers(0, 30))
def test_a_cut_quote_keeps_no_piece_of_a_secret(secret: tuple[str, str], length: int, start: int) -> None:
    value = secret[1]
    quote = f"Use {value} now"[start : start + length]
    shown = redact(quote, (Secret(*secret, "description"),))
    pieces = [value[at : at + 8] for at in range(len(value) - 7)]
    inside = start > 4 and start + length < 4 + len(value)
    assert inside or not any(piece in shown for piece in pieces)


@pytest.mark.parametrize(
    "unit", ["password: ", "a@", "://a:", "eyJ", "1234 ", "-----BEGIN PRIVATE KEY-----", "FI21 1234 "]
)
def test_hostile_words_cost_linear_time(unit: str) -> None:
    words = unit * (200_000 // len(unit))
    before = time.process_time()
    list(find(words))
    list(find_personal(words))
    assert time.process_time() - before < 2
