"""What people do in the small Slack, and what the bot hears of it."""
