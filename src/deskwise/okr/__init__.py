"""Objectives whose key results are readings: cycles, scoring, pace, status, check-ins, closing out."""
