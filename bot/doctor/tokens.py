"""A Slack token: what it may do, compared with what the manifest asks for, and what it means when Slack refuses it."""

from __future__ import annotations

from bot.doctor.result import Result, failed, ok, skipped, warning
from bot.errors import SlackError
from bot.installed import Installation
from bot.slack.manifest import SCOPES

REINSTALL = (
    "Paste manifest.yml again on your Slack app's page, App Manifest, then Install App, and copy the bot token again."
)
REACH = (
    "Check this machine's way to the internet (proxy, firewall, DNS), HANDOFF_SLACK_URL, and that the certificate there is "
    "trusted here: SSL_CERT_FILE, if it is set, must name a file with its authority."
)


def refused(about: str, error: SlackError, cure: str, *, says: str = "Slack refuses it") -> Result:
    """A Slack that could not be reached has not refused anything, so its cure is different."""
    if error.transient:
        return failed(about, f"Slack could not be asked ({error.error}).", REACH)
    return failed(about, f"{says} ({error.error}).", cure)


def scopes(found: Installation, about: str = "Slack scopes") -> Result:
    if not found.scopes:
        return skipped(about, "Slack did not say what this token may do.")
    if missing := sorted(set(SCOPES) - found.scopes):
        reasons = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in missing)
        return failed(about, f"missing: {reasons}.", REINSTALL)
    if more := sorted(found.scopes - set(SCOPES)):
        return warning(about, f"more than the bot uses: {', '.join(more)}.", REINSTALL)
    return ok(about, f"all {len(SCOPES)} that the manifest asks for.")
