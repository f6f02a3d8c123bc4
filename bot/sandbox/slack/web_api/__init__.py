"""The Web API of the small Slack: what is demanded of every call, and the methods that the bot calls."""
