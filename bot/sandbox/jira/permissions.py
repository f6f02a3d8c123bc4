"""Who may see what: the documented ways of asking about other people."""

from __future__ import annotations

from typing import Any

from bot.sandbox.jira.site import Caller, Problem

Json = dict[str, Any]


async def check_permissions(caller: Caller) -> Json:
    """Which of these issues an account may browse; invalid ids are silently left out."""
    account = caller.state.directory.by_id(str(caller.body.get("accountId", "")))
    if account is None:
        raise Problem(400, "The account does not exist.")
    found = []
    for wanted in caller.body.get("projectPermissions", ()):
        issues = [caller.state.find(str(issue)) for issue in wanted.get("issues", ())]
        seen = [int(issue.id) for issue in issues if issue is not None and account.sees(issue)]
        found += [{"permission": name, "issues": seen, "projects": []} for name in wanted.get("permissions", ())]
    return {"projectPermissions": found, "globalPermissions": []}


async def who_sees(caller: Caller) -> list[Json]:
    """`user/viewissue/search`: the account, if it can browse the issue. Data Center names people, Cloud has ids."""
    issue = caller.state.find(caller.value("issueKey"))
    if issue is None:
        raise Problem(404, "The issue no longer exists.")
    directory = caller.state.directory
    wanted = directory.by_id(caller.value("accountId")) or directory.accounts.get(caller.value("username"))
    accounts = [wanted] if wanted else []
    return [a.json(caller.site.url, cloud=caller.site.cloud) for a in accounts if a.sees(issue)]


async def search_users(caller: Caller) -> list[Json]:
    """Prefixes of display name or e-mail, as Jira matches them."""
    query = (caller.value("query") or caller.value("username")).casefold()
    return [
        account.json(caller.site.url, cloud=caller.site.cloud)
        for account in caller.state.directory.accounts.values()
        if query and any(text.casefold().startswith(query) for text in (account.display, account.email, account.name))
    ]


async def my_permissions(caller: Caller) -> Json:
    names = caller.words("permissions") or ["BROWSE_PROJECTS"]
    denied = {"ADMINISTER"}
    return {"permissions": {name: {"key": name, "name": name, "havePermission": name not in denied} for name in names}}
