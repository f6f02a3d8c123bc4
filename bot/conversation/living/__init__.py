"""Keeps current what was posted while the ticket changes, and what the bot wrote into the ticket."""
