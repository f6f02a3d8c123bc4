"""A digest's tickets: where they come from, how they are read out of Jira page by page and judged."""
