"""A shape that the ticket itself leaves open is asked for, in each language."""

from __future__ import annotations

import pytest

from checks.evaluate import evaluate
from checks.verdict import Finding
from tests.fakes.tickets import worded

LEFT_OPEN = [
    ("Delivery times for partners", "Partners ask by mail. `GET /products/{sku}` returns the delivery time in a suitable format."),
    ("Toimitusajat kumppaneille", "Kumppanit kyselevät sähköpostilla. `GET /products/{sku}` palauttaa toimitusajan sopivassa muodossa."),
    ("Leveranstider för partner", "Partner frågar per mejl. `GET /products/{sku}` svarar med leveranstiden i lämpligt format."),
    ("Ladestand melden", "Das Portal fragt an. Das Topic `wallbox/state` erhält den Zustand mit den wichtigsten Werten."),
    ("Délais pour les partenaires", "Ils demandent par courriel. `GET /products/{sku}` renvoie le délai dans un format adapté."),
    ("Webhook de pedido enviado", "Lo hace Rocío a mano. Llamar al webhook `POST /orders/sent` con los datos necesarios."),
]  # fmt: skip


def found(summary: str, description: str, kind: str = "Story") -> Finding:
    verdict = evaluate(worded(summary, description, kind))
    return next(one for one in verdict.findings if one.code == "CON202")


@pytest.mark.parametrize(("summary", "description"), LEFT_OPEN)
def test_a_shape_left_to_whoever_makes_it_is_missing(summary: str, description: str) -> None:
    finding = found(summary, description)
    assert (finding.outcome, finding.severity) == ("gap", "major")
    assert finding.evidence[0].quote in description.replace("`", "")


def test_an_example_beside_it_is_the_shape() -> None:
    shown = f'{LEFT_OPEN[0][1]}\n\n```json\n{{"sku": "A-17", "delivery_days": 3}}\n```'
    assert found(LEFT_OPEN[0][0], shown).outcome == "met"


def test_what_touches_no_interface_may_be_done_somehow() -> None:
    told = (
        "The banner on the start page hides the search. Move it away somehow; the search must be visible at 360 pixels."
    )
    assert found("Move the banner", told, "Task").outcome == "not_applicable"
