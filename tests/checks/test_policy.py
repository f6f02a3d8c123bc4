"""Small policy files in; meaning, or a refusal that says what to change, out."""

from __future__ import annotations

from datetime import date

import pytest

from checks.catalogue import by_code, rules
from checks.context.undefined_acronym import Known
from checks.policy import DEFAULT, Policy
from checks.policy.reading import parse
from checks.policy.refusal import PolicyRefused

TEAM = parse('glossary = ["BRQ"]\n[rules.CTX107.options]\ntimes = 3\n', "TEAM.toml", {"default": DEFAULT}.__getitem__)
BASES = {"default": DEFAULT, "TEAM": TEAM}


def read(text: str) -> Policy:
    return parse(text, "PAY.toml", BASES.__getitem__)


def refusal(text: str) -> str:
    with pytest.raises(PolicyRefused) as refused:
        read(text)
    return str(refused.value)


def test_an_empty_file_judges_as_the_default_does() -> None:
    policy = read("")
    assert policy.name == "PAY"
    assert policy.hash == DEFAULT.hash


def test_a_file_may_begin_with_a_byte_order_mark() -> None:
    assert read("\ufeff[rules.CTX101]\nseverity = 'off'\n").hash == read("[rules.CTX101]\nseverity = 'off'\n").hash


def test_a_severity_holds_for_every_receiver_or_for_one() -> None:
    policy = read('[rules.CTX101]\nseverity = "advice"\n[rules.missing-outcome.severity]\nagent = "blocker"\n')
    problem, outcome = by_code()["CTX101"], by_code()["DOD301"]
    assert {policy.severity(problem, who) for who in ("contractor", "teammate", "agent")} == {"advice"}
    assert policy.severity(outcome, "agent") == "blocker"
    assert policy.severity(outcome, "contractor") == outcome.severity["contractor"]


def test_what_only_advises_a_teammate_never_stops_them() -> None:
    problem, outcome = by_code()["CTX101"], by_code()["DOD302"]
    assert DEFAULT.severity(problem, "contractor", "blocker") == "blocker"
    assert DEFAULT.severity(problem, "teammate", "blocker") == "major"
    assert DEFAULT.severity(outcome, "teammate", "blocker") == "blocker"


def test_options_change_what_the_parent_set_and_keep_the_rest() -> None:
    policy = read('extends = "TEAM"\n[rules.CTX107.options]\nknown = ["LSST"]\n')
    options = policy.options_of(by_code()["CTX107"])
    assert isinstance(options, Known)
    assert options.times == 3
    assert options.known == {"LSST"}


def test_lists_add_to_the_parents_lists() -> None:
    policy = read('extends = "TEAM"\nglossary = ["SEPA"]\ncriteria_fields = ["customfield_10100"]\n')
    assert policy.glossary == {"BRQ", "SEPA"}
    assert policy.criteria_fields == ("customfield_10100",)


def test_hosts_are_for_all_receivers_or_for_some() -> None:
    policy = read('openable_hosts = { teammate = ["Wiki.corp.example"] }\ninternal_hosts = ["git.corp.example"]\n')
    assert policy.hosts("teammate") == {"wiki.corp.example"}
    assert policy.hosts("contractor") == frozenset()
    assert policy.internal_hosts == {"git.corp.example"}


def test_a_waiver_has_tickets_a_reason_and_an_end() -> None:
    policy = read(
        '[[waivers]]\nrule = "DOD302"\ntickets = ["PAY-12"]\nreason = "A spike."\nuntil = 2026-03-01\nby = "Ada"\n'
    )
    waiver = policy.waiver("DOD302", "PAY-12", date(2026, 3, 1))
    assert waiver is not None
    assert waiver.reason == "A spike."
    assert policy.waiver("DOD302", "PAY-12", date(2026, 3, 2)) is None
    assert policy.waiver("DOD302", "PAY-13", date(2026, 3, 1)) is None


