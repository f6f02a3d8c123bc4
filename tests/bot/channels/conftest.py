"""The use cases about channels in the world of the judging ones."""

from tests.bot.judging.conftest import world as world
