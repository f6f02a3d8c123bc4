"""The model's features, each with its reason. All are counts that mean the same in every language.

A feature with cuts 1, 2, 4 becomes three yes-or-no indicators: at least 1, at least 2, at least 4. The weights
of an indicator are whole numbers, so that the model's sum is exact on any machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checks.language.facts import Facts


@dataclass(frozen=True, slots=True)
class Feature:
    name: str
    why: str
    of: Callable[[Facts], int]
    cuts: tuple[int, ...] = (1,)

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(f"{self.name}>={cut}" for cut in self.cuts)


def _layout() -> tuple[Feature, ...]:
    return (
        Feature("sentences", "one line rarely says what, why and when done", lambda f: f.sentences, (1, 2, 4, 8, 16)),
        Feature("words", "room to say something; not more is better", lambda f: f.words, (8, 20, 40, 80, 150, 300)),
        Feature("summary_words", "a title of three words names no place", lambda f: f.summary_words, (4, 6, 9, 13)),
        Feature("sentence_length", "long sentences are harder to act on", _mean_length, (8, 12, 16, 20, 26)),
        Feature("longest", "one very long sentence is often pasted text", lambda f: f.longest, (25, 45)),
        Feature("summary_names", "the title names the place in the code", lambda f: f.summary_names, (1, 2)),
        Feature("names", "names give the receiver a place to start", lambda f: f.names, (1, 2, 4, 8, 16)),
        Feature("named_share", "tenths of sentences that name something", _named_share, (1, 3, 5, 8)),
        Feature("listed", "steps and criteria come as items", lambda f: f.listed, (1, 2, 4, 8)),
        Feature("headings", "parts were thought of", lambda f: f.headings, (1, 3)),
        Feature("links", "content may stand elsewhere", lambda f: f.links, (1, 2, 4)),
        Feature("media", "a picture shows what words do not", lambda f: f.media, (1,)),
        Feature("tables", "values laid out", lambda f: f.tables, (1,)),
        Feature("questions", "what is asked is not decided", lambda f: f.questions, (1, 2)),
        Feature("code", "code shows input, shape or what went wrong", lambda f: f.code, (1, 2, 3)),
        Feature("code_lines", "a short example against a pasted log", lambda f: f.code_lines, (4, 12, 30)),
        Feature("traces", "a stack trace shows the actual behaviour", lambda f: f.traces, (1,)),
        Feature("components", "Jira's component names a place", lambda f: f.components, (1,)),
    )


def _mean_length(facts: Facts) -> int:
    return facts.words // max(facts.sentences, 1)


def _named_share(facts: Facts) -> int:
    return 10 * facts.named_sentences // max(facts.sentences, 1)


SIGNALS = tuple(
    """
    problem cause purpose story want expected actual current steps action condition sometimes used_to_work environment vague
    hedge dangling attached see_link decision acceptance deliverable negative scope_out failure verification add_test interface ui
    system shape shape_strong research docs create maintain fix admin epic example social proposal plural_scope quantity
    reference question no_interface auth payments personal_data migration infrastructure large
    """.split()
)
LABELS = tuple(
    """
    problem context actual expected steps acceptance deliverable verification edge failure scope_out environment interface
    solution place note question
    """.split()
)


def _concepts() -> tuple[Feature, ...]:
    found = []
    for name in SIGNALS:
        found.append(Feature(f"body.{name}", f"sentences that signal {name}", _body(name), (1, 2, 4)))
        found.append(Feature(f"summary.{name}", f"the title signals {name}", _summary(name)))
        found.append(Feature(f"first.{name}", f"the description opens with {name}", _first(name)))
    found += [Feature(f"label.{name}", f"a part about {name}", _label(name), (1, 3)) for name in LABELS]
    return tuple(found)


def _body(name: str) -> Callable[[Facts], int]:
    return lambda facts: facts.body[name]


def _summary(name: str) -> Callable[[Facts], int]:
    return lambda facts: name in facts.summary


def _first(name: str) -> Callable[[Facts], int]:
    return lambda facts: name in facts.first


def _label(name: str) -> Callable[[Facts], int]:
    return lambda facts: facts.labelled[name]


FEATURES = (*_layout(), *_concepts())


def indicators_of(facts: Facts) -> list[str]:
    """The names of the indicators that hold."""
    held = []
    for feature in FEATURES:
        value = feature.of(facts)
        held += [f"{feature.name}>={cut}" for cut in feature.cuts if value >= cut]
    return held
