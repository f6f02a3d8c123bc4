"""What a rule asks fits the kind of work, and writing the answer into its template closes the gap."""

from __future__ import annotations

import re

import pytest

from checks.catalogue import by_code
from checks.estimate import LIKELY
from checks.evaluate import case_of, evaluate
from checks.rule import Case, Gap, Met, Observation
from tests.fakes.tickets import worded

FONT = ("Preferences lose the chosen font", "The editor shows the old font after a restart.", "Bug")
BROKER = ("Investigate message brokers", "We lose messages at night. Find out what else we could use.", "Spike")
MANUAL = ("Document the backup command", "The documentation of `backup` is missing. Document it.", "Task")
BUILD = ("Upgrade the build to Gradle 9", "The build uses Gradle 6, which gets no fixes any more. Upgrade it.", "Task")
LOANS = (
    "Let readers renew a loan",
    "Readers call the desk to renew. Add a button Renew to the page My loans.",
    "Story",
)


def case(told: tuple[str, str, str], addition: str = "") -> Case:
    summary, description, kind = told
    return case_of(worded(summary, f"{description}\n\n{addition}".strip(), kind))


def observe(code: str, told: tuple[str, str, str], addition: str = "") -> Observation:
    rule = by_code()[code]
    return rule.check(case(told, addition), rule.options)


def gap(code: str, told: tuple[str, str, str]) -> Gap:
    seen = observe(code, told)
    assert isinstance(seen, Gap), seen
    return seen


@pytest.mark.parametrize(
    ("code", "told", "asked"),
    [
        ("DOD303", FONT, "neighbouring cases"),
        ("DOD303", BROKER, "need not be looked into"),
        ("DOD303", MANUAL, "need the text not cover"),
        ("DOD303", BUILD, "must not change or break"),
        ("DOD303", LOANS, "empty, wrong or very large value"),
        ("DOD304", FONT, "the repair holds"),
        ("DOD304", BROKER, "reads the findings"),
        ("DOD304", MANUAL, "reads the text over"),
        ("DOD304", LOANS, "How will the result be checked"),
        ("DOD302", BROKER, "in which form is the answer handed back"),
        ("DOD302", MANUAL, "must a reader find"),
    ],
)
def test_the_question_fits_the_kind_of_work(code: str, told: tuple[str, str, str], asked: str) -> None:
    assert asked in (gap(code, told).question or "")


@pytest.mark.parametrize(
    ("code", "told", "filled"),
    [
        ("DOD303", FONT, ("a font that is not installed", "the default is shown with a note", "fonts of the printout")),
        ("DOD303", BROKER, ("services that run in a cloud of somebody else",)),
        ("DOD303", MANUAL, ("restoring on another machine",)),
        ("DOD303", BUILD, ("the published jar keeps its name and checksum file", "the release job")),
        ("DOD303", LOANS, ("somebody else has reserved the loan", "the button is disabled", "loans of other libraries")),
        ("DOD304", FONT, ("`FontTest` restarts the editor", "`Courier` and `Arial`")),
        ("DOD304", BROKER, ("the platform team reads the page and decides on Friday",)),
        ("DOD304", MANUAL, ("Anna of operations follows the chapter on an empty machine",)),
        ("DOD304", LOANS, ("`LoanTest` renews a loan twice", "the readers of the fixture")),
        ("DOD302", BROKER, ("which broker keeps messages through a restart", "3 days", "a page that compares three of them")),
        ("DOD302", MANUAL, ("the chapter Restore", "how to restore one file, with the command and its output")),
        (
            "DOD302",
            ("Make the import better", "The import should be improved and handle various things better.", "Task"),
            ("a file of 10,000 rows", "it is imported", "all rows are in `orders` within 60 seconds"),
        ),
    ],
)  # fmt: skip
def test_the_filled_template_closes_the_gap(code: str, told: tuple[str, str, str], filled: tuple[str, ...]) -> None:
    template = gap(code, told).template or ""
    assert len(re.findall("‹[^›]*›", template)) == len(filled)
    words = iter(filled)
    assert isinstance(observe(code, told, re.sub("‹[^›]*›", lambda _: next(words), template)), Met)
    assert isinstance(observe(code, told, template), Gap)


