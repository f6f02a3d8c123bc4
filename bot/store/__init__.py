"""What the bot remembers: channels' settings, verdicts, messages, digests. Ids and short evidence, no ticket text."""

from bot.store.store import Store

__all__ = ["Store"]
