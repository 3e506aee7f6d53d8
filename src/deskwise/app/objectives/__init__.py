"""Objectives: set them, propose them, read what stands behind them, check in, close out."""
