"""Markdown (CommonMark with GitHub's tables, task lists and strike-through) → document."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from checks.document import Document
from checks.reading import html
from checks.reading.composer import Composer
from checks.reading.hidden import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

CAP = 65_536
"""Characters read; GitHub accepts no longer issue. The rest is counted in `Document.cut`."""

_MARK = re.compile(r"[\\*\[]|``|~~|_(?:(?<!\w.)|(?!\w))|<[a-zA-Z/!?]|&[#\w]")
"""What every mark inside a line begins with, except single backticks; most lines have none. An underscore inside a
word, as in `max_length`, marks nothing."""
_BOX = re.compile(r"\[([ xX])\][ \t]+")
_DRESSING = re.compile(
    "a|abbr|b|bd[io]|big|center|cite|code|del|details|dfn|div|em|font|h[1-6]|i|ins|kbd|li|mark|ol|p|picture|pre|q|rp|rt"
    "|ruby|s|samp|small|source|span|strike|strong|su[bp]|summary|table|tbody|t[dhrt]|thead|time|ul?|var|video|wbr"
)
"""HTML that GitHub allows."""
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)")


def read(source: object) -> Document:
    """Read Markdown. Anything but a string gives an empty document; nothing raises.

    HTML comments are not part of the text: in templates they are prompts that a reader of the page does not see.
    """
    composer = Composer(collapse=False)
    if isinstance(source, str):
        text = visible(source)
        composer.cut = max(len(text) - CAP, 0)
        for token in _parser().parse(text[:CAP]):
            _block(composer, token)
    return composer.finish()


@cache
def _parser() -> MarkdownIt:
    # Imported here: it takes longer than everything else that reading ADF needs.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.core.ruler.at("inline", _parse_inline)
    return parser


def _parse_inline(state: StateCore) -> None:
    """Lines with no mark but code are words as they are; all others go through the library's own rule."""
    from markdown_it.rules_core.inline import inline

    for token in state.tokens:
        if token.type == "inline" and not _MARK.search(token.content):
            token.children = _words(token.content)
            token.type = "words"
    inline(state)


def _words(content: str) -> list[Token]:
    """Words and code alternating; a backtick without a partner is only a character."""
    from markdown_it.token import Token

    *pieces, last = content.split("`")
    if len(pieces) % 2:
        last = f"{pieces.pop()}`{last}"
    tokens: list[Token] = []
    for index, piece in enumerate((*pieces, last)):
        if index % 2:
            tokens.append(Token("code_inline", "code", 0, content=_code(piece)))
            continue
        first, *others = piece.split("\n")
        tokens.append(Token("text", "", 0, content=first))
        for line in others:
            tokens += (Token("softbreak", "br", 0), Token("text", "", 0, content=line))
    return tokens


def _code(written: str) -> str:
    """A code span's content: on one line, and without a space at both ends (CommonMark 0.31, 6.1)."""
    code = written.replace("\n", " ")
    return code[1:-1] if code.startswith(" ") and code.endswith(" ") and code.strip() else code


def _block(composer: Composer, token: Token) -> None:
    kind = token.type
    if kind in ("inline", "words"):
        _inline(composer, token.children or [])
    elif kind in ("fence", "code_block"):
        language = token.info.split()[0].strip("{.}").lower() if token.info.split() else ""
        composer.leaf("code", token.content, language=language)
    elif kind == "html_block":
        composer.graft(html.read(token.content))
    elif kind == "hr":
        composer.leaf("rule")
    elif kind.endswith("_open"):
        _open(composer, token)
    elif kind.endswith("_close"):
        _close(composer, kind)


def _open(composer: Composer, token: Token) -> None:
    match token.type:
        case "heading_open":
            composer.begin("heading", level=int(token.tag[1]))
        case "paragraph_open":
            composer.begin("paragraph")
        case "blockquote_open":
            composer.begin("quote")
        case "list_item_open":
            composer.begin("item")
        case "bullet_list_open" | "ordered_list_open":
            composer.nesting += 1
        case "tr_open":
            composer.begin("row")
        case "th_open" | "td_open":
            composer.begin_cell(header=token.type == "th_open")


def _close(composer: Composer, kind: str) -> None:
    match kind:
        case "bullet_list_close" | "ordered_list_close":
            composer.nesting -= 1
        case "th_close" | "td_close":
            composer.end_cell()
        case "heading_close" | "paragraph_close" | "blockquote_close" | "list_item_close" | "tr_close":
            composer.end()


def _inline(composer: Composer, tokens: list[Token]) -> None:
    dunder = ""
    for index, token in enumerate(tokens):
        match token.type:
            case "text":
                words = token.content
                if index == 0 and (box := _BOX.match(words)) and composer.tick(done=box[1] != " "):
                    words = words[box.end() :]
                composer.text(words)
            case "code_inline":
                composer.inline_code(token.content)
            case "softbreak" | "hardbreak":
                composer.text("\n")
            case "link_open":
                composer.begin_link(str(token.attrs.get("href", "")))
            case "link_close":
                composer.end_link()
            case "strong_open":
                composer.strong += 1
                dunder = "__" if _dunder(tokens, index) else ""
                composer.text(dunder)
            case "strong_close":
                composer.text(dunder)
                dunder = ""
                composer.strong -= 1
            case "image":
                composer.media(token.content, str(token.attrs.get("src", "")))
            case "html_inline":
                _html_inline(composer, token.content)


def _html_inline(composer: Composer, tag: str) -> None:
    """A line break or a picture. Other HTML only styles the words around it; what is not HTML is words, like the
    `<module>` of an unfenced stack trace."""
    found = _TAG.match(tag)
    name = found[1].lower() if found else ""
    if name == "br":
        composer.text("\n")
    elif tag.startswith("<!--"):
        composer.comments.append(tag)
    elif name == "img":
        for picture in html.read(tag).of("media"):
            composer.media(picture.text, picture.links[0].url if picture.links else "")
    elif name and not _DRESSING.fullmatch(name):
        composer.text(tag)


def _dunder(tokens: list[Token], index: int) -> bool:
    """A name such as `__init__`, which Markdown takes for a bold `init`."""
    around = tokens[index : index + 3]
    return [token.type for token in around] == ["strong_open", "text", "strong_close"] and (
        around[0].markup == "__" and around[1].content.isidentifier()
    )
