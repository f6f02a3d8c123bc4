"""One call to one site: over which connection, in which thread and turn, and what became of it."""
