"""Messages, posted in the world of the judging use cases."""

from tests.bot.judging.conftest import world as world
