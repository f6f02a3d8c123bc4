"""What a thread shows about a ticket: its card, several tickets in one message, and the messages beside them."""
