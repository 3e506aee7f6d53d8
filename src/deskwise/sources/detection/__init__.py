"""Finding out what a file of an unknown system says: its columns, dates and words, and a mapping of it."""
