"""ADF → the HTML in `renderedFields`, which is also what Data Center's own renderer would give."""

from __future__ import annotations

from html import escape
from typing import Any

Node = dict[str, Any]

_TAGS = {
    "paragraph": "p",
    "bulletList": "ul",
    "orderedList": "ol",
    "listItem": "li",
    "blockquote": "blockquote",
    "tableRow": "tr",
    "tableHeader": "th",
    "tableCell": "td",
    "taskItem": "li",
    "taskList": "ul",
}
_MARKS = {"strong": "b", "em": "em", "code": "tt", "strike": "del", "underline": "ins"}


def html_of(node: Node) -> str:
    kind = node.get("type", "")
    if kind == "text":
        return _text(node)
    inner = "".join(html_of(child) for child in node.get("content", ()))
    attrs = node.get("attrs", {})
    if kind == "codeBlock":
        language = escape(attrs.get("language", "java"))
        body = f'<pre class="code-{language}">{inner}</pre>'
        return f'<div class="code panel"><div class="codeContent panelContent">{body}</div></div>'
    if kind == "heading":
        return f"<h{attrs.get('level', 2)}>{inner}</h{attrs.get('level', 2)}>"
    if kind == "table":
        return f'<div class="table-wrap"><table class="confluenceTable"><tbody>{inner}</tbody></table></div>'
    if kind == "panel":
        return f'<div class="panel"><div class="panelContent">{inner}</div></div>'
    if kind in ("hardBreak", "rule"):
        return "<br/>" if kind == "hardBreak" else "<hr/>"
    if kind == "mention":
        return f'<a class="user-hover" rel="{escape(attrs.get("id", ""))}">{escape(attrs.get("text", ""))}</a>'
    if kind in ("inlineCard", "blockCard"):
        return f'<a href="{escape(attrs.get("url", ""))}">{escape(attrs.get("url", ""))}</a>'
    tag = _TAGS.get(kind)
    return f"<{tag}>{inner}</{tag}>" if tag else inner


def _text(node: Node) -> str:
    text = escape(node.get("text", ""), quote=False)
    for mark in node.get("marks", ()):
        if mark["type"] == "link":
            text = f'<a href="{escape(mark["attrs"]["href"])}">{text}</a>'
        elif tag := _MARKS.get(mark["type"]):
            text = f"<{tag}>{text}</{tag}>"
    return text
