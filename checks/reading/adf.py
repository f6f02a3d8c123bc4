"""Atlassian Document Format (Jira Cloud's REST v3) → document. Node names: @atlaskit/adf-schema 57.7."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from checks.document import Document
from checks.reading.composer import Composer
from checks.reading.hidden import visible

Attrs = Mapping[str, Any]
Close = Callable[[Composer], None]

_TRANSPARENT = frozenset(
    [
        "doc",
        "layoutSection",
        "layoutColumn",
        "bodiedExtension",
        "multiBodiedExtension",
        "extensionFrame",
        "mediaSingle",
        "mediaGroup",
        "table",
        "bodiedSyncBlock",
    ]
)
_LISTS = frozenset({"bulletList", "orderedList", "taskList", "decisionList"})
_NO_WORDS = frozenset({"placeholder"})
"""Prompts shown only in an editor."""
_ELSEWHERE = frozenset({"extension", "inlineExtension", "syncBlock"})
"""An app or another page draws these, so their words are not in the document."""
_FAR = 253402300800000
"""Milliseconds from 1970 to the year 10000, the first that a date cannot hold."""


def read(source: object) -> Document:
    """Read an ADF document, node or list of nodes. Anything else gives an empty document; nothing raises.

    Time and memory grow with the size of the source alone; depth costs nothing more.
    """
    composer = Composer()
    todo: list[Any] = [source]
    while todo:
        node = todo.pop()
        if callable(node):
            node(composer)
        elif isinstance(node, Mapping):
            close = _enter(composer, node)
            if close is not None:
                todo.append(close)
            content = node.get("content")
            if isinstance(content, (list, tuple)):
                todo.extend(reversed(content))
        elif isinstance(node, (list, tuple)):
            todo.extend(reversed(node))
    return composer.finish()


def _enter(composer: Composer, node: Mapping[str, Any]) -> Close | None:
    """Write what the node itself says; returns what to do after its content."""
    kind = node.get("type")
    attrs = node.get("attrs")
    attrs = attrs if isinstance(attrs, Mapping) else {}
    if kind == "text":
        _text(composer, node)
        return None
    if not isinstance(kind, str):
        composer.text(_string(node.get("text")))
        return None
    if kind in _LISTS:
        composer.nesting += 1
        return _leave_list
    if kind in _TRANSPARENT:
        return Composer.split
    enter = _NODES.get(kind)
    return enter(composer, attrs) if enter else _other(composer, kind, node, attrs)


def _leave_list(composer: Composer) -> None:
    composer.nesting -= 1


def _text(composer: Composer, node: Mapping[str, Any]) -> None:
    words = _string(node.get("text"))
    url, code, strong = None, False, False
    marks = node.get("marks")
    for mark in marks if isinstance(marks, (list, tuple)) else ():
        if isinstance(mark, Mapping):
            if mark.get("type") == "code":
                code = True
            elif mark.get("type") == "strong":
                strong = True
            elif mark.get("type") == "link" and isinstance(mark.get("attrs"), Mapping):
                url = _string(mark["attrs"].get("href"))
    composer.strong += strong
    if url:
        composer.begin_link(url)
    if code:
        composer.inline_code(words)
    else:
        composer.text(words)
    if url:
        composer.end_link()
    composer.strong -= strong


def _other(composer: Composer, kind: str, node: Mapping[str, Any], attrs: Attrs) -> Close | None:
    """A node of an unknown kind, or one whose words are elsewhere: kept with what words it has, and named."""
    if kind in _NO_WORDS:
        return None
    composer.unknown.add(visible(kind[:80]))
    words = _string(node.get("text")) or _string(attrs.get("text")) or _string(attrs.get("title"))
    if kind in _ELSEWHERE or composer.in_line:
        composer.text(words)
        return None
    composer.begin("unknown")
    composer.text(words)
    return Composer.end


def _block(kind: Any) -> Callable[[Composer, Attrs], Close]:
    def enter(composer: Composer, attrs: Attrs) -> Close:
        composer.begin(kind)
        return Composer.end

    return enter


def _heading(composer: Composer, attrs: Attrs) -> Close:
    level = attrs.get("level")
    composer.begin("heading", level=min(max(level, 1), 6) if isinstance(level, int) else 1)
    return Composer.end


def _code_block(composer: Composer, attrs: Attrs) -> Close:
    composer.begin("code", language=_string(attrs.get("language")).strip().lower())
    return Composer.end


def _task(composer: Composer, attrs: Attrs) -> Close:
    composer.begin("task", done=attrs.get("state") == "DONE")
    return Composer.end


def _expand(composer: Composer, attrs: Attrs) -> Close:
    composer.begin("expand")
    composer.text(_string(attrs.get("title")))
    composer.hold()
    return Composer.end


def _cell(*, header: bool) -> Callable[[Composer, Attrs], Close]:
    def enter(composer: Composer, attrs: Attrs) -> Close:
        composer.begin_cell(header=header)
        return Composer.end_cell

    return enter


def _media(composer: Composer, attrs: Attrs) -> None:
    composer.media(_string(attrs.get("alt")), _string(attrs.get("url")))


def _card_url(attrs: Attrs) -> str:
    data = attrs.get("data")
    return _string(attrs.get("url")) or (_string(data.get("url")) if isinstance(data, Mapping) else "")


def _inline_card(composer: Composer, attrs: Attrs) -> None:
    if url := _card_url(attrs):
        composer.link(url, url)


def _block_card(composer: Composer, attrs: Attrs) -> Close:
    composer.begin("paragraph")
    _inline_card(composer, attrs)
    return Composer.end


def _mention(composer: Composer, attrs: Attrs) -> None:
    account = _string(attrs.get("id"))
    name = _string(attrs.get("text")) or account
    if name:
        composer.mention(account or name, name if name.startswith("@") else f"@{name}")


def _emoji(composer: Composer, attrs: Attrs) -> None:
    composer.text(_string(attrs.get("text")) or _string(attrs.get("shortName")))


def _date(composer: Composer, attrs: Attrs) -> None:
    written = str(attrs.get("timestamp", ""))
    if written.isascii() and written.isdigit() and len(written) < 16 and int(written) < _FAR:
        written = datetime.fromtimestamp(int(written) / 1000, UTC).date().isoformat()
    composer.text(written if isinstance(attrs.get("timestamp"), (str, int)) else "")


def _status(composer: Composer, attrs: Attrs) -> None:
    composer.text(_string(attrs.get("text")))


def _break(composer: Composer, attrs: Attrs) -> None:
    composer.text("\n")


def _rule(composer: Composer, attrs: Attrs) -> None:
    composer.leaf("rule")


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


_NODES: Final[Mapping[str, Callable[[Composer, Attrs], Close | None]]] = {
    "paragraph": _block("paragraph"),
    "caption": _block("paragraph"),
    "heading": _heading,
    "listItem": _block("item"),
    "taskItem": _task,
    "blockTaskItem": _task,
    "decisionItem": _block("decision"),
    "codeBlock": _code_block,
    "blockquote": _block("quote"),
    "panel": _block("panel"),
    "expand": _expand,
    "nestedExpand": _expand,
    "tableRow": _block("row"),
    "tableCell": _cell(header=False),
    "tableHeader": _cell(header=True),
    "rule": _rule,
    "media": _media,
    "mediaInline": _media,
    "inlineCard": _inline_card,
    "blockCard": _block_card,
    "embedCard": _block_card,
    "mention": _mention,
    "emoji": _emoji,
    "date": _date,
    "status": _status,
    "hardBreak": _break,
}
