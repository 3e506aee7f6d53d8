"""The HTTP API: what pages and the command line answer, for programs that ask with a token."""
