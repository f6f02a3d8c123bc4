"""A small Slack and a small Jira on this machine, strict where the real ones are: for the demo and for tests."""

from bot.sandbox.pace import Pace
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.slack.server import App

__all__ = ["App", "Pace", "Sandbox"]
