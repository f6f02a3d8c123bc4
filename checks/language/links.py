"""Every link of a document: those its markup marks, and addresses that stand bare in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.document import Block, Document, Link

_BARE = re.compile(r"https?://(?!localhost|127\.|0[.:/]|\[::)[^\s<>\"'`|\\^{}\[\]]+")
_AFTER = ".,;:!?*_)"
"""What ends a sentence around an address, not the address."""


def links_of(document: Document) -> Iterator[Link]:
    """In reading order, a block's marked links first. An address in a block of code is not a link, nor is one of the
    writer's own machine: it is where they looked, not what they point at."""
    for block in document.blocks:
        yield from block.links
        if "://" in block.text and block.kind != "code":
            yield from _bare(block)


def _bare(block: Block) -> Iterator[Link]:
    known = {link.url for link in block.links} | {link.text for link in block.links}
    for found in _BARE.finditer(block.text):
        url = found.group().rstrip(_AFTER)
        if url not in known and not any(url in link for link in known):
            known.add(url)
            yield Link(url, url)
