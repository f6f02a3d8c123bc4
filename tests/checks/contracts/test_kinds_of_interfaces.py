"""What is asked of an interface fits what it is, and a name that nobody calls is taken for none."""

from __future__ import annotations

import re

import pytest

from checks.callable import is_callable
from checks.catalogue import by_code
from checks.evaluate import case_of
from checks.rule import Case, Gap, Met, NotApplicable, Observation
from checks.templates import criteria_template, verification_template
from tests.fakes.tickets import worded


def case(summary: str, description: str, kind: str = "Story") -> Case:
    return case_of(worded(summary, description, kind))


def observe(code: str, told: tuple[str, str], addition: str = "") -> Observation:
    summary, description = told
    rule = by_code()[code]
    return rule.check(case(summary, f"{description}\n\n{addition}".strip()), rule.options)


SHAPES = (
    (
        ("Add the option --folder to the render command", "Everyone copies the pages by hand. Add an option --folder."),
        "--folder is named, but not which values it takes and what each of them does.",
        ("a path that exists", "pages go to `out`", "the pages are written there"),
    ),
    (
        ("Add POST /refunds to payments-api", "Support staff refund orders by hand. Add `POST /refunds` so that the tool can do it."),
        "POST /refunds is named, but not what goes in and what comes out.",
        ("order", "string", "required", '201 and `{"refund": "r1"}`'),
    ),
    (
        ("Publish an event when an order ships", "Billing polls. Add an event: publish to the topic `orders.shipped` when an order ships."),
        "orders.shipped is named, but not what the message holds.",
        ("order", "string", "required", 'for example `{"order": "A-17"}`'),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("told", "message", "filled"), SHAPES, ids=[shape[0][0] for shape in SHAPES])
def test_the_shape_is_asked_for_in_the_words_of_its_kind(
    told: tuple[str, str], message: str, filled: tuple[str, ...]
) -> None:
    seen = observe("CON202", told)
    assert isinstance(seen, Gap)
    assert seen.message == message
    assert seen.template is not None
    assert len(re.findall("‹[^›]*›", seen.template)) == len(filled)
    words = iter(filled)
    assert isinstance(observe("CON202", told, re.sub("‹[^›]*›", lambda _: next(words), seen.template)), Met)
    assert isinstance(observe("CON202", told, seen.template), Gap)


@pytest.mark.parametrize(
    "name",
    [
        "shop.cart.total",
        "slugify()",
        "order_total",
        "socketMaxWait",
        "ListView",
        "OrderMapper",
        "--dry-run",
        "Cart::add",
    ],
)
def test_a_name_of_code_can_be_called(name: str) -> None:
    assert is_callable(name)


@pytest.mark.parametrize(
    "name",
    ["BlackBerry", "JavaScript", "GitHub", "macOS", "iOS", "namenode", "Save as", "java.lang.ClassNotFoundException", "TimeoutError", "pom.xml"],
)  # fmt: skip
def test_a_product_a_fault_or_a_file_cannot(name: str) -> None:
    assert not is_callable(name)


def test_a_name_that_its_author_marks_as_code_is_believed() -> None:
    assert is_callable("Cart", "Let `Cart` hold gift cards")


def test_no_template_speaks_of_a_product_as_of_an_interface() -> None:
    of_a_product = case(
        "GitHub: show the build", "Developers open two pages. Show the state of the build beside the branch."
    )
    assert "GitHub" not in criteria_template(of_a_product)
    assert "GitHub" not in verification_template(of_a_product)


def test_a_table_that_only_shows_a_bug_is_not_what_is_tested() -> None:
    shown = case(
        "Sum over views is wrong",
        "The sum is off by one.\n\n```sql\nCREATE TABLE jotter (a INT);\nSELECT sum(a) FROM jotter;\n```",
        "Bug",
    )
    assert "jotter" not in verification_template(shown)


@pytest.mark.parametrize(
    "summary",
    [
        "Implement Shop.Cart.merge for guests",
        "Toteuta vieraille Shop.Cart.merge, joka yhdistää korit",
        "Lägg till Shop.Cart.merge för gäster",
        "Shop.Cart.merge für Gäste implementieren",
        "Ajouter Shop.Cart.merge pour les invités",
        "Añadir Shop.Cart.merge para invitados",
    ],
)
def test_a_member_of_a_library_is_an_interface_without_a_word_that_says_so(summary: str) -> None:
    told = (summary, "")
    assert isinstance(observe("CON201", told), Met)
    assert not isinstance(observe("CON203", told), NotApplicable)


def test_a_bug_is_asked_what_fails_and_what_must_come_back() -> None:
    summary, description = "Export API returns wrong JSON", "The API response has the wrong format."
    rule = by_code()["CON202"]
    seen = rule.check(case(summary, description, "Bug"), rule.options)
    assert isinstance(seen, Gap)
    words = iter(["`GET /orders?from=2026-01-01`", "200 with `date` as `2026-01-31`, a string"])
    filled = re.sub("‹[^›]*›", lambda _: next(words), seen.template or "")
    assert isinstance(rule.check(case(summary, f"{description}\n\n{filled}", "Bug"), rule.options), Met)
    assert isinstance(rule.check(case(summary, f"{description}\n\n{seen.template}", "Bug"), rule.options), Gap)
