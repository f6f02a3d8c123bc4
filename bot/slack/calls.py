"""One call to Slack's Web API, its failures told as `SlackError`."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import SlackError
from bot.slack.sending.refusals import refusal
from bot.telemetry import tracing


def data_of(answer: AsyncSlackResponse) -> Mapping[str, Any]:
    """What an answer says; the library lets it be bytes too."""
    return answer.data if isinstance(answer.data, dict) else {}


async def call(method: str, request: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """The answer. Raises `SlackError`; after `unavailable` nobody knows whether Slack acted."""
    try:
        with tracing.span(f"slack {method}"):
            return await request
    except SlackApiError as error:
        raise refusal(method, error) from None
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise SlackError("unavailable", "no_answer", method=method) from None
    except (AttributeError, TypeError, ValueError):  # the SDK's own, when the answer is no JSON object
        raise SlackError("unavailable", "unreadable_answer", method=method) from None
