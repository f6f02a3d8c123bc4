"""HTML as Jira renders it (`renderedFields`) and as people write it inside Markdown → document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from checks.document import BlockKind, Document
from checks.reading.composer import Composer
from checks.reading.emoticons import EMOTICONS
from checks.reading.hidden import visible
from checks.reading.shallow import shallow

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

Entered: TypeAlias = tuple[Callable[[Composer], None] | None, bool]
"""What to do after a node's children, and whether to go into them."""

_UNSEEN = frozenset(
    ["-comment", "script", "style", "head", "template", "noscript", "title", "meta", "link", "iframe", "object", "svg"]
)
_SPLITTING = frozenset(
    [
        "html",
        "body",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "dl",
        "center",
        "address",
        "form",
        "figure",
    ]
)
_LISTS = frozenset({"ul", "ol"})
_STRONG = frozenset({"b", "strong"})
_MONOSPACED = frozenset({"code", "tt", "kbd", "samp"})
_SIMPLE: Final[Mapping[str, BlockKind]] = {
    "p": "paragraph",
    "dt": "paragraph",
    "dd": "paragraph",
    "figcaption": "paragraph",
    "caption": "paragraph",
    "blockquote": "quote",
    "tr": "row",
    "details": "expand",
}


def read(source: object) -> Document:
    """Read HTML or a piece of it. Anything but a string gives an empty document; nothing raises.

    Time and memory grow with the size of the source alone. Scripts and styles are not read, and comments are not part
    of the text.
    """
    composer = Composer(collapse=True)
    if isinstance(source, str) and source.strip():
        # Imported here: it takes longer than everything else that reading ADF needs.
        from selectolax.lexbor import LexborHTMLParser

        # A comment that opens the page would otherwise end up outside its body. The parser does not accept half
        # surrogates, which JSON can carry.
        page = f"<body>{source}" if source.lstrip().startswith("<!--") else source
        root = LexborHTMLParser(shallow(page).encode("utf-8", "replace")).body
        if root is not None:
            _walk(composer, root)
    return composer.finish()


def _walk(composer: Composer, root: LexborNode) -> None:
    """Depth first without recursion: into each node, and out of it again once its last child is done."""
    node: LexborNode | None = root
    leaving: list[Callable[[Composer], None] | None] = []
    while node is not None:
        leave, inside = _enter(composer, node)
        child = node.child if inside else None
        if child is not None:
            leaving.append(leave)
            node = child
            continue
        if leave is not None:
            leave(composer)
        while node is not None and node.next is None and leaving:
            closing = leaving.pop()
            if closing is not None:
                closing(composer)
            node = node.parent
        node = node.next if node is not None and leaving else None


def _enter(composer: Composer, node: LexborNode) -> Entered:
    """Write what the node itself says."""
    tag = node.tag or ""
    if tag == "-text":
        _words(composer, node.text_content or "")
        return None, False
    if tag == "-comment":
        composer.comments.append(visible(node.comment_content or ""))
    if tag in _UNSEEN:
        return None, False
    if tag in _SIMPLE:
        composer.begin(_SIMPLE[tag])
        return Composer.end, True
    if tag in _LISTS:
        composer.nesting += 1
        return _leave_list, True
    if tag in _STRONG:
        composer.strong += 1
        return _leave_strong, True
    if tag in _MONOSPACED:
        composer.inline_code(node.text())
        return None, False
    special = _SPECIAL.get(tag)
    if special:
        return special(composer, node)
    if tag in _SPLITTING:
        composer.split()
        return Composer.split, True
    if "-" in tag or ":" in tag:
        composer.unknown.add(visible(tag[:80]))
    return None, True


def _words(composer: Composer, raw: str) -> None:
    """A line break in the source is only white space."""
    composer.text(raw.replace("\r", " ").replace("\n", " "))


def _leave_list(composer: Composer) -> None:
    composer.nesting -= 1


def _leave_strong(composer: Composer) -> None:
    composer.strong -= 1


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""


