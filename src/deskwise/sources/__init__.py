"""Translations of somebody's export into events, and nothing else."""