def test_a_bug_is_asked_what_happens_instead_of_its_title() -> None:
    told = ("The import has problems", "It does not work properly for some of the customers.", "Bug")
    seen = gap("DOD302", told)
    assert (
        seen.question == "How would a reviewer see that “The import has problems” is fixed, and what happens instead?"
    )
    assert seen.template == "Expected: ‹what happens instead, with the exact text or value›"
    assert isinstance(observe("DOD302", told, "Expected: rows without a date are listed in `errors.csv`."), Met)


def test_an_investigation_is_asked_once_what_it_hands_back() -> None:
    assert gap("DOD302", BROKER).severity is None or gap("DOD302", BROKER).severity != "advice"
    assert gap("DOD307", BROKER).severity == "advice"
    assert gap("DOD307", BROKER).template == gap("DOD302", BROKER).template


def test_a_text_is_asked_for_its_page_and_not_for_a_class() -> None:
    told = ("Document the backup", "Nobody knows how it works. Document it.", "Task")
    assert case(told).kind == "docs"
    assert (gap("CTX102", told).question or "").startswith("Which page, chapter or file is “Document the backup” about")


def test_tests_of_risky_subjects_raise_no_bar() -> None:
    told = ("Mend the automated tests after the database migration", "They fail since Monday. Mend them.", "Task")
    assert case(told).kind == "task"
    assert gap("DOD303", told).severity is None


def test_what_a_story_wants_to_refer_to_is_no_reference() -> None:
    told = (
        "Document the queue",
        "As an operator, I'd like to refer to documentation so that I can set up the queue as recommended.",
        "Task",
    )
    assert isinstance(observe("CTX103", told), Met)


def test_an_image_that_is_run_is_none_to_look_at() -> None:
    told = ("Build container images", "We need Docker images of the importer. They are built by hand today.", "Story")
    assert isinstance(observe("CTX103", told), Met)


def test_questions_begin_with_what_the_work_cannot_begin_without() -> None:
    told = ("Add the payments API to the shop", "Add an API endpoint for refunds of payments.", "Story")
    verdict = evaluate(worded(*told))
    assert [one.code for one in verdict.gaps if one.severity != "advice"] == ["CTX101", "DOD302", "CON203"]
    assert [asked.split()[0] for asked in verdict.questions] == ["Why", "What", "What"]
    assert verdict.questions[2] == "What do callers get back when the input is wrong or the work fails?"


def test_who_told_a_story_said_who_needs_it() -> None:
    told = ("As a reader I want books sorted by title", "Shelf view only", "Story")
    assert (
        gap("CTX101", told).message == "The ticket says who wants what, but not what is wrong today or what is gained."
    )


def test_a_long_title_is_cut_after_a_word_in_a_question() -> None:
    title = (
        "Configure the firewall on the build hosts of the northern and of the southern data centre for the new office"
    )
    asked = gap("CTX101", (title, "Configure it.", "Task")).question or ""
    assert "“Configure the firewall on the build hosts of the northern and of the southern data centre…”" in asked


SITUATIONS = {
    "en": ("Leave the build folder out of the list", "While an application is built, the list jumps to its top each time."),
    "fi": ("Lisää listaan valinta, joka jättää käännöskansion pois", "Kun sovellusta käännetään, lista hyppää joka kerta takaisin alkuun."),
    "sv": ("Lämna byggmappen utanför listan", "När ett program byggs hoppar listan tillbaka till början varje gång."),
    "de": ("Den Bauordner aus der Liste nehmen", "Wenn eine Anwendung gebaut wird, springt die Liste jedes Mal an den Anfang."),
    "fr": ("Exclure le dossier de la liste", "Quand une application est construite, la liste revient chaque fois au début."),
    "es": ("Excluir la carpeta de la lista", "Cuando se compila una aplicación, la lista vuelve cada vez al principio."),
}  # fmt: skip


@pytest.mark.parametrize("language", SITUATIONS)
def test_when_something_happens_tells_why_in_every_language(language: str) -> None:
    summary, description = SITUATIONS[language]
    assert isinstance(observe("CTX101", (summary, description, "Task")), Met)
    assert isinstance(observe("CTX101", (summary, f"{summary}.", "Task")), Gap)


def test_a_wish_under_a_condition_tells_no_reason() -> None:
    told = (
        "Pages of the list",
        "When somebody opens the list, all of its pages should load better and properly.",
        "Task",
    )
    assert isinstance(observe("CTX101", told), Gap)


