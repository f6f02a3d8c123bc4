"""Facts about interfaces that a ticket states: endpoints, fields and their types, status codes, topics, tables, flags."""
