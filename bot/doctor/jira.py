"""What was found about a Jira site, in the operator's words, each failure with its cure."""

from __future__ import annotations

from bot.connecting.examined import Found, SiteCheck
from bot.doctor.result import Result, exit_status, failed
from bot.errors import JiraError, JiraOutcome
from bot.jira.client import Jira
from bot.jira.examining import examine as look
from bot.jira.sites import Site

LISTED = 8
"""Most projects that are named."""
SAYS: dict[Found, str] = {
    "account": "is {name}'s ({detail}).",
    "rejected": "Jira rejects it.",
    "elsewhere": "Jira rejects it.",
    "no_answer": "Jira gave no usable answer ({outcome}).",
    "kind": "is {name} {detail}.",
    "other_kind": "is {name}, but the settings say otherwise.",
    "projects": "{projects}.",
    "no_projects": "the account can browse none.",
    "tickets": "works.",
    "no_tickets": "works, but finds no ticket from the last 30 days.",
    "sights": "Jira tells who may see a ticket.",
    "no_sights": "Jira does not tell who may see a ticket, so the channels' projects alone decide what is shown.",
    "lasts": "is valid until {detail}.",
    "ends_soon": "expires on {detail}.",
    "ended": "expired on {detail}, according to the settings.",
    "end_unknown": "Jira does not say when it expires; set HANDOFF_JIRA_TOKEN_EXPIRES to be told in time.",
}
_REJECTED = (
    "Make a new token and set it. Cloud: HANDOFF_JIRA_EMAIL must be the e-mail of the account that made it. Data Center: "
    "leave HANDOFF_JIRA_EMAIL unset."
)
OF_SETTINGS: dict[Found | JiraOutcome, str] = {
    "unauthorized": _REJECTED,
    "rejected": _REJECTED,
    "elsewhere": f"{_REJECTED} A scoped token works only at the gateway: set HANDOFF_JIRA_AUTH=scoped and "
    "HANDOFF_JIRA_API_URL=https://api.atlassian.com/ex/jira/{detail}",
    "not_found": "Check HANDOFF_JIRA_URL: it must be the address people open, with the context path if there is one.",
    "gone": "Check HANDOFF_JIRA_URL and the kind of Jira: that address no longer has what the bot asked for.",
    "unreadable": "Something other than Jira answers, often a sign-in page. Check HANDOFF_JIRA_URL, and HANDOFF_JIRA_API_URL if set.",
    "other_kind": "Set HANDOFF_JIRA_AUTH to basic or pat.",
    "ends_soon": "Make a new token before then, and set HANDOFF_JIRA_TOKEN and HANDOFF_JIRA_TOKEN_EXPIRES.",
    "ended": "Make a new token, and set HANDOFF_JIRA_TOKEN and HANDOFF_JIRA_TOKEN_EXPIRES.",
}
"""Cures by settings, for the operator's own sites."""
UNSEEN = "Check the keys in HANDOFF_JIRA_PROJECTS, or let the account browse those projects."
OF_ANY: dict[Found | JiraOutcome, str] = {
    "forbidden": "Sign in to Jira in a browser as this account once (it may be locked behind a CAPTCHA), and check that "
    "it may use Jira.",
    "refused": "Jira does not accept the query. Run `handoff --version` and see whether there is a newer one.",
    "throttled": "Jira asks the bot to slow down. Wait a few minutes and run this again.",
    "unavailable": "Check that this machine can reach the site (proxy, firewall, DNS), that Jira is up, and that its "
    "certificate is trusted here: REQUESTS_CA_BUNDLE, if it is set, must name a file with its authority.",
    "timeout": "Check that this machine can reach the site (proxy, firewall) and that Jira is not overloaded.",
    "no_projects": "Let it browse projects (Jira permission Browse Projects).",
    "no_sights": "Give the account the global permission Browse users and groups, and make its e-mail visible in Jira.",
}
"""Cures however a site was set up."""


async def examine(jira: Jira, site: Site) -> list[Result]:
    """Everything about one site of the settings."""
    found = [told(site.name, check) for check in await look(jira, site)]
    return [*found, *await _unseen(jira, site)] if exit_status(found) == 0 else found


async def _unseen(jira: Jira, site: Site) -> list[Result]:
    """Projects that the settings name and the account cannot browse. Nothing where there are none, or Jira does not
    say."""
    try:
        unseen = site.projects - await (await jira.client(site.name)).projects.browsable() if site.projects else ()
    except JiraError:
        return []
    says = f"the account can browse no {', '.join(sorted(unseen))}, which the settings name."
    return [failed(f"Jira {site.name} projects", says, UNSEEN, site=site.name)] if unseen else []


def told(site: str, check: SiteCheck, again: str = "") -> Result:
    """`again`: the cure that replaces those by settings, for a site that was connected from Slack."""
    values = {"name": check.name or "unnamed", "detail": check.detail}
    values |= {"projects": _projects(check), "outcome": _outcome(check)}
    cause: Found | JiraOutcome = check.outcome or check.found if check.found == "no_answer" else check.found
    cure = OF_ANY.get(cause) or (OF_SETTINGS.get(cause) and again) or OF_SETTINGS.get(cause, "")
    says = SAYS[check.found].format_map(values)
    return Result(f"Jira {site} {check.part}", check.state, says, cure.format_map(values), site, check.part)


def _projects(check: SiteCheck) -> str:
    more = len(check.projects) - LISTED
    told = ", ".join(check.projects[:LISTED]) + (f" and {more} more" if more > 0 else "")
    return f"{told}, as the settings say" if check.chosen else told


def _outcome(check: SiteCheck) -> str:
    return f"{check.outcome}, HTTP {check.status}" if check.status else str(check.outcome)
