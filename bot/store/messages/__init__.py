"""What stands in Slack: messages that exist once, cards, summaries of several tickets, reactions."""
