"""One file for each layout. A file that was released is never changed."""
