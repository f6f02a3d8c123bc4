"""Keeps characters that a reader of the page does not see out of the text that is judged and quoted."""

from __future__ import annotations

import re

# Zero-width and bidirectional controls, tags and variation selectors (Unicode 15.1, Default_Ignorable_Code_Point and
# Bidi_Control), C0 and C1 controls except tab and line feed. They can hide words from people or reverse their order.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_LONE = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with one kind of line break and without invisible characters; half surrogates become U+FFFD."""
    # Unprintable ASCII characters are control characters: tab and line feed are removed before the test.
    if text.isascii() and (text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable()):
        return text
    return _LONE.sub("\ufffd", _UNSEEN.sub("", _BREAKS.sub("\n", text)))
