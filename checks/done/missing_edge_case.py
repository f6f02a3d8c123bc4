"""
What is wanted includes no negative, limit or edge case.

## What it checks
Whether the ticket says at least one thing about the edges of what is wanted: what must not happen, an empty or invalid
value, a limit, what stays as it is, or what is left out on purpose. The case that a bug itself is about does not count;
a neighbouring one that must stay as it is does.

A gap is a suggestion. In work on sign-in, payments, personal data, stored data or infrastructure that is not likely to
be ready, it is to be answered first; where such work touches an interface, CON203 asks the same from the callers' side.

## Why it matters
Everyone imagines the straight path alike. At the edges, two careful people build different things.

## How to close the gap
Add one sentence: what happens with nothing, with too much, or with something wrong; or what is out of scope.
"""

from __future__ import annotations

from checks.borders import border, kept
from checks.estimate import at_risk, leans_missing
from checks.interface import refusal, untouched
from checks.language.statements import stated, telling
from checks.observing import Wording, quote, wanted, wordless
from checks.outright import hollow
from checks.rule import Case, Evidence, Example, Gap, Met, Observation, Options, Rule
from checks.templates import edge_template


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    edge = _outright(case)
    if edge is None and leans_missing(case, "DOD303"):
        return _gap(case)
    edge = edge or _nearest(case)
    return Met((edge,)) if edge else _gap(case)


def _outright(case: Case) -> Evidence | None:
    """What is left out, a part about edge cases, or an error that callers get. In a bug, what follows "Error:" is what
    went wrong, mostly out of a log."""
    parts = ("edge",) if case.kind == "bug" else ("edge", "failure")
    said = stated(case.text, "scope_out", least=1) or stated(case.text, *parts, least=4)
    return quote(said) if said else refusal(case) or border(case) or kept(case)


def _hinted(case: Case) -> bool:
    """Some sentence with a condition or a number mentions nothing, too much or what is left out: whether that is wanted
    is a guess."""
    found = (one for one in case.text.having(*_EDGES) if not one.blank)
    return any("given" in one.signals or any(map(str.isdigit, one.text)) for one in found)


_EDGES = ("negative", "scope_out", "failure")


def _nearest(case: Case) -> Evidence | None:
    bordering = any(not (one.blank or hollow(one)) for one in case.text.having(*_EDGES))
    told = telling(case.text, "edge", lambda one: not hollow(one)) if bordering else None
    return quote(told) if told else None


def _gap(case: Case) -> Gap:
    shown = wanted(case)
    risk = at_risk(case) if _may_weigh(case) else None
    asks = _RISKY[risk] if risk else _ASKED.get(case.kind, _USUAL)
    return Gap(
        message=asks.message,
        remedy=asks.remedy,
        evidence=(quote(shown),) if shown else (),
        question=asks.question,
        template=edge_template(case, risk),
        severity="major" if risk else None,
    )


def _may_weigh(case: Case) -> bool:
    """What an interface does on wrong input is asked in its callers' words (CON203), and not again here."""
    return case.kind != "bug" and untouched(case) is not None and not _hinted(case)


_NONE = "The ticket names no negative, limit or edge case of what is wanted."
_ADD = "Add one sentence: what happens with nothing, with too much or with something wrong; or what is out of scope."
_USUAL = Wording(_NONE, _ADD, "What must not happen, and what happens with an empty, wrong or very large value?")
_ASKED = {
    "bug": Wording(
        "The ticket names no case besides the fault itself: none that must stay as it is, none to fix along with it.",
        "Add one sentence: which neighbouring case must stay as it is, or which other input must be fixed too.",
        "Which neighbouring cases must stay as they are, and which must be fixed along with this one?",
    ),
    "spike": Wording(
        "The ticket does not say what the investigation leaves out.",
        "Add one sentence: what need not be looked into.",
        "What need not be looked into?",
    ),
    "docs": Wording(
        "The ticket does not say what the text leaves out.",
        "Add one sentence: what the text need not cover.",
        "What need the text not cover?",
    ),
    "task": Wording(
        _NONE,
        "Add one sentence: what must not change or break, or what is out of scope.",
        "What must not change or break, and what is out of scope?",
    ),
}
_RISKY = {
    "auth": Wording(
        _NONE,
        _ADD,
        "What happens when somebody lacks the right, or a password, token or certificate is wrong or has run out?",
    ),
    "payments": Wording(
        _NONE, _ADD, "What happens when an amount is zero, missing or there twice, or a payment is refused?"
    ),
    "personal_data": Wording(
        _NONE, _ADD, "Whose data must not be shown or kept, and what happens where some is missing?"
    ),
    "migration": Wording(_NONE, _ADD, "What happens to stored rows that are empty, wrong or there twice?"),
    "infrastructure": Wording(_NONE, _ADD, "What must keep running meanwhile, and what happens if a step fails?"),
}
"""By the subject that raises the bar."""


