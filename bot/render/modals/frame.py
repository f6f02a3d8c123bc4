"""Modals: the frame they share, and what one shows until its content arrives."""

from __future__ import annotations

from collections.abc import Iterable

from bot.message import Modal
from bot.render.blocks import Block, plain, section
from bot.render.words import Words, words

TITLE = 24
"""Characters of a modal's title and buttons (docs.slack.dev/reference/views/modal-views)."""
METADATA = 3000


def modal(name: str, title: str, blocks: Iterable[Block], say: Words, *, submit: str = "", metadata: str = "") -> Modal:
    """A modal. `metadata` is returned with its submission: only ids. Raises ValueError beyond Slack's 3000
    characters."""
    if len(metadata) > METADATA:
        raise ValueError(f"a modal's metadata of {len(metadata)} characters, where Slack takes {METADATA}")
    view = {
        "type": "modal",
        "callback_id": f"handoff_{name}",
        "title": plain(title, TITLE),
        "close": plain(say("page.close"), TITLE),
        "blocks": list(blocks),
        "private_metadata": metadata,
    }
    return Modal({**view, "submit": plain(submit, TITLE)} if submit else view)


def loading(language: str = "en") -> Modal:
    """Opened within a trigger's three seconds; the engine fills it."""
    say = words(language)
    return modal("loading", say("page.loading_title"), [section(say("page.loading"))], say)
