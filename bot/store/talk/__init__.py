"""What is kept of the conversation: what people say of tickets and what is owed to them."""
