"""Whether Slack would take what it is to draw, by Block Kit's rules and limits."""
