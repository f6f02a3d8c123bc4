"""Connects people and workspaces to Jira: use cases, their values, and the ports they use."""
