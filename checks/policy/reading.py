"""A policy's TOML text → a policy with all it extends in it, or a refusal that says what to change."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath

from pydantic import ValidationError

from checks.catalogue import by_code, find, nearest
from checks.policy import RECEIVERS, Policy, Setting, Waiver
from checks.policy.file import PolicyFile, RuleSection, WaiverSection
from checks.policy.refusal import Location, PolicyRefused, Problem, line_of, wordings
from checks.rule import Options
from checks.ticket import Receiver

_PLACE = re.compile(r" \(at (?:line \d+, column \d+|end of document)\)$")
BYTE_ORDER_MARK = "\ufeff"
"""What some editors put before a text in UTF-8."""


def parse(text: str, file: str, base: Callable[[str], Policy]) -> Policy:
    """The policy that this text makes of the one it extends, which `base` gives by name.

    `file` is named in messages, and its stem is the policy's name. Raises `PolicyRefused` when anything in the text is
    unknown or malformed, or when `base` raises `KeyError` for the name it extends.
    """

    def refused(problems: Iterable[tuple[Location, str]]) -> PolicyRefused:
        return PolicyRefused(Problem(file, line_of(text, where), message) for where, message in problems)

    try:
        said = PolicyFile.model_validate(tomllib.loads(text.removeprefix(BYTE_ORDER_MARK)))
        if unknown := list(_unknown_rules(said)):
            raise refused(unknown)
        parent = base(said.extends)
        options, wrong = _options(said, parent)
        if wrong:
            raise refused(wrong)
        return _merged(said, parent, PurePath(file).stem, options)
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"line (\d+)", str(fault))
        line = int(at[1]) if at else text.count("\n") + 1
        what = _PLACE.sub("", str(fault))
        raise PolicyRefused([Problem(file, line, f"This is not TOML: {what}.")]) from None
    except ValidationError as fault:
        raise refused(wordings(fault, _known)) from None
    except KeyError as fault:
        raise refused([(("extends",), _none_to_extend(str(fault.args[0])))]) from None


def _none_to_extend(name: str) -> str:
    cure = (
        "Write the file's name without `.toml`." if name.endswith(".toml") else "It must be a file of the same folder."
    )
    return f"There is no policy named `{name}` to extend. {cure}"


def _known(where: Location) -> Iterable[str]:
    """What is allowed at this place in the file."""
    match where:
        case ("rules", str(word), "options", *_):
            rule = find(word)
            return type(rule.options).model_fields if rule else ()
        case ("rules", _, _, *_):
            return RuleSection.model_fields
        case ("waivers", _, *_):
            return WaiverSection.model_fields
        case _:
            return PolicyFile.model_fields


def _unknown_rules(said: PolicyFile) -> Iterator[tuple[Location, str]]:
    named: list[tuple[Location, str]] = [(("rules", word), word) for word in said.rules]
    named += [(("demoted",), word) for word in said.demoted]
    named += [(("waivers", index, "rule"), waiver.rule) for index, waiver in enumerate(said.waivers)]
    for where, word in named:
        if find(word) is None:
            near = nearest(word)
            yield where, f"There is no rule `{word}`." + (f" Did you mean `{near}`?" if near else "")


def _options(said: PolicyFile, parent: Policy) -> tuple[dict[str, Options], list[tuple[Location, str]]]:
    """Each rule's options: the parent's, changed by what this file sets; and what is wrong with them."""
    changed, wrong = dict(parent.options), list[tuple[Location, str]]()
    for word, section in said.rules.items():
        rule = by_code()[_code(word)]
        if section.options:
            settings = {**parent.options_of(rule).model_dump(), **section.options}
            try:
                changed[rule.code] = type(rule.options).model_validate(settings)
            except ValidationError as fault:
                wrong += wordings(fault, _known, ("rules", word, "options"))
    return changed, wrong


def _merged(said: PolicyFile, parent: Policy, name: str, options: dict[str, Options]) -> Policy:
    severities: dict[str, dict[Receiver, Setting]] = {code: dict(by) for code, by in parent.severities.items()}
    for word, section in said.rules.items():
        severities.setdefault(_code(word), {}).update(section.severity)
    waivers = tuple(
        Waiver(_code(one.rule), frozenset(one.tickets), one.reason, one.until, one.by) for one in said.waivers
    )
    return replace(
        parent,
        name=name,
        receiver=said.receiver or parent.receiver,
        severities={code: by for code, by in severities.items() if by},
        options=options,
        criteria_fields=tuple(dict.fromkeys((*parent.criteria_fields, *said.criteria_fields))),
        glossary=parent.glossary | frozenset(said.glossary),
        openable_hosts={receiver: hosts for receiver in RECEIVERS if (hosts := _openable(said, parent, receiver))},
        internal_hosts=parent.internal_hosts | frozenset(host.lower() for host in said.internal_hosts),
        demoted=parent.demoted | frozenset(map(_code, said.demoted)),
        waivers=(*waivers, *parent.waivers),
        origins={**parent.origins, **dict.fromkeys(_set(said), name)},
    )


def _openable(said: PolicyFile, parent: Policy, receiver: Receiver) -> frozenset[str]:
    return parent.hosts(receiver) | frozenset(host.lower() for host in said.openable_hosts.get(receiver, ()))


def _set(said: PolicyFile) -> Iterator[str]:
    """The settings that this file makes, as dotted names."""
    yield from sorted(said.model_fields_set - {"extends", "rules", "waivers"})
    for word, section in said.rules.items():
        for receiver in section.severity:
            yield f"{_code(word)}.severity.{receiver}"
        for option in section.options:
            yield f"{_code(word)}.{option}"
    for waiver in said.waivers:
        yield f"{_code(waiver.rule)}.waivers"


def _code(word: str) -> str:
    rule = find(word)
    if rule is None:
        raise AssertionError(word)
    return rule.code
