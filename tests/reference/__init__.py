"""A slow, plain reference of the book of definitions, for tests only; it shares no code with the product."""

from __future__ import annotations

from .desk import METRICS, ReferenceDesk

__all__ = ["METRICS", "ReferenceDesk"]
