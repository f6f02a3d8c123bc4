"""A digest's tickets: where they come from, how they are read from Jira page by page, and how they are judged."""
