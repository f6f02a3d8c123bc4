"""The web page of the sandbox: Slack and Jira as a person would use them, as far as the bot needs it."""
