"""`handoff jira`: the Jira sites of the workspaces that a bot is installed in by OAuth, as the operator sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import URL

    from bot.connecting.connections import Connected
    from bot.jira.transport.addresses import Addresses
    from bot.settings import Settings

VARIABLE = "HANDOFF_JIRA_TOKEN"
ALLOWED = {
    "not_https": "The address must begin with https://. Where your Jira has none, allow its host. {}",
    "private": "This address is inside a private network. Allow its host. {}",
}
"""What whoever runs the bot can allow, in words for them rather than for a person in Slack."""


@click.group("jira")
def command() -> None:
    """Connect a workspace to a Jira site, list the connections, or end one.

    For a bot that is installed in many workspaces (docs/how-to/many-workspaces.md): each has its own Jira, and sees
    nobody else's. The bot can keep running; it notices a change within a minute.
    """


@command.command("connect", short_help="Connect a workspace to a Jira site.")
@click.argument("workspace")
@click.argument("url")
@click.option("--email", metavar="ADDRESS", default="", help="The e-mail of the account whose API token it is (Cloud).")
@click.option("--cloud-id", metavar="ID", default="", help="For a scoped token, which only works through the gateway.")
def connect(workspace: str, url: str, email: str, cloud_id: str) -> None:
    """Connect WORKSPACE (such as T0123ABCD) to the Jira that people open at URL.

    The command asks for the token, or reads it from HANDOFF_JIRA_TOKEN: with --email an API token for Cloud, else a
    personal access token for Data Center. It is tried before it is stored, sealed. An existing connection to the same
    site is replaced.
    """
    import asyncio

    from bot.commands.parts.options import refuse
    from bot.commands.parts.settings import database_or_exit, settings_or_exit
    from bot.connecting.ports import AddressError
    from bot.jira.transport.addresses import Addresses
    from bot.render.words import words
    from bot.settings import cure

    settings = settings_or_exit()
    if not settings.own_keys:
        refuse("There is no key to seal with. Set HANDOFF_KEYS or HANDOFF_KEYS_FILE; `handoff keys new` makes one.")
    if cloud_id and not email:
        refuse("A scoped token is an account's. Add --email.")
    addresses = Addresses(settings.jira_private_hosts)
    try:
        address = asyncio.run(addresses.checked(url))
    except AddressError as error:
        allow = f"HANDOFF_JIRA_PRIVATE_HOSTS: {cure('jira_private_hosts')}"
        refuse(ALLOWED[error.why].format(allow) if error.why in ALLOWED else words()(f"connect.wrong.{error.why}"))
    with database_or_exit(settings) as database:
        made = _made(workspace, address, email, cloud_id, _token())
        account, hook = asyncio.run(_connect(settings, database, made, addresses))
    click.echo(f"Connected {made.name}, as {account}.")
    click.echo(f"For cards that follow at once, give that Jira a webhook to {settings.url or ''}{hook}")


@command.command("list", short_help="List the connections.")
def listed() -> None:
    """List the connections: workspace, site, address, kind of credential."""
    import asyncio

    from bot.commands.parts.settings import database_or_exit, settings_or_exit

    settings = settings_or_exit()
    with database_or_exit(settings) as database:
        found = asyncio.run(_list(settings, database))
    for one in found:
        click.echo(f"{one.workspace}  {one.name}  {one.url}  {one.kind}{'  refused' if one.refused_at else ''}")
    if not found:
        click.echo("No workspace is connected to a Jira. `handoff jira connect` connects one.", err=True)


@command.command("disconnect", short_help="End a connection, by its name in the list.")
@click.argument("workspace")
@click.argument("site")
def disconnect(workspace: str, site: str) -> None:
    """End WORKSPACE's connection to SITE, by the name that `handoff jira list` shows."""
    import asyncio

    from bot.commands.parts.options import refuse
    from bot.commands.parts.settings import database_or_exit, settings_or_exit

    with database_or_exit(settings_or_exit()) as database:
        ended = asyncio.run(_disconnect(database, workspace, site))
    if not ended:
        refuse(f"{workspace} has no connection to {site}. `handoff jira list` lists those there are.")
    click.echo(f"Disconnected {site}.")


def _token() -> str:
    import os

    from bot.commands.parts.options import refuse
    from bot.settings import cure
    from bot.settings.values import secret

    try:
        return secret(os.environ.get(VARIABLE) or click.prompt("Token", hide_input=True))
    except ValueError as error:
        return refuse(f"The token {error}. {cure('jira_token')}")


def _made(workspace: str, address: str, email: str, cloud_id: str, token: str) -> Connected:
    from pydantic import SecretStr

    from bot.connecting.connections import Connected, Kind, new_hook
    from bot.site_names import name_within

    kind: Kind = "scoped" if cloud_id else "token" if email else "pat"
    name = name_within(workspace, address)
    return Connected(workspace, name, address, kind, email, cloud_id, SecretStr(token), new_hook())


async def _connect(settings: Settings, database: URL, made: Connected, addresses: Addresses) -> tuple[str, str]:
    """The account's name, and the path of the site's webhook. Exits where Jira refuses the token, or the workspace has not installed the bot."""
    from datetime import UTC, datetime

    from bot.commands.parts.options import refuse
    from bot.errors import JiraError
    from bot.jira.account import myself
    from bot.jira.client import Jira
    from bot.jira.connected.connected_sites import site_of
    from bot.jira.webhook.hook import PATH
    from bot.seal import Seal
    from bot.settings import cure
    from bot.store import Store

    store = Store.open(database, seal=Seal(settings.own_keys))
    try:
        if await store.installations.of(made.workspace) is None:
            refuse(f"The bot is not installed in {made.workspace}. Open {settings.url or ''}/slack/install first.")
        async with Jira([site_of(made, settings.jira_gateway_url, addresses.private)]) as jira:
            account = await myself(jira.site(made.name).connection)
        await store.jira.connections.connect(made.workspace, made, None, user="", now=datetime.now(UTC))
        kept = await store.jira.connections.get(made.workspace, made.name) or made
    except JiraError as error:
        refuse(f"{made.url} rejects the token ({error.outcome}). {cure('jira_token')}")
    finally:
        await store.close()
    return account.name, f"{PATH}/{kept.number}.{kept.hook.get_secret_value()}"


async def _list(settings: Settings, database: URL) -> tuple[Connected, ...]:
    from bot.seal import Seal
    from bot.store import Store

    store = Store.open(database, seal=Seal(settings.own_keys) if settings.own_keys else None)
    try:
        return await store.jira.connections.everywhere()
    finally:
        await store.close()


async def _disconnect(database: URL, workspace: str, site: str) -> bool:
    from datetime import UTC, datetime

    from bot.store import Store

    store = Store.open(database)
    try:
        return await store.jira.connections.disconnect(workspace, site, user="", now=datetime.now(UTC))
    finally:
        await store.close()
