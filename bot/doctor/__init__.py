"""`handoff doctor`: tries every setting, token, scope and address, and gives each failure with its cure."""
