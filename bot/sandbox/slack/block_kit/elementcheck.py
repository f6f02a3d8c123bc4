"""Whether Slack would accept a text object or a block element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.sandbox.slack.block_kit import limits

Faults = Iterator[str]


def length(items: Any, most: int, at: str) -> Faults:
    """A list with one to `most` items."""
    if not isinstance(items, list) or not items:
        yield f"must provide at least 1 item [json-pointer:{at}]"
    elif len(items) > most:
        yield f"no more than {most} items allowed [json-pointer:{at}]"


def words(value: Any, most: int, at: str, *, least: int = 1) -> Faults:
    if not isinstance(value, str):
        yield f"must be a string [json-pointer:{at}]"
    elif len(value) < least:
        yield f"must be more than {least - 1} characters [json-pointer:{at}]"
    elif len(value) > most:
        yield f"must be less than {most + 1} characters [json-pointer:{at}]"


def text_object(value: Any, most: int, at: str) -> Faults:
    if not isinstance(value, dict) or value.get("type") not in ("plain_text", "mrkdwn"):
        yield f"missing or wrong text object [json-pointer:{at}]"
        return
    if value["type"] == "mrkdwn" and "emoji" in value:
        yield f"emoji is only allowed in plain_text [json-pointer:{at}/emoji]"
    yield from words(value.get("text"), most, f"{at}/text")


def plain(value: Any, most: int, at: str) -> Faults:
    if not isinstance(value, dict) or value.get("type") != "plain_text":
        yield f"must be a plain_text object [json-pointer:{at}]"
        return
    yield from words(value.get("text"), most, f"{at}/text")


def image(value: dict[str, Any], at: str) -> Faults:
    if not value.get("image_url") and not value.get("slack_file"):
        yield f"missing required field: image_url [json-pointer:{at}]"
    elif value.get("image_url"):
        yield from words(value["image_url"], limits.URL, f"{at}/image_url")
    yield from words(value.get("alt_text"), limits.ALT_TEXT, f"{at}/alt_text")
    if value.get("title"):
        yield from plain(value["title"], limits.TITLE, f"{at}/title")


def element(value: Any, at: str, *, accessory: bool = False, inside_input: bool = False) -> Faults:
    """An element where only interactive ones are allowed, or an accessory, or an input's."""
    kind = value.get("type") if isinstance(value, dict) else None
    if accessory and kind == "image":
        yield from image(value, at)
        return
    if kind not in limits.INTERACTIVE and not (inside_input and kind in limits.INPUTS):
        yield f"unsupported element type: {kind} [json-pointer:{at}/type]"
        return
    if "action_id" in value:
        yield from words(value["action_id"], limits.ACTION_ID, f"{at}/action_id")
    if value.get("placeholder"):
        yield from plain(value["placeholder"], limits.PLACEHOLDER, f"{at}/placeholder")
    if value.get("confirm"):
        yield from _confirm(value["confirm"], f"{at}/confirm")
    if kind == "button":
        yield from _button(value, at)
    elif "option" in str(sorted(value)):
        yield from _options(kind or "", value, at)


def _confirm(value: Any, at: str) -> Faults:
    for part, most in limits.CONFIRM.items():
        if part in value or part in ("title", "text"):
            yield from text_object(value.get(part), most, f"{at}/{part}")


def _button(value: dict[str, Any], at: str) -> Faults:
    yield from plain(value.get("text"), limits.BUTTON_TEXT, f"{at}/text")
    if "value" in value:
        yield from words(value["value"], limits.BUTTON_VALUE, f"{at}/value")
    if "url" in value:
        yield from words(value["url"], limits.URL, f"{at}/url")
    if value.get("style") not in (None, "primary", "danger"):
        yield f"invalid style [json-pointer:{at}/style]"


def _options(kind: str, value: dict[str, Any], at: str) -> Faults:
    most = {"overflow": limits.OVERFLOW_OPTIONS, "checkboxes": limits.CHOICES, "radio_buttons": limits.CHOICES}
    groups = value.get("option_groups")
    lists = [g.get("options") for g in groups] if isinstance(groups, list) else [value.get("options")]
    for number, options in enumerate(lists):
        where = f"{at}/options" if groups is None else f"{at}/option_groups/{number}/options"
        yield from length(options, most.get(kind, limits.OPTIONS), where)
        for index, option in enumerate(options or []):
            yield from text_object(option.get("text"), limits.OPTION_TEXT, f"{where}/{index}/text")
            if not (kind == "overflow" and option.get("url")):
                yield from words(option.get("value"), limits.OPTION_VALUE, f"{where}/{index}/value")
    known = [option for options in lists for option in options or []]
    initial = value.get("initial_options") or ([value["initial_option"]] if value.get("initial_option") else [])
    if any(option not in known for option in initial):
        yield f"initial option is not among the options [json-pointer:{at}/initial_option]"
