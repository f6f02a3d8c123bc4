"""What follows a card: it is kept current, people answer, accept and object, and the ticket is handed off."""
