"""The state, in SQLite or PostgreSQL: what people add beside the log. Loaded by whoever asks for it."""
