"""Jira wiki markup inside a line: links, mentions, pictures, code, emphasis, and marks that only give colour or
position."""

from __future__ import annotations

import re

from checks.reading.composer import Composer
from checks.reading.emoticons import EMOTICONS

_COLOURING = (
    r"color|anchor|toc|toc-zone|section|column|align|center|div|span|font|bgcolor|csv|chart|html|jira|gadget|children"
)

# Each alternative excludes its own opening sign or is possessive, so that no input makes it scan the text twice.
_TOKEN = re.compile(
    r"(?=[\\{\[!*_+`(&hf])(?:(?<![\w\\])\\\\(?P<share>[\w.-]{1,63}\\[^\s<>\"|{}\[\]]++)"
    r"|\\\\(?!\\)(?P<newline>)"
    r"|\\(?P<escaped>[\[\]{}*_!|#+^~?(-])"
    r"|&\#(?P<sign>92|46);"
    r"|\{\{(?P<code>(?:[^{}\n]|\{[^{}\n]*+\})++)\}\}"
    r"|\[~(?P<user>[^\[\]\n|]++)\]"
    r"|\[(?P<label>[^\[\]\n|]*+)\|(?P<target>(?:[a-zA-Z][\w+.-]*+:|[/#^~]|www\.)[^\[\]\n|]*+)(?:\|[^\[\]\n]*+)?\]"
    r"|\[(?P<bare>(?:(?:https?|ftp|file|mailto|tel|smb):|www\.|\^)[^\[\]\n|]*+)\]"
    r"|(?<![\w!])!(?P<image>(?:https?://[^\s!|]++|[^\s!|<>/][^!|\n<>]{0,200}?\.\w{2,5}))(?:\|[^!\n]*+)?!(?!\w)"
    r"|(?P<url>\b(?:https?|ftp)://[^\s<>\"|{}\[\]\\]++)"
    rf"|\{{(?:{_COLOURING})(?:[:=][^{{}}\n]*+)?\}}(?P<mark>)"
    r"|(?P<face>\((?:/|x|y|n|!|\?)\))"
    r"|(?<![\w*\\{])(?P<stars>\*{1,2})(?=[^\s*])(?P<strong>[^*\n]++)(?<=\S)(?P=stars)(?![\w*])"
    r"|(?<![\w_\\/{.:-])_(?=[^\s_])(?P<emphasis>[^_\n]++)(?<=\S)_(?![\w_/])"
    r"|(?<![\w+\\])\+(?=[^\s+])(?P<inserted>[^+\n]++)(?<=\S)\+(?![\w+])"
    r"|`(?P<ticked>[^`\n]++)`)",
    re.ASCII,
)
_SIGN = re.compile(r"[\\{\[!*_+`(&:](?:(?<![&:])|(?<=&)#(?:92|46);|(?<=:)//)")
"""Without any of these a line is only words."""
_TRAILING = ".,;:!?)'*_"
_DEEPEST = 3
"""How many levels of nested emphasis are removed."""


def is_plain(words: str) -> bool:
    """Nothing in it could be a mark."""
    return _SIGN.search(words) is None


def write(composer: Composer, line: str, depth: int = 0) -> None:
    """Write a line's words into the open block. Signs that mark nothing stay as they are written."""
    if is_plain(line):
        composer.text(line)
        return
    at = 0
    for found in _TOKEN.finditer(line):
        composer.text(line[at : found.start()])
        at = found.end()
        kind, words = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "share":
            address = f"\\\\{words}".rstrip(_TRAILING)
            composer.link(address, address)
            composer.text(f"\\\\{words}"[len(address) :])
        elif kind == "url":
            address = words.rstrip(_TRAILING)
            composer.link(address, address)
            composer.text(words[len(address) :])
        elif kind in ("strong", "emphasis", "inserted"):
            composer.strong += kind == "strong"
            if depth < _DEEPEST:
                write(composer, words, depth + 1)
            else:
                composer.text(words)
            composer.strong -= kind == "strong"
        else:
            _token(composer, kind, words, found)
    composer.text(line[at:])


def _token(composer: Composer, kind: str, words: str, found: re.Match[str]) -> None:
    if kind in ("code", "ticked"):
        composer.inline_code(words)
    elif kind == "user":
        account = words.removeprefix("accountid:")
        composer.mention(account, f"@{account}")
    elif kind == "target" and words.startswith("~"):
        composer.mention(words[1:].removeprefix("accountid:"), f"@{_plain(found['label']) or words[1:]}")
    elif kind == "target":
        composer.link(_plain(found["label"]) or words, words)
    elif kind == "bare":
        if words.startswith("^"):
            composer.media(words[1:])
        else:
            composer.link(words, words)
    elif kind == "image":
        composer.media(words.rsplit("/", 1)[-1], words if "://" in words else "")
    elif kind == "newline":
        composer.text("\n")
    elif kind == "sign":
        composer.text(chr(int(words)))
    elif kind == "escaped":
        composer.text(words)
    elif kind == "face":
        composer.text(EMOTICONS[words])


def _plain(label: str) -> str:
    return label.strip().strip("*_+")
