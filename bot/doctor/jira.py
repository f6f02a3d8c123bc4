"""A Jira site, examined: the credential, the kind of Jira, the projects, search, and the token's end."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.doctor.result import Result, failed, ok, skipped, warning
from bot.errors import JiraError, JiraOutcome
from bot.jira.account import cloud_id, days_left, myself, server_info
from bot.jira.client import Jira
from bot.jira.connection import Connection
from bot.jira.sight import account_of
from bot.jira.sites import Site

SOON = 30
"""Days before a token's end from which to renew it."""
CURES: dict[JiraOutcome, str] = {
    "unauthorized": "Make a new token and set it. Cloud: HANDOFF_JIRA_EMAIL must be the e-mail of the account that made "
    "it. Data Center: leave HANDOFF_JIRA_EMAIL unset.",
    "forbidden": "Sign in to Jira in a browser as this account once (it may be locked behind a CAPTCHA), and check that "
    "it may use Jira.",
    "not_found": "Check HANDOFF_JIRA_URL: it must be the address people open, with the context path if there is one.",
    "gone": "Check HANDOFF_JIRA_URL and the kind of Jira: that address no longer has what the bot asked for.",
    "refused": "Jira does not take the query. Run `handoff --version` and see whether a newer version is there.",
    "throttled": "Jira asks to slow down. Wait some minutes and run this again.",
    "unavailable": "Check that this machine can reach the site (proxy, firewall, DNS) and that Jira is up.",
    "timeout": "Check that this machine can reach the site (proxy, firewall) and that Jira is not overloaded.",
    "unreadable": "Something else answers, often a sign-in page. Check HANDOFF_JIRA_URL, and HANDOFF_JIRA_API_URL if set.",
}


async def examine(jira: Jira, site: Site, today: date | None = None) -> list[Result]:
    """Everything about one site; after a credential that fails, no more is asked: Jira locks accounts for that."""
    about = f"Jira {site.name}"
    connection = (await jira.client(site.name)).connection
    try:
        account = await myself(connection)
    except JiraError as error:
        return [await _no_account(f"{about} credential", connection, error)]
    return [
        ok(f"{about} credential", f"is {account.name}'s ({account.account})."),
        await _kind(f"{about} kind", connection),
        await _projects(f"{about} projects", jira, site),
        await _search(f"{about} search", jira, site),
        await _askers(f"{about} people", connection),
        _end(f"{about} token", site, today or datetime.now(UTC).date()),
    ]


async def _no_account(about: str, connection: Connection, error: JiraError) -> Result:
    site = connection.site
    if error.outcome == "unauthorized" and site.deployment == "cloud" and not site.api_url:
        found = await cloud_id(connection)
        if found:
            return failed(
                about,
                "Jira refuses it.",
                f"{CURES['unauthorized']} A scoped token works only at the gateway: set HANDOFF_JIRA_AUTH=scoped and "
                f"HANDOFF_JIRA_API_URL=https://api.atlassian.com/ex/jira/{found}",
            )
    return _refused(about, error)


async def _kind(about: str, connection: Connection) -> Result:
    site = connection.site
    try:
        server = await server_info(connection)
    except JiraError as error:
        return _refused(about, error)
    cloud = server.deployment == "Cloud"
    if cloud != (site.deployment == "cloud"):
        named = "Cloud" if cloud else "Data Center"
        return failed(about, f"is {named}, and the settings say otherwise.", "Set HANDOFF_JIRA_AUTH to basic or pat.")
    return ok(about, f"is {server.deployment or 'unnamed'} {server.version}.")


async def _projects(about: str, jira: Jira, site: Site) -> Result:
    try:
        keys = sorted(await jira.projects(site.name))
    except JiraError as error:
        return _refused(about, error)
    if not keys:
        return failed(
            about, "the account can browse none.", "Let it browse projects (Jira permission Browse Projects)."
        )
    told = ", ".join(keys[:8]) + (f" and {len(keys) - 8} more" if len(keys) > 8 else "")
    return ok(about, f"{told}." if site.projects == frozenset() else f"{told}, as the settings say.")


async def _search(about: str, jira: Jira, site: Site) -> Result:
    try:
        found = [
            ticket.key async for ticket in jira.search(site.name, "updated >= -30d ORDER BY updated DESC", limit=1)
        ]
    except JiraError as error:
        return _refused(about, error)
    return ok(about, "works." if found else "works, and finds no ticket of the last 30 days.")


async def _askers(about: str, connection: Connection) -> Result:
    """Can Jira be asked what a person may see? Tried with our own account's address."""
    cannot = "Jira does not tell who may see a ticket, so the channels' projects alone decide what is shown."
    advice = "Give the account the global permission Browse users and groups, and make its e-mail visible in Jira."
    try:
        ours = await connection.get_object("/myself")
        found = await account_of(connection, str(ours.get("emailAddress") or connection.site.user))
    except JiraError:
        found = None
    return ok(about, "Jira tells who may see a ticket.") if found else warning(about, cannot, advice)


def _end(about: str, site: Site, today: date) -> Result:
    left = days_left(site, today)
    advice = "Make a new token before then, and set HANDOFF_JIRA_TOKEN and HANDOFF_JIRA_TOKEN_EXPIRES."
    if left is None:
        return skipped(about, "Jira does not say when it ends; set HANDOFF_JIRA_TOKEN_EXPIRES to be told in time.")
    if left < 0:
        return failed(about, f"ended on {site.token_expires}, by the settings.", advice)
    if left <= SOON:
        return warning(about, f"ends on {site.token_expires}.", advice)
    return ok(about, f"holds until {site.token_expires}.")


def _refused(about: str, error: JiraError) -> Result:
    status = f", HTTP {error.status}" if error.status else ""
    return failed(about, f"Jira gave no answer to use ({error.outcome}{status}).", CURES.get(error.outcome, ""))
