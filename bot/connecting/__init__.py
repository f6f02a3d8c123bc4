"""People and workspaces are connected to Jira: use cases, their values, and the ports they speak to."""
