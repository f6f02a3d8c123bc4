"""Names in prose: what looks like code, a file, a command, a path or a UI label."""

from __future__ import annotations

import re
from functools import cache

from checks.language.memo import Memo
from checks.language.phrasing import phrasings

_NAME = re.compile(
    r"""
    (?<!\w)(?![A-Z]?[a-z]++(?![\w.:(\#-]))                        # a plain word is no name
    (?:                                                           # each run of word characters is tried once
      (?:GET|POST|PUT|PATCH|DELETE|HEAD)\ +/[\w/{}:.~-]*          # POST /refunds/{id}
    | /[\w{][\w{}.~*-]*(?:/[\w{}.~*:-]*)+                         # /etc/hosts, /v1/users
    | --?[A-Za-z][\w-]+(?:=\w+)?                                  # --dry-run, -Dtest
    | @[A-Za-z]\w+                                                # @Transactional
    | \$?[A-Za-z_]\w*(?:(?:::|->|\#|\.)[A-Za-z_]\w*)+(?:\(\))?    # afw::image, a.b.c, File.read()
    | [A-Za-z_]\w*\(\)?                                           # run(), exp(
    | [A-Za-z0-9]+(?:_[A-Za-z0-9]+)+                              # snake_case, LIMIT_MAX
    | [A-Za-z]*[a-z0-9][A-Z]\w*                                   # camelCase, HiveStatement
    | [\w-]{1,120}+\.[a-z][a-z0-9]{1,4}(?!\w)                      # activemq.xml; bounded, or a row of dashes costs its square
    | </?[A-Za-z][\w:.-]*/?>                                      # <FixedSpace>
    )
    """,
    re.VERBOSE,
)
_NAMING = re.compile(r"[A-Z/@#(_<.:-](?:(?<=[/@#(_<])|(?<=[a-z0-9][A-Z])|(?<=\.)[A-Za-z_]|(?<=:):|(?<=-)[>A-Za-z])")
"""What every name contains; most sentences contain none."""
_QUOTED = re.compile(
    r"""['"“‘«„](?<!\w.)(?:(?<=')([^'\n]{2,40})'|(?<=")([^"\n]{2,40})"|(?<=“)([^”\n]{2,40})”|(?<=‘)([^’\n]{2,40})’"""
    r"""|(?<=«)([^»\n]{2,40})»|(?<=„)([^“”\n]{2,40})[“”])(?!\w)"""
)
_MENU = re.compile(r"(?<!\w)[A-ZÀ-Þ][\w ]{1,30}(?: ?(?:>|->|→|») ?[A-ZÀ-Þ][\w ]{1,30})+")


def names_in(text: str) -> tuple[str, ...]:
    """The names in reading order, each once. Linear in the text."""
    if not _NAMING.search(text):
        return ()
    found: dict[str, None] = {}
    abbreviations = _abbreviations()
    for match in _NAME.finditer(text):
        name = match.group()
        if name.casefold() not in abbreviations:
            found[name] = None
    return tuple(found)


@cache
def _abbreviations() -> frozenset[str]:
    """Those with a full stop inside, which are written like names in a program."""
    return frozenset(one.replace("\\.", ".") for one in phrasings()["abbreviation"] if "." in one)


def labels_in(text: str) -> tuple[str, ...]:
    """Quoted labels and menu paths, each once."""
    found: dict[str, None] = {}
    if "'" in text or '"' in text or not text.isascii():
        for match in _QUOTED.finditer(text):
            found[match.group(match.lastindex or 0)] = None
    if ">" in text or "→" in text or "»" in text:
        for match in _MENU.finditer(text):
            found[match.group()] = None
    return tuple(found)


_CODE = re.compile(r"[_(:>→».](?:(?<=_)|(?<=\w\()|(?<=::)|(?<=->)|(?<=[>→»]) ?[^\W\d]|(?<=[A-Za-z]{2}\.)[A-Za-z_]{2})")
_CODE_OPENS = re.compile(r"--?\w|/[\w{]|[A-Z]{3,6} /")


_IS_CODE = Memo(lambda name: _CODE.search(name) is not None or _CODE_OPENS.match(name) is not None)
"""Asked three times for each name: by the model, for the roles of sentences, and by a rule."""


def is_code(name: str) -> bool:
    """Whether a name can only be one in code: a path, a call, an option, an endpoint, a qualified or snake-case name;
    or a menu path."""
    return _IS_CODE[name]