RISKY = {
    "payment": ("Let customers pay by invoice", "Customers ask for it. Offer payment by invoice at the checkout.", "Story"),
    "a step fails": ("Set up the cluster for the new region", "It needs a Kubernetes cluster. Set it up.", "Task"),
    "stored rows": ("Migrate the orders to the new database schema", "It is slow. Migrate the data.", "Task"),
}  # fmt: skip


@pytest.mark.parametrize("asked", RISKY)
def test_a_risky_subject_is_asked_about_in_its_own_words(asked: str) -> None:
    seen = gap("DOD303", RISKY[asked])
    assert seen.severity == "major"
    assert asked in (seen.question or "")
    filled = re.sub("‹[^›]*›", "the night job stops and says so", seen.template or "")
    assert isinstance(observe("DOD303", RISKY[asked], filled), Met)


def test_a_risky_subject_alone_holds_nothing_back_that_is_well_told() -> None:
    told = (
        "Invoice page shows the payment twice",
        "The page `invoice.html` lists each payment twice when an order was split: accountants add them up and book too much.\n\n"
        "Steps:\n1. Split order A-17.\n2. Open its invoice.\n\nExpected: each payment stands once.\n\n`InvoiceTest` covers it.",
        "Task",
    )
    verdict = evaluate(worded(*told))
    assert verdict.readiness >= LIKELY
    assert verdict.verdict == "ready"


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Upgrade the build to Gradle 9", "how far does it go, and what must still work"),
        ("Add an API for partners", "what goes in, what comes out, and what can be set"),
        ("Add a page of old loans", "what is to be seen, and after which act"),
        ("Make the search faster", "which number is good enough, with which data"),
    ],
)
def test_what_exactly_is_asked_of_what_the_title_is_about(title: str, asked: str) -> None:
    assert (gap("DOD302", (title, "We should look at this some time.", "Story")).question or "").endswith(f"{asked}?")


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Päivitä koonti Gradlen uusimpaan versioon", "Tätä pitäisi joskus miettiä ja katsoa."),
        ("Uppgradera bygget till Gradle 9", "Det här borde vi titta på någon gång."),
        ("Aktualisierung des Builds auf Gradle 9", "Das sollten wir uns irgendwann ansehen."),
        ("Passer à la version 9 de Gradle", "Il faudrait regarder cela un jour."),
        ("Actualizar la versión de Gradle", "Deberíamos mirar esto algún día."),
    ],
)
def test_it_is_asked_so_in_every_language(title: str, description: str) -> None:
    asked = gap("DOD302", (title, description, "Task")).question or ""
    assert asked.endswith("how far does it go, and what must still work?")


@pytest.mark.parametrize(
    ("title", "description", "accepted"),
    [
        ("Export invoices", "Finance types invoices by hand. Export them every night.", "Anna of finance accepts it."),
        ("Laskujen vienti", "Talousosasto syöttää laskut käsin. Vie ne joka yö tiedostoon.", "Anna talousosastolta hyväksyy."),
        ("Exportera fakturor", "Ekonomi matar in fakturor för hand. Exportera dem varje natt.", "Anna på ekonomi godkänner."),
        ("Rechnungen ausgeben", "Die Buchhaltung tippt Rechnungen ab. Gib sie jede Nacht aus.", "Abnahme durch Anna."),
        ("Exporter les factures", "La comptabilité saisit les factures. Exporter les factures chaque nuit.", "Validé par Anna."),
        ("Exportar facturas", "Contabilidad escribe las facturas a mano. Exportar las facturas cada noche.", "Aprobado por Anna."),
    ],
)  # fmt: skip
def test_who_accepts_is_how_it_is_checked(title: str, description: str, accepted: str) -> None:
    assert isinstance(observe("DOD304", (title, description, "Story")), Gap)
    assert isinstance(observe("DOD304", (title, description, "Story"), accepted), Met)
    program = (
        "Labels",
        "The form is slow. Text accepts a label keyword argument but draws it in another place.",
        "Story",
    )
    assert isinstance(observe("DOD304", program), Gap)


@pytest.mark.parametrize(
    "actual", ["Actual result:\nOnly the first receipt", "AR: only the first receipt", "Actual: crash at once"]
)
def test_what_comes_out_of_a_bug_is_what_is_wrong_in_however_few_words(actual: str) -> None:
    steps = (
        "Steps to reproduce:\n1. Open the receipt list\n2. Press Export\n\nExpected result:\nOne file per receipt\n\n"
    )
    told = ("Export of receipts", steps + actual, "Bug")
    assert isinstance(observe("CTX101", told), Met)
