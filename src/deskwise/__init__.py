"""Deskwise: support numbers you can click until you believe them."""

__version__ = "0.1.0"
