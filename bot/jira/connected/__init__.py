"""Sites and accounts that people connected from Slack: where they are reached, and with which token."""
