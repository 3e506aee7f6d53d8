"""The vocabulary of events, the log port, and what a bad event is."""
