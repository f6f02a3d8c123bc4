"""Posts messages to Slack exactly once, keeps them current, and answers one person alone where only one may read it."""
