"""What is written to a ticket: in which markup, over what stood there, and the way back."""
