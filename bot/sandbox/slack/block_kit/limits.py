"""The limits of Block Kit as data (docs.slack.dev/reference/block-kit; numbers are characters or items)."""

from __future__ import annotations

from typing import Final

BLOCKS_IN: Final = {"message": 50, "modal": 100, "home": 100}
TEXT_ON_POST: Final = 40_000
TEXT_ON_UPDATE: Final = 4_000
MARKDOWN_TEXT: Final = 12_000
MARKDOWN_TOTAL: Final = 12_000
"""Summed over all markdown blocks of one payload."""
BLOCKS_BYTES: Final = 100_000
"""Not published; far above any message within the other limits, near where Slack answers msg_blocks_too_long."""
METADATA_BYTES: Final = 16_000
"""Not published either."""
VIEW_BYTES: Final = 250_000

BLOCK_TEXT: Final = {"section": 3000, "header": 150, "markdown": 12_000}
SECTION_FIELDS: Final = 10
SECTION_FIELD_TEXT: Final = 2000
CONTEXT_ELEMENTS: Final = 10
CONTEXT_TEXT: Final = 2000
ACTIONS_ELEMENTS: Final = 25
BLOCK_ID: Final = 255
ACTION_ID: Final = 255
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
URL: Final = 3000
ALT_TEXT: Final = 2000
TITLE: Final = 2000
LABEL: Final = 2000
PLACEHOLDER: Final = 150
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
OVERFLOW_OPTIONS: Final = 5
CHOICES: Final = 10
"""Options of radio buttons and checkboxes."""
CONFIRM: Final = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
TABLE_ROWS: Final = 100
TABLE_CELLS: Final = 20
VIEW_TEXT: Final = {"title": 24, "submit": 24, "close": 24}
VIEW_PRIVATE: Final = 3000
VIEW_CALLBACK: Final = 255

ON_SURFACE: Final = {
    "message": frozenset(
        {"section", "header", "context", "actions", "divider", "image", "rich_text", "markdown", "table", "file",
         "video", "container", "card", "carousel", "context_actions", "input"}
    ),
    "modal": frozenset(
        {"section", "header", "context", "actions", "divider", "image", "rich_text", "input", "video", "alert",
         "markdown", "container"}
    ),
    "home": frozenset(
        {"section", "header", "context", "actions", "divider", "image", "rich_text", "input", "video", "markdown",
         "container"}
    ),
}  # fmt: skip
INPUTS: Final = frozenset(
    {"plain_text_input", "static_select", "multi_static_select", "users_select", "multi_users_select",
     "conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select", "datepicker",
     "timepicker", "checkboxes", "radio_buttons", "number_input", "email_text_input", "url_text_input",
     "external_select", "rich_text_input"}
)  # fmt: skip
INTERACTIVE: Final = (INPUTS - {"plain_text_input", "number_input", "email_text_input", "url_text_input"}) | {
    "button",
    "overflow",
}
RICH_CONTAINERS: Final = frozenset({"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"})
RICH_INLINE: Final = frozenset(
    {"text", "link", "user", "channel", "emoji", "broadcast", "usergroup", "date", "color", "team"}
)
