"""Nothing that the bot can say is missing from the page of messages, and all of it fits into Slack."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

import bot.render
from bot.message import Message
from tests.bot.render.slack_limits import assert_blocks, assert_fits
from tools import gallery as source
from tools import gallery_connecting as connecting
from tools import gallery_conversation as around
from tools.gallery import Shown, gallery
from tools.messages import PICTURED, PICTURES, picture_of


@pytest.mark.parametrize("shown", gallery(), ids=lambda shown: shown.title)
def test_every_message_and_modal_fits_into_slack(shown: Shown) -> None:
    if isinstance(shown.drawn, Message):
        assert_fits(shown.drawn)
    else:
        assert_blocks(shown.drawn.view["blocks"], "modal")


def test_every_message_of_the_bot_is_on_the_page() -> None:
    drawing = set()
    for module in pkgutil.walk_packages(bot.render.__path__, "bot.render."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            public = function.__module__ == module.name and not name.startswith("_")
            if public and function.__annotations__.get("return") in ("Message", "Modal"):
                drawing.add(name)
    building = {"message", "modal"}
    assert {
        name for name in drawing - building if not any(hasattr(one, name) for one in (source, around, connecting))
    } == set()


def test_every_picture_on_the_page_is_there() -> None:
    assert {file.name for file in PICTURES.glob("*.png")} == {picture_of(title) for title in PICTURED}
    assert {shown.title for shown in gallery()} >= PICTURED
