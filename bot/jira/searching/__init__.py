"""Tickets by a query, a board or their ids, also as they stood at an earlier moment."""
