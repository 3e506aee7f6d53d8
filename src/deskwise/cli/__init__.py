"""The command line: words in, tables out, no rule of the field."""
