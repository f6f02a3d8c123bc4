"""Pictures: what is drawn, in which colours and fonts."""
