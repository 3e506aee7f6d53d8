"""Asking help desks over HTTP: politely, with patience, and without a word of it in any log."""
