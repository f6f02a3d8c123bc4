"""Writing to a ticket: in which markup, over what was there, and how to undo it."""
