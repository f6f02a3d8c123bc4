"""What Jira tells by itself: whether it was Jira, what changed, and who changed it."""
