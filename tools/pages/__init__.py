"""One page of docs/ a file, each made from a registry."""
