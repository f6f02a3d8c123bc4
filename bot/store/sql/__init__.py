"""The database beneath: one SQLite file or one Postgres, how statements run on it, and when it is away, full or copied."""
