"""How long each reader takes: `python -m benchmarks.reading`. Processor time, the minimum of five runs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from checks.document import Document
from checks.reading import adf, html, markdown, wiki

SIZES = (1_000, 20_000, 1_000_000)
RUNS = 5

WIKI = (
    "h3. Expected\n\nThe refund endpoint returns an error when the *currency* differs; see "
    "[the contract|https://wiki.example/refunds] for the cases of last week.\n\n"
    "* It answers 409 with a problem body\n* It writes {{refund.rejected}} to the log\n\n"
    '||Field||Type||\n|amount|integer, in cents|\n\n{code:json}\n{"amount": 1200}\n{code}\n\n'
)
MARKDOWN = (
    "### Expected\n\nThe refund endpoint returns an error when the **currency** differs; see "
    "[the contract](https://wiki.example/refunds) for the cases of last week.\n\n"
    "- It answers 409 with a problem body\n- It writes `refund.rejected` to the log\n\n"
    '| Field | Type |\n|---|---|\n| amount | integer, in cents |\n\n```json\n{"amount": 1200}\n```\n\n'
)
HTML = (
    "<h3>Expected</h3><p>The refund endpoint returns an error when the <b>currency</b> differs; see "
    '<a href="https://wiki.example/refunds" class="external-link">the contract</a> for the cases of last week.</p>'
    "<ul><li>It answers 409 with a problem body</li><li>It writes <tt>refund.rejected</tt> to the log</li></ul>"
    '<table class="confluenceTable"><tbody><tr><th>Field</th><th>Type</th></tr>'
    "<tr><td>amount</td><td>integer, in cents</td></tr></tbody></table>"
    '<div class="code panel"><div class="codeContent panelContent"><pre class="code-json">{"amount": 1200}</pre>'
    "</div></div>\n"
)


def _node(kind: str, *content: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def _text(words: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": words, "marks": list(marks)}


def _paragraph(words: str) -> dict[str, Any]:
    return _node("paragraph", _text(words))


ADF = [
    _node("heading", _text("Expected"), level=3),
    _node(
        "paragraph",
        _text("The refund endpoint returns an error when the "),
        _text("currency", {"type": "strong"}),
        _text(" differs; see "),
        _text("the contract", {"type": "link", "attrs": {"href": "https://wiki.example/refunds"}}),
        _text(" for the cases of last week."),
    ),
    _node(
        "bulletList",
        _node("listItem", _paragraph("It answers 409 with a problem body")),
        _node("listItem", _paragraph("It writes refund.rejected to the log")),
    ),
    _node(
        "table",
        _node("tableRow", _node("tableHeader", _paragraph("Field")), _node("tableHeader", _paragraph("Type"))),
        _node(
            "tableRow", _node("tableCell", _paragraph("amount")), _node("tableCell", _paragraph("integer, in cents"))
        ),
    ),
    _node("codeBlock", _text('{"amount": 1200}'), language="json"),
]


def _times(piece: str) -> Callable[[int], object]:
    return lambda size: piece * max(size // len(piece), 1)


def _adf(size: int) -> object:
    return _node("doc", *(ADF * max(size // len(json.dumps(ADF)), 1)))


READERS: dict[str, tuple[Callable[[object], Document], Callable[[int], object]]] = {
    "ADF": (adf.read, _adf),
    "HTML": (html.read, _times(HTML)),
    "wiki": (wiki.read, _times(WIKI)),
    "Markdown": (markdown.read, _times(MARKDOWN)),
}


def milliseconds(read: Callable[[object], Document], source: object) -> float:
    taken = []
    for _ in range(RUNS):
        before = time.process_time()
        read(source)
        taken.append(time.process_time() - before)
    return min(taken) * 1000


def main() -> None:
    print("| reader | " + " | ".join(f"{size // 1000:,} KB" for size in SIZES) + " | blocks at the last |")
    print("|---|" + "---:|" * (len(SIZES) + 1))
    for name, (read, source) in READERS.items():
        read(source(SIZES[0]))
        cells = [f"{milliseconds(read, source(size)):.2f} ms" for size in SIZES]
        print(f"| {name} | {' | '.join(cells)} | {len(read(source(SIZES[-1])).blocks):,} |")
    print(f"\nMarkdown is read up to {markdown.CAP:,} characters; the rest is counted in `not_seen`.")


if __name__ == "__main__":
    main()
