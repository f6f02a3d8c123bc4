"""The weekly digest of a channel: when it is due, which tickets it looks at, what moved, what is said and shown."""
