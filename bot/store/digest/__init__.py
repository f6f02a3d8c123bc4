"""Digests: when each is due, what each has read and saw, and how two weeks compare."""
