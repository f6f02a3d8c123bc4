"""The repositories of connections to Jira as one part of the store."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.seal import Seal
from bot.store.jira.connections import ConnectionStore
from bot.store.jira.people import PersonStore
from bot.store.jira.tokens import TokenStore


@dataclass(frozen=True, slots=True)
class JiraBook:
    connections: ConnectionStore
    people: PersonStore
    tokens: TokenStore

    @classmethod
    def over(cls, engine: AsyncEngine, seal: Seal) -> JiraBook:
        return cls(
            ConnectionStore(engine, seal),
            PersonStore(engine, seal),
            TokenStore(engine, seal),
        )
