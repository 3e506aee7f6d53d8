"""Tables for people: an answer in words, the same in a terminal and in a notebook."""
