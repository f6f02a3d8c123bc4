"""Pages in a browser, for people on their way between Slack, Jira and the bot."""
