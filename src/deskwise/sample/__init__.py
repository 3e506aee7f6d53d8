"""A synthetic company whose true answers are known, and its placebo twin."""
