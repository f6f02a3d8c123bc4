"""What is kept of the Jira sites and accounts that people connected."""
