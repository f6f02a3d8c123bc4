"""What the bot shows around connecting Jira: the part of App Home, shown as a message, and its modals."""

from __future__ import annotations

from bot.connecting.examined import SiteCheck
from bot.message import Message, Modal
from bot.render.modals.connect import connect_modal, link_modal
from bot.render.modals.connected import checked_modal, told_connecting, wrong_address
from bot.render.words import words

WAY = "https://handoff.example.com/jira/connect"
SITE = "example"
GOOD = (
    SiteCheck("credential", "ok", "account", name="handoff", detail="712020:1"),
    SiteCheck("kind", "ok", "kind", name="Cloud", detail="1001.0.0"),
    SiteCheck("projects", "ok", "projects", projects=("PAY", "WEB")),
    SiteCheck("search", "ok", "no_tickets"),
    SiteCheck("people", "warning", "no_sights"),
    SiteCheck("token", "warning", "ends_soon", detail="2026-12-24"),
)
BAD = (SiteCheck("credential", "failed", "rejected"),)


def connecting() -> tuple[tuple[str, str, Message | Modal], ...]:
    """Title, what triggers it, and how it looks."""
    sentences = {name: [key.removeprefix(f"connect.{name}.") for key in _keys(name)] for name in ("told", "wrong")}
    hook = "https://handoff.example.com/jira/webhook/1.…"
    return (
        ("Modal: connect Jira", "*Connect Jira* in App Home, for admins.", connect_modal(WAY)),
        ("Modal: connect Jira by token", "The same, where no app at Atlassian is set up.", connect_modal("")),
        ("Modal: Jira is connected", "The checks went well.", checked_modal(SITE, GOOD, hook, connected=True)),
        ("Modal: Jira is not connected", "A check failed.", checked_modal(SITE, BAD, "", connected=False)),
        ("Modal: my Jira account", "*Connect my Jira account* in App Home.", link_modal(WAY, SITE)),
        *((f"Modal: connecting, {name.replace('_', ' ')}", "", _told(name)) for name in sentences["told"]),
        *(
            (f"Modal: address, {name.replace('_', ' ')}", "", wrong_address(name))
            for name in sentences["wrong"]
            if name not in ("email", "token", "code")
        ),
    )


def _told(name: str) -> Modal:
    return told_connecting(name, site=SITE, name="Maija Virtanen")


def _keys(name: str) -> list[str]:
    return [key for key in words().texts if key.startswith(f"connect.{name}.")]
