"""The small Slack's Web API: what is required of every call, and the methods that the bot calls."""
