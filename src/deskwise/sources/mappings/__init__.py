"""Mapping files that come with Deskwise."""
