"""What a person fills in, confirms or reads in a window of its own."""
