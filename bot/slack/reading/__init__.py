"""What people say and type in Slack, read: words, tickets, whom they are for, and what is asked for."""
