"""Every link of a document: those its markup marks, and bare addresses in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from checks.document import Block, Document, Link

_BARE = re.compile(r"https?://(?!localhost|127\.|0[.:/]|\[::)[^\s<>\"'`|\\^{}\[\]]+")
_SHARE = re.compile(r"(?<![\w\\])\\\\[\w.-]{1,63}\\[^\s<>\"'`|{}\[\]]+")
"""A file share as Windows writes it."""
MOST = 300
"""Links of one block: each bare address is compared with the others."""
_AFTER = ".,;:!?*_)"
"""What ends a sentence around an address and does not belong to it."""


def links_of(document: Document) -> Iterator[Link]:
    """In reading order, a block's marked links first. An address in a code block is not a link, nor is one on the
    writer's own machine: that is where they looked, not what they point at."""
    for block in document.blocks:
        yield from block.links[:MOST]
        if block.kind != "code" and ("://" in block.text or r"\\" in block.text):
            yield from islice(_bare(block), MOST)


def _bare(block: Block) -> Iterator[Link]:
    marked = block.links[:MOST]
    known = {link.url for link in marked} | {link.text for link in marked}
    for found in chain(_BARE.finditer(block.text), _SHARE.finditer(block.text)):
        url = found.group().rstrip(_AFTER)
        if url not in known and not any(url in link for link in known):
            known.add(url)
            yield Link(url, url)
