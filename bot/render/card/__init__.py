"""What stands about a ticket in a thread: its card, several tickets in one message, and what is said beside them."""
