"""Closing a gap from Slack: the answer is shown, confirmed, written into the ticket, and can be undone."""
