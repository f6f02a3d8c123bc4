"""Trying again: how long to wait, what must not be lost meanwhile, what never ends."""
