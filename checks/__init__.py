"""Pure judgement of tickets: values in, a verdict out. No Slack, no Jira, no files, no network, no clock."""
