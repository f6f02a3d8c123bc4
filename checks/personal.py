"""Personal data in words: numbers that pass their own check, and addresses of people rather than roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle

from checks.language.phrasing import Phrased

_NUMBERS = re.compile(r"[0-9](?:[0-9]{5}|[0-9]{3}[ -][0-9]{4}|[0-9]{2}-[0-9]{2}-)")
"""What every number below contains; most texts contain none."""
_DIGITS = re.compile(r"\d(?<![\w.-].)[ -]?(?:\d[ -]?){12,18}(?![\w-])")
_GROUPED = re.compile(r"\d{4}([ -])\d{4,6}\1\d{4,5}(?:\1\d{1,4})?")
_CARD = Phrased(r"\b(?:«bank_card»)\b")
_IBAN = re.compile(r"[A-Z](?<!\w.)[A-Z]\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)")
_FINNISH_ID = re.compile(r"(\d(?<![\w-].)\d{5})[-+A-FU-Y](\d{3})([0-9A-Y])(?![\w-])")
_SWEDISH_ID = re.compile(r"(?<![\w-])(?:19|20)?(\d{6})[-+](\d{4})(?![\w-])")
_SIX_AND_SIGN = re.compile(r"\d{6}[-+]")
_US_ID = re.compile(r"(?i)\bssn\b\W{0,12}(\d{3}-\d{2}-\d{4})(?!\d)")
_AT_HOST = re.compile(r"@[\w-]{1,63}\.")
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@((?:[\w-]{1,63}\.){1,4}[A-Za-z]{2,24})(?![\w-])")
_PHONE = re.compile(r"\+(?<![\w.+].)[1-9](?:[ -]?\d){8,13}(?![\w.-]?\d)")
_ROLES = Phrased(r"^(?:«mailbox»)$")
_EXAMPLES = re.compile(
    r"(?i)(?:^|\.)(?:example|test|invalid|localhost|local|domain|foo|bar|company|acme|mydomain)(?:\.\w+)?$|^users\.noreply\."
)
_PUBLISHED = """
378282246310005 371449635398431 6011111111111117 6011000990139424 5105105105105100 4012888888881881 30569309025904 38520000023237
3530111333300000 3566002020360505 2223003122003222
DE89370400440532013000 GB29NWBK60161331926819 GB82WEST12345698765432 FR1420041010050500013M02606 ES9121000418450200051332
FI2112345600000785 SE4550000000058398257466 NL91ABNA0417164300 AT611904300234573201 CH9300762011623852957 BE68539007547034
IT60X0542811101000000123456 DK5000400440116243 NO9386011117947 IE29AIBK93115212345678 PL61109010140000071219812874
"""
_NOBODYS = frozenset(_PUBLISHED.split())
"""Numbers that payment processors and the registry of IBANs (ISO 13616) publish as examples: they belong to nobody."""
_FINNISH_MARKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def may_be_personal(words: str) -> bool:
    """Whether these words show a sign of what `find_personal` seeks."""
    return "@" in words or "+" in words or _NUMBERS.search(words) is not None


def find_personal(words: str) -> Iterator[tuple[str, str]]:
    """Kind and value of each piece of personal data. Linear in the length of the words."""
    if _AT_HOST.search(words):
        for found in _MAIL.finditer(words):
            if not _ROLES.match(found[1]) and not _EXAMPLES.search(found[2]):
                yield "e-mail address", found[0]
    if "+" in words:
        yield from (("phone number", found[0]) for found in _PHONE.finditer(words))
    if not _NUMBERS.search(words):
        return
    for found in _DIGITS.finditer(words):
        if found[0].strip()[0] in "3456" and _luhn(_bare(found[0])) and _is_card(found[0], words):
            yield "payment card number", found[0].strip(" -")
    for found in _IBAN.finditer(words):
        if _iban(_bare(found[0])):
            yield "bank account", found[0]
    for found in _FINNISH_ID.finditer(words):
        if _FINNISH_MARKS[int(found[1] + found[2]) % 31] == found[3]:
            yield "national identity number", found[0]
    for found in _SWEDISH_ID.finditer(words) if _SIX_AND_SIGN.search(words) else ():
        if _luhn(found[1] + found[2]) and 1 <= int(found[1][2:4]) <= 12:
            yield "national identity number", found[0]
    if "ssn" in words.lower():
        yield from (("national identity number", found[1]) for found in _US_ID.finditer(words))


def _bare(number: str) -> str:
    """The number without its gaps; empty for a published example."""
    bare = number.replace(" ", "").replace("-", "")
    return "" if bare in _NOBODYS else bare


def _is_card(number: str, words: str) -> bool:
    """Printed as on a card, or called one: an id in a log passes the check digit one time in ten."""
    return _GROUPED.fullmatch(number.strip(" -")) is not None or _CARD.search(words) is not None


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1: every second digit from the right doubled, the digits summed to a multiple of ten."""
    doubled = (int(digit) * factor for digit, factor in zip(reversed(digits), cycle((1, 2)), strict=False))
    return len(set(digits)) > 2 and sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _iban(account: str) -> bool:
    """ISO 13616: rearranged and read base 36, the number leaves 1 when divided by 97."""
    return 15 <= len(account) <= 34 and int("".join(str(int(c, 36)) for c in account[4:] + account[:4])) % 97 == 1
