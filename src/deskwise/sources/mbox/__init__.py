"""A support mailbox's export as a source."""
