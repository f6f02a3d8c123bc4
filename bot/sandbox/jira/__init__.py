"""A small Jira on this machine: Cloud's REST v3 and Data Center's v2 over the same tickets."""
