"""The verdict rests on what is said, not on where it stands or what the headings are called."""

from __future__ import annotations

import pytest

from checks.evaluate import evaluate
from checks.verdict import Verdict
from tests.fakes.tickets import worded

SUMMARY = "Limit the size of receipts in `ReceiptUpload`"
PARTS = {
    "Problem": "Large receipts stop the nightly job, so that accountants wait for the next day.",
    "Acceptance criteria": "- A receipt above 10 MB is refused with 413.\n- A receipt of exactly 10 MB is saved.",
    "How to test": "A test in `test_receipts.py` uploads 10 MB and one byte and expects 413.",
    "Out of scope": "Receipts that are stored already stay as they are.",
}
OTHER_NAMES = {
    "Problem": "Background",
    "Acceptance criteria": "Done when",
    "How to test": "Verification",
    "Out of scope": "Not in scope",
}
IN_PROSE = (
    "Large receipts stop the nightly job, so that accountants wait for the next day. Acceptance criteria: a receipt above 10 MB "
    "is refused with 413, and a receipt of exactly 10 MB is saved. How to test: a test in `test_receipts.py` uploads 10 MB and "
    "one byte and expects 413. Out of scope: receipts that are stored already stay as they are."
)


def judged(description: str, summary: str = SUMMARY) -> Verdict:
    return evaluate(worded(summary, description))


def written(names: list[str], mark: str = "## ") -> str:
    return "\n\n".join(f"{mark}{name}\n{PARTS.get(name, '')}" for name in names)


def gaps(verdict: Verdict) -> set[str]:
    return {gap.code for gap in verdict.gaps if gap.severity != "advice"}


PLAIN = judged(written(list(PARTS)))


def test_the_plain_form_is_ready() -> None:
    assert PLAIN.verdict == "ready"


@pytest.mark.parametrize(
    "description",
    [
        pytest.param(written(list(reversed(PARTS))), id="sections reordered"),
        pytest.param(written(list(PARTS), mark="#### "), id="deeper headings"),
        pytest.param(
            "\n\n".join(f"## {OTHER_NAMES[name]}\n{words}" for name, words in PARTS.items()), id="headings renamed"
        ),
        pytest.param("\n\n".join(f"## ✅ {name}\n{words}" for name, words in PARTS.items()), id="headings with signs"),
        pytest.param("\n\n".join(f"**{name}:**\n{words}" for name, words in PARTS.items()), id="labels in bold"),
        pytest.param(IN_PROSE, id="bullets turned to prose"),
    ],
)
def test_another_form_gets_the_same_verdict(description: str) -> None:
    other = judged(description)
    assert other.verdict == PLAIN.verdict
    assert gaps(other) == gaps(PLAIN)


@pytest.mark.parametrize(
    "filler",
    [
        "It should work properly.",
        "TBD, ask the backend team.",
        "<Describe the acceptance criteria here>",
        "- [ ] tbd",
    ],
)
def test_filler_under_the_right_headings_is_not_ready(filler: str) -> None:
    description = "\n\n".join(
        f"## {name}\n{filler}" for name in ("Background", "Acceptance criteria", "Technical details")
    )
    assert judged(description, "Refund page").verdict == "not_ready"