RULE = Rule(
    code="DOD303",
    name="missing-edge-case",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="hint",
    effort="a sentence",
    core=True,
    examples=(
        Example(
            "describes only the sunny day",
            "Let readers renew a loan",
            "Readers call the desk to renew loans. Add a button Renew to the page My loans that moves the due date by two weeks.",
            says="The ticket names no negative, limit or edge case of what is wanted.",
            cure="A loan that somebody else has reserved must not be renewed; the button is then disabled. At most three renewals.",
        ),
        Example(
            "says what an empty value does",
            "Show the VAT number on the invoice",
            "Accountants send invoices back. Print `company.vat_id` under the address of every invoice. If `vat_id` is empty the line "
            "is left out.",
            outcome="met",
        ),
        Example(
            "dice qué pasa con un valor que no es válido",
            "Guardar el idioma del usuario",
            "Se elige el idioma en cada visita. El idioma se guarda en la columna `language` de la tabla `users`. Si el valor no es "
            "válido se usa `es`.",
            outcome="met",
        ),
        Example(
            "leaves something out in two words",
            "Add POST /refunds",
            "Back office refunds by hand in the bank's portal. Add `POST /refunds`, which takes `order_id` (string) and returns 201.\n\nOut of scope: partial refunds.",
            outcome="met",
        ),
        Example(
            "gives the status of a wrong request",
            "Add POST /refunds",
            "Back office refunds by hand in the bank's portal. Add `POST /refunds`, which takes `order_id` (string) and returns 201. 422 when the amount exceeds the order total.",
            outcome="met",
        ),
        Example(
            "says where it ends",
            "Let readers renew a loan",
            "Readers call the desk to renew loans. Add a button Renew to the page My loans that moves the due date by two weeks. Edge cases: a reserved loan must not be renewed, the button is then disabled; no loan is renewed more than three times; without loans there is no button.",
            outcome="met",
        ),
        Example(
            "describes only the straight path",
            "Export invoices as CSV",
            "Accountants copy invoices by hand. A button on the invoice page downloads a CSV file with number, date and total.",
            says="The ticket names no negative, limit or edge case of what is wanted.",
            cure="Edge cases:\n- When there are no invoices, the file holds the header line alone.\n"
            "Out of scope: drafts are left out.",
        ),
        Example(
            "investigates without saying where to stop",
            "Investigate message brokers",
            "We lose messages at night. Find out what else we could use.",
            issue_type="Spike",
            says="The ticket does not say what the investigation leaves out.",
            cure="Out of scope: brokers that only run in somebody else's cloud.",
        ),
        Example(
            "describes a bug by its own trigger",
            "Preferences lose the chosen font",
            "Choose a font in Preferences > Editor and press OK: the editor still shows the old one.",
            issue_type="Bug",
            says="The ticket names no case besides the fault itself: none that must stay as it is, none to fix along with it.",
            cure="Edge cases:\n- When the font is no longer installed, the editor falls back to the default and says so.",
        ),
        Example(
            "says what happens at the limit",
            "Limit the size of receipts",
            "Large receipts stop the nightly job.\n\nLimits: a receipt above 10 MB is refused with 413; an empty one, too.",
            outcome="met",
        ),
        Example(
            "leaves something out on purpose",
            "Sort the invoice list by date",
            "Accountants search for the latest invoice. The list is sorted by date, newest first.\n\n"
            "Out of scope: sorting by other columns is not part of this.",
            outcome="met",
        ),
    ),
)
