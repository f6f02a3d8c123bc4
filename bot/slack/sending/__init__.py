"""What is said in Slack: once, kept current, or to one person alone."""
