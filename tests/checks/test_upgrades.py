"""A title that names the version to go to, or the old and the new name, says what is wanted, and when it is reached."""

from __future__ import annotations

import pytest

from checks.evaluate import evaluate
from tests.fakes.tickets import worded

TITLES = [
    "Upgrade xz-utils to 5.4.6",
    "xz-utils auf 5.4.6 anheben",
    "Actualizar xz-utils a 5.4.6",
    "Mettre à jour xz-utils en 5.4.6",
    "Päivitä xz-utils versioon 5.4.6",
    "Uppgradera xz-utils till 5.4.6",
    "Bump the cache action to v4",
    "Rename ShopCartService to BasketService",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_names_the_version_or_both_names_holds_nobody_up(title: str) -> None:
    found = evaluate(worded(title, "", "Task"))
    assert found.verdict == "ready", found.gaps


@pytest.mark.parametrize(
    "title", ["Upgrade xz-utils", "Update the welcome page", "Upgrade to Java", "Rename ShopCartService"]
)
def test_one_that_names_none_leaves_it_open_when_it_is_done(title: str) -> None:
    found = evaluate(worded(title, "", "Task"))
    assert found.verdict in ("questions", "not_ready")
