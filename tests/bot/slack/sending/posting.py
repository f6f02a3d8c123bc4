"""What a poster is given to post, and where."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.message import Message
from bot.requests import Place
from tests.bot.slack.conftest import TEAM

HERE = Place(TEAM, "C1", "1.0")
TOP = Place(TEAM, "C1")
BLOCK = {"type": "section", "text": {"type": "plain_text", "text": "hi"}}
CARD = Message("PAY-1 is ready.", (BLOCK,))
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
