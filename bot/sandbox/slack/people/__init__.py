"""What people do in the small Slack, and what of it reaches the bot."""
