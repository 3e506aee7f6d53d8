"""What answers look like, for the description of the API and for the tests that hold answers to it."""