def test_each_setting_knows_which_file_it_comes_from() -> None:
    policy = read('extends = "TEAM"\nreceiver = "agent"\n[rules.CTX101]\nseverity = "advice"\n')
    assert policy.origins["receiver"] == "PAY"
    assert policy.origins["CTX101.severity.agent"] == "PAY"
    assert policy.origins["CTX107.times"] == "TEAM"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('recever = "agent"', "PAY.toml:1: `recever` is not a setting. Did you mean `receiver`?"),
        ('receiver = "agnt"', "PAY.toml:1: `receiver` must be 'contractor', 'teammate' or 'agent'. Did you mean `agent`?"),
        ('\n[rules.CTX101]\nseverty = "major"', "PAY.toml:3: `rules.CTX101.severty` is not a setting. Did you mean `severity`?"),
        ('[rules.CTX101]\nseverity = "mayor"', "PAY.toml:2: `rules.CTX101.severity` must be 'blocker', 'major', 'advice' or 'off'. Did you mean `major`?"),
        ("[rules.CTX1055]", "PAY.toml:1: There is no rule `CTX1055`. Did you mean `CTX105`?"),
        ('demoted = ["missing-probelm"]', "PAY.toml:1: There is no rule `missing-probelm`. Did you mean `CTX101`?"),
        ("[rules.CTX107.options]\ntime = 3", "PAY.toml:2: `rules.CTX107.options.time` is not a setting. Did you mean `times`?"),
        ("[rules.CTX107.options]\ntimes = 0", "PAY.toml:2: `rules.CTX107.options.times`: input should be greater than or equal to 1."),
        ('[[waivers]]\nrule = "DOD302"\ntickets = ["PAY-1"]\nuntil = 2026-01-01', "PAY.toml:1: `waivers.reason` is missing."),
        (
            '[[waivers]]\nrule = "DOD302"\ntickets = ["PAY-1"]\nreason = "Because"\nuntil = 2026-01-01',
            "PAY.toml:4: `waivers.reason`: string should have at least 8 characters.",
        ),
        (
            '[[waivers]]\nrule = "DOD302"\ntickets = []\nreason = "A spike."\nuntil = 2026-01-01',
            "PAY.toml:3: `waivers.tickets`: list should have at least 1 item after validation, not 0.",
        ),
        (
            '[[waivers]]\nrule = "DOD302"\ntickets = ["PAY-1"]\nreason = "A spike."\nuntil = 2026-01-01\n'
            '[[waivers]]\nrule = "DOD302"\ntickets = ["PAY-2"]\nreason = "Spike"\nuntil = 2026-01-01',
            "PAY.toml:9: `waivers.reason`: string should have at least 8 characters.",
        ),
        ('extends = "OTHER"', "PAY.toml:1: There is no policy named `OTHER` to extend. It must be a file of the same folder."),
        (
            'extends = "base.toml"',
            "PAY.toml:1: There is no policy named `base.toml` to extend. Write the file's name without `.toml`.",
        ),
        (
            '[rules]\nCTX101 = "off"',
            'PAY.toml:2: `rules.CTX101` must be a table: write `[rules.CTX101]`, and under it a line such as `severity = "off"`.',
        ),
        ('rules = "off"', "PAY.toml:1: `rules` must be a table: write `[rules.CODE]`, and its settings under it."),
        (
            '[waivers]\nrule = "DOD302"',
            "PAY.toml:1: `waivers` must be a list of tables: write `[[waivers]]`, with two brackets on each side.",
        ),
        ('glossary = "SLA"', 'PAY.toml:1: `glossary` must be a list: write what it holds in brackets, as in `["…"]`.'),
        (
            '[[waivers]]\nrule = "DOD302"\ntickets = ["PAY-1"]\nreason = "A spike."\nuntil = "next year"',
            "PAY.toml:5: `waivers.until` must be a day: write it as in 2026-12-31.",
        ),
        ("glossary = [", "PAY.toml:1: This is not TOML: Invalid value."),
        (
            '[rules.CTX101]\nseverity = "advice"\n[rules.CTX101]\n',
            "PAY.toml:3: This is not TOML: Cannot declare ('rules', 'CTX101') twice.",
        ),
    ],
)  # fmt: skip
def test_a_refusal_names_the_line_and_what_was_meant(text: str, message: str) -> None:
    assert refusal(text) == message


def test_a_refusal_names_every_problem_at_once() -> None:
    assert refusal('recever = "agent"\nglosary = []').count("\n") == 1


def test_the_hash_changes_with_what_is_judged_and_with_nothing_else() -> None:
    policy = read('[rules.CTX101]\nseverity = "advice"\n')
    assert policy.hash != DEFAULT.hash
    assert policy.hash == parse('[rules.missing-problem]\nseverity = "advice"\n', "WEB.toml", BASES.__getitem__).hash


def test_the_hash_changes_with_every_setting_and_its_value() -> None:
    waiver = '[[waivers]]\nrule = "DOD302"\ntickets = ["PAY-{}"]\nreason = "A spike."\nuntil = 2026-01-0{}\n'
    values = {
        'receiver = "{}"': ("agent", "teammate"),
        'criteria_fields = ["{}"]': ("customfield_1", "customfield_2"),
        'glossary = ["{}"]': ("SEPA", "LSST"),
        'openable_hosts = ["{}"]': ("wiki.example", "git.example"),
        'internal_hosts = ["{}"]': ("wiki.example", "git.example"),
        'demoted = ["{}"]': ("CTX101", "CTX102"),
        '[rules.CTX101]\nseverity = "{}"': ("advice", "off"),
        "[rules.CTX107.options]\ntimes = {}": ("3", "4"),
    }
    texts = [text.format(value) for text, both in values.items() for value in both]
    texts += [waiver.format(*which) for which in ((1, 1), (2, 1), (1, 2))]
    assert len({DEFAULT.hash, *(read(text).hash for text in texts)}) == len(texts) + 1


def test_a_rule_that_is_named_without_a_setting_changes_nothing() -> None:
    assert read("[rules.CTX101]\n").hash == DEFAULT.hash


def test_what_a_policy_asks_is_worked_out_anew_for_other_rules_and_receivers() -> None:
    every = rules()
    contractor, agent = DEFAULT.asked(every, "contractor"), DEFAULT.asked(every, "agent")
    assert DEFAULT.asked(every, "contractor") is contractor
    assert [one.severity for one in agent] == [DEFAULT.severity(one.rule, "agent") for one in agent]
    assert [one.rule.code for one in DEFAULT.asked(every[:2], "contractor")] == [rule.code for rule in every[:2]]
    assert DEFAULT.asked(every, "contractor") == contractor
