"""Charts from readings and findings: one definition each, for the pages, the command line and documents."""
