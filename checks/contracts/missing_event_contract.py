"""
An event or a queue is part of the work, without its topic, its key or what happens when a message arrives twice.

## What it checks
Whether a ticket that publishes or consumes events names the topic or queue, and says what a consumer can rely on: the key,
the order, duplicates and retries.

## Why it matters
A message is a contract with code that nobody in this ticket sees. One side assumes order and single delivery, the other
never promised them, and both pass their own tests.

## How to close the gap
Name the topic or queue and its key, and say whether order is kept and what a consumer does with a message that arrives
twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from checks.language.text import Sentence
from checks.observing import quotes
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.touching import answering, read, spared, stating, together

_WEBHOOK = re.compile(r"\bweb-?hooks?\b", re.IGNORECASE)
_TOPIC = re.compile(r"[a-z][\w-]*(?:[.:_-][\w-]+)+", re.IGNORECASE)
"""A name of several parts, like those of topics and queues: `orders.shipped`, `orders-shipped`."""


def check(case: Case, options: Options) -> Observation:
    if spare := spared(case):
        return spare
    events = together(case, "emits", "message", within=6) if stating(case, "broker") else ()
    if not events:
        return NotApplicable("The work publishes and consumes no events.")
    promised = answering(case, "delivery")
    if all(_WEBHOOK.search(one.text) for one in events):
        return Met(quotes(promised)) if promised else _webhook(events)
    named = _named(case, events)
    if named and promised:
        return Met(quotes(promised))
    lacks = " and ".join(
        lack
        for lack, present in (
            ("the name of the topic or queue", named),
            ("what holds for order, repeats and retries", promised),
        )
        if not present
    )
    return Gap(
        message=f"An event is part of the work without {lacks}.",
        remedy="Name the topic or queue and its key, and say whether order holds and what is done with a message that comes "
        "twice.",
        evidence=quotes(events),
        question="Which topic carries the event, by which key, and what if it arrives twice or out of order?",
        template=_template(named),
    )


def _webhook(events: Iterable[Sentence]) -> Gap:
    """It goes to an address that its receiver sets, so it has no topic."""
    return Gap(
        message="A webhook is part of the work without what holds when its receiver does not answer, or gets it twice.",
        remedy="Say how often and how long the webhook is tried again, and how its receiver knows a repeat and the sender.",
        evidence=quotes(events),
        question="What happens when the receiver of the webhook does not answer, and how does it know a repeat?",
        template="The webhook is tried again ‹how often, for how long›; a repeat is known by ‹which id›, the sender by ‹signature or token›.",
    )


def _named(case: Case, events: Iterable[Sentence]) -> str | None:
    """The topic or queue: as it was read next to its word, else a name of that form where the event is mentioned."""
    for contract in read(case, "event"):
        return contract.name
    names = (name for sentence in events if "broker" in sentence.signals for name in sentence.names)
    return next((name for name in names if _TOPIC.fullmatch(name)), None)


def _template(name: str | None) -> str:
    topic = name or "‹topic or queue›"
    return f"Topic {topic}, keyed by ‹key of the message›; order ‹holds per key or not›; a repeat is ‹ignored by which id›."


RULE = Rule(
    code="CON207",
    name="missing-event-contract",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="hint",
    effort="a sentence",
    examples=(
        Example(
            "publishes an event without saying where",
            "Publish an event when an order is shipped",
            "The warehouse polls the orders table. Publish an event to Kafka when an order is shipped, with order id and date.",
            says="An event is part of the work without the name of the topic or queue and what holds for order, repeats "
            "and retries.",
            cure="Topic `orders.shipped`, keyed by order id, in order per key; a repeat has the same event id and is ignored.",
        ),
        Example(
            "names the topic, its key and repeats",
            "Publish an event when an order is shipped",
            "Publish an event to the topic `orders.shipped`, keyed by order id. Consumers may see duplicates.",
            outcome="met",
        ),
        Example(
            "nombra el topic después de su producto",
            "Publicar un evento cuando se envía un pedido",
            "El almacén consulta la tabla cada minuto. Publicar un evento en el topic Kafka `orders.shipped`, con el id del pedido "
            "como clave. Los duplicados se ignoran.",
            outcome="met",
        ),
        Example(
            "sends a webhook and says nothing about repeats",
            "Tell shops when a parcel is delivered",
            "Shops ask our API every minute. Send a webhook to the address of the shop when a parcel is delivered.",
            says="A webhook is part of the work without what holds when its receiver does not answer, or gets it twice.",
            cure="It is retried for a day; a repeat has the same `id`, and the header `X-Signature` proves the sender.",
        ),
        Example(
            "is about an event on a calendar",
            "Show past events in grey",
            "People confuse past and coming events in the calendar. Show past ones in grey.",
            outcome="not_applicable",
        ),
    ),
)
