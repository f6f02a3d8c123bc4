"""Parsers for the snippets in tickets. Each takes untrusted text and never raises."""
