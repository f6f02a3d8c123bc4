"""Cuts a document into sentences, each with the heading or label above it."""
