"""Trying again: how long to wait, what Slack does not take yet, what must not be lost meanwhile, what never ends."""
