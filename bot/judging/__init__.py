"""Use cases from a request for tickets to a verdict that is kept and shown where it may be."""
