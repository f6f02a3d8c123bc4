"""A gap is closed from Slack: shown, confirmed, written into the ticket, and taken back."""
