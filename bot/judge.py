"""Use case: a request for tickets → judged → stored → shown where it may be."""
