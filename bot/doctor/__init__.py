"""`handoff doctor`: every setting, token, scope and address is tried, and each failure comes with its cure."""
