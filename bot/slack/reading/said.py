"""
What a Slack message says, as values: its plain words, its links and whom it mentions. Pure and linear.

Words in code and quotes are somebody else's or nobody's, so they are left out, but where a person asks and means nothing
else (`aside`). The rich text that Slack's composer sends is read first; `text` is the fallback, whose tokens are `<https://…|label>`, `<@U…>` and whose `& < >` are
escaped, inside links too (docs.slack.dev/messaging/formatting-message-text).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

TOKEN = re.compile(r"<([@#!][^<>\n]*|[a-z][a-z0-9+.-]{0,20}:[^<>\n]*)>", re.IGNORECASE)
"""Other words in angle brackets are a person's: a command's come as they were typed."""
LINK_TOKEN = re.compile(r"<(https?://[^<>|\s]+)(?:\|[^<>\n]*)?>", re.IGNORECASE)
FENCE = re.compile(r"```.*?```", re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
QUOTE = re.compile(r"^(?:&gt;|>).*$", re.MULTILINE)
RAW_URL = re.compile(r"https?://[^\s<>|]+", re.IGNORECASE)
NOT_SAID = frozenset({"rich_text_preformatted", "rich_text_quote"})


@dataclass(frozen=True, slots=True)
class Said:
    """`text` has a blank where a link, a mention, code or a quote stood; `users` are the ids mentioned."""

    text: str = ""
    urls: tuple[str, ...] = ()
    users: frozenset[str] = frozenset()


def in_message(message: Mapping[str, Any], *, aside: bool = False) -> Said:
    """What a person's message says: its rich text, else its `text`."""
    if rich := rich_text_of(message):
        return in_rich_text(rich, aside=aside)
    text = message.get("text")
    return in_text(text, aside=aside) if isinstance(text, str) else Said()


def rich_text_of(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The blocks that Slack's composer writes; none in a message of an app."""
    return [block for block in mappings(message.get("blocks")) if block.get("type") == "rich_text"]


def in_text(text: str, *, aside: bool = False) -> Said:
    """What mrkdwn text says."""
    bare = text if aside else QUOTE.sub(" ", CODE.sub(" ", FENCE.sub(" ", text)))
    tokens = [token.partition("|")[0] for token in TOKEN.findall(bare)]
    words, raw = _split(unescaped(TOKEN.sub(" ", bare)))
    linked = tuple(unescaped(token) for token in tokens if token[:4].lower() == "http")
    return Said(words, linked + raw, frozenset(token[1:] for token in tokens if token.startswith("@")))


def in_rich_text(blocks: Iterable[Mapping[str, Any]], *, aside: bool = False) -> Said:
    """What rich text says."""
    words: list[str] = []
    urls: list[str] = []
    users: set[str] = set()
    for element in _elements(blocks, aside=aside):
        kind, style = element.get("type"), element.get("style")
        if isinstance(style, Mapping) and style.get("code") and not aside:
            words.append(" ")
        elif kind == "text":
            words.append(str(element.get("text") or ""))
        elif kind == "link":
            words.append(" ")
            urls.append(str(element.get("url") or ""))
        elif kind == "user":
            words.append(" ")
            users.add(str(element.get("user_id") or ""))
        else:
            words.append("\n")
    text, raw = _split("".join(words))
    return Said(text, tuple(urls) + raw, frozenset(users))


def in_anything(message: Mapping[str, Any], *, aside: bool = False) -> Said:
    """What any message says, an app's and one that is passed on included: every text, link and attachment in it. For a
    person who points at it."""
    drawn = [block for block in mappings(message.get("blocks")) if block.get("type") != "rich_text"]
    read = partial(in_text, aside=aside)
    parts = [in_message(message, aside=aside), *map(read, _strings([drawn, message.get("attachments")]))]
    return Said(
        "\n".join(part.text for part in parts),
        tuple(url for part in parts for url in part.urls),
        frozenset(user for part in parts for user in part.users),
    )


def linked(text: str) -> str:
    """The text with each link token as its bare address; all other signs stay, for they may be a query's."""
    return unescaped(LINK_TOKEN.sub(lambda token: token[1], text))


def unescaped(text: str) -> str:
    """Slack escapes three characters and no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    """The words without the URLs typed among them, and those URLs without the sentence's punctuation."""
    urls = tuple(url.rstrip(".,;:!?)]}'\"*_~") for url in RAW_URL.findall(text))
    return RAW_URL.sub(" ", text), urls


def _elements(blocks: Iterable[Mapping[str, Any]], *, aside: bool) -> Iterator[Mapping[str, Any]]:
    """Elements in reading order, those in code and quotes only with `aside`; a container comes before its children."""
    stack = list(blocks)[::-1]
    while stack:
        element = stack.pop()
        if str(element.get("type")) in NOT_SAID and not aside:
            yield {}
            continue
        yield element
        stack.extend(reversed(list(mappings(element.get("elements")))))


def _strings(tree: Any) -> Iterator[str]:
    """The texts and links anywhere in a tree of blocks or attachments."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, Mapping):
            for name, value in node.items():
                if isinstance(value, str) and name in {"text", "url", "title", "title_link", "from_url", "fallback"}:
                    yield value
                elif isinstance(value, list | Mapping):
                    stack.append(value)


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list, for it may be none and hold anything."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, Mapping))
