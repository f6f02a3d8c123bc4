"""Sends messages to Slack: once, kept current, or to one person alone."""
