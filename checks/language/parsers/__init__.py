"""Parsers for the snippets that tickets carry. Each takes text that nobody vouches for and never raises."""
