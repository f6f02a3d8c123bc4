"""A small Slack on this machine, strict where Slack is."""
