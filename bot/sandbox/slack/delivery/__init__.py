"""The way from the small Slack to the bot: events, over HTTP or Socket Mode."""
