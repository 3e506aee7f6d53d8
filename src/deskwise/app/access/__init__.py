"""Who may see and do what: the people, the things, and the one table that decides."""
