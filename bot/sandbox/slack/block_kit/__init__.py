"""Whether Slack would accept what it is to draw, by Block Kit's rules and limits."""
