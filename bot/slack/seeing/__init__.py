"""Who may see what: who reads a channel, whom Jira shows a ticket, and the rule over both."""
