"""What was posted stays true while the ticket changes, and so does what the bot wrote into the ticket."""