def _heading(composer: Composer, node: LexborNode) -> Entered:
    composer.begin("heading", level=int((node.tag or "h1")[1]))
    return Composer.end, True


def _preformatted(composer: Composer, node: LexborNode) -> Entered:
    """Jira gives the language in the class: `code-java`; converters use `language-java`."""
    language = ""
    for name in f"{_attribute(node, 'class')} {_inner_class(node)}".split():
        kind, dash, rest = name.partition("-")
        if dash and kind in ("code", "language", "lang", "brush:"):
            language = rest.lower()
            break
    composer.leaf("code", node.text(), language=language)
    return None, False


def _inner_class(node: LexborNode) -> str:
    child = node.child
    return _attribute(child, "class") if child is not None and child.tag == "code" else ""


def _item(composer: Composer, node: LexborNode) -> Entered:
    state = _attribute(node, "data-task-state")
    box = _checkbox(node)
    if state:
        composer.begin("task", done=state == "DONE")
    elif box is not None:
        composer.begin("task", done="checked" in box.attributes)
    elif "data-inline-task-id" in node.attributes:
        composer.begin("task", done="checked" in _attribute(node, "class").split())
    else:
        composer.begin("item")
    return Composer.end, True


def _checkbox(node: LexborNode) -> LexborNode | None:
    """The checkbox that an item starts with, also inside a paragraph or label."""
    child = node.child
    for _ in range(4):
        if child is None or child.tag == "input":
            break
        child = child.child if child.tag in ("p", "label") else child.next
    return child if child is not None and child.tag == "input" and _attribute(child, "type") == "checkbox" else None


def _division(composer: Composer, node: LexborNode) -> Entered:
    attributes = node.attributes
    classes = (attributes.get("class") or "").split()
    if "data-task-state" in attributes:
        return _item(composer, node)
    if "data-decision-state" in attributes:
        composer.begin("decision")
        return Composer.end, True
    if "data-panel-type" in attributes or ("panel" in classes and not {"code", "preformatted"} & set(classes)):
        composer.begin("panel")
        return Composer.end, True
    if "panelHeader" in classes or "codeHeader" in classes:
        composer.begin("paragraph")
        return Composer.end, True
    composer.split()
    return Composer.split, True


def _cell(composer: Composer, node: LexborNode) -> Entered:
    composer.begin_cell(header=node.tag == "th")
    return Composer.end_cell, True


def _anchor(composer: Composer, node: LexborNode) -> Entered:
    attributes = node.attributes
    if "user-hover" in (attributes.get("class") or "").split():
        name = node.text().strip()
        account = attributes.get("data-account-id") or attributes.get("accountid") or attributes.get("rel") or name
        composer.mention(account, f"@{name.lstrip('@')}")
        return None, False
    if url := attributes.get("href"):
        composer.begin_link(url)
        return Composer.end_link, True
    return None, True


def _image(composer: Composer, node: LexborNode) -> Entered:
    alt, source = _attribute(node, "alt"), _attribute(node, "src")
    if "emoticon" in _attribute(node, "class").split() or "data-emoji-short-name" in node.attributes:
        composer.text(EMOTICONS.get(alt, alt))
    else:
        inline = source.startswith("data:")
        composer.media(alt or ("" if inline else source.rsplit("/", 1)[-1]), "" if inline else source)
    return None, False


def _break(composer: Composer, node: LexborNode) -> Entered:
    composer.text("\n")
    return None, False


def _rule(composer: Composer, node: LexborNode) -> Entered:
    composer.leaf("rule")
    return None, False


def _summary(composer: Composer, node: LexborNode) -> Entered:
    return Composer.hold, True


_SPECIAL: Final[Mapping[str, Callable[[Composer, LexborNode], Entered]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "pre": _preformatted,
    "li": _item,
    "div": _division,
    "td": _cell,
    "th": _cell,
    "a": _anchor,
    "img": _image,
    "br": _break,
    "hr": _rule,
    "summary": _summary,
}
