"""Templates as they come with trackers and hosts of code: pasted and left as they are, they say nothing."""

from __future__ import annotations

import pytest

from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
from checks.ticket import Receiver

BUG = """**Describe the bug**
A clear and concise description of what the bug is.

**To Reproduce**
Steps to reproduce the behavior:
1. Go to '...'
2. Click on '....'
3. Scroll down to '....'
4. See error

**Expected behavior**
A clear and concise description of what you expected to happen.

**Screenshots**
If applicable, add screenshots to help explain your problem.

**Desktop (please complete the following information):**
 - OS: [e.g. iOS]
 - Browser [e.g. chrome, safari]
 - Version [e.g. 22]

**Additional context**
Add any other context about the problem here.
"""
WISH = """**Is your feature request related to a problem? Please describe.**
A clear and concise description of what the problem is. Ex. I'm always frustrated when [...]

**Describe the solution you'd like**
A clear and concise description of what you want to happen.

**Describe alternatives you've considered**
A clear and concise description of any alternative solutions or features you've considered.
"""
TEMPLATES = {
    "bug": (BUG, "markdown", "Bug"),
    "wish": (WISH, "markdown", "Story"),
    "story in angle brackets": (
        "As a <role>, I want <goal> so that <benefit>.\n\nGiven <context> when <action> then <outcome>",
        "markdown",
        "Story",
    ),
    "story in square brackets": (
        "As a [user], I want [feature] so that [benefit].\n\nh3. Acceptance criteria\n* [Criterion 1]\n* [Criterion 2]",
        "wiki",
        "Story",
    ),
    "numbered nothing": (
        "h3. Steps to reproduce\n# Step 1\n# Step 2\n# Step 3\n\nh3. Expected result\nWhat should happen\n\n"
        "h3. Actual result\nWhat actually happens",
        "wiki",
        "Bug",
    ),
    "form that nobody answered": (
        "### Summary\n\n_No response_\n\n### Steps to reproduce\n\n_No response_\n\n### Version\n\n_No response_",
        "markdown",
        "Bug",
    ),
}


@pytest.mark.parametrize("receiver", ["contractor", "agent", "teammate"])
@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("title", ["Export", "Export broken", "Export of invoices fails with an error"])
def test_an_unfilled_template_is_never_ready(title: str, name: str, receiver: Receiver) -> None:
    text, markup, kind = TEMPLATES[name]
    fields = {"summary": title, "description": text, "issuetype": {"name": kind}}
    verdict = evaluate(ticket_of({"key": "T-1", "markup": markup, "fields": fields}), receiver=receiver)
    assert verdict.verdict != "ready"
    prompts = [quote for finding in verdict.findings if finding.outcome == "met" for quote in finding.evidence]
    assert {quote.quote for quote in prompts} <= {title}


def test_a_filled_template_is_judged_by_what_stands_in_it() -> None:
    filled = (
        BUG.replace("what the bug is.", "what the bug is.\nThe CSV of invoices lacks its last line.")
        .replace("'...'", "Invoices")
        .replace("'....'", "Export as CSV")
        .replace("you expected to happen.", "you expected to happen.\nAll 20 lines are in the file `invoices.csv`.")
    )
    fields = {
        "summary": "CSV export of invoices lacks its last line",
        "description": filled,
        "issuetype": {"name": "Bug"},
    }
    verdict = evaluate(ticket_of({"key": "T-1", "markup": "markdown", "fields": fields}))
    assert verdict.verdict == "ready"
