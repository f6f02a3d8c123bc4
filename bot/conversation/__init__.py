"""What follows a card: it stays true, people answer, accept and disagree, and the ticket is handed off."""
