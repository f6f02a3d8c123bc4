"""Pictures: what is drawn, in which colours and which letters."""
