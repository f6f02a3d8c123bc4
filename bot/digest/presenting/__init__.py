"""What a digest shows: what the week came to, cut to what its channel may see, and the picture of it."""
