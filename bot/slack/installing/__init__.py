"""The ways of being installed: one bot token, or many workspaces by OAuth, each with a token that is renewed."""
