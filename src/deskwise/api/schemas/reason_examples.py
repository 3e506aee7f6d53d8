"""Examples of reasons, for the description of the API."""

from __future__ import annotations

from typing import Any

from deskwise.app.name_reasons import Reason, ReasonCluster

INVOICES = Reason(
    "Invoices", (ReasonCluster("invoice wrong", 412, 1), ReasonCluster("rechnung falsch", 105, 1))
)
REFUNDS = Reason("refund order", (ReasonCluster("refund order", 298, 0),))


def reasons() -> Any:
    """Two clusters that were merged, and one that nobody named."""
    return {"kept": True, "reasons": [INVOICES.to_json(), REFUNDS.to_json()]}


def naming() -> Any:
    """A name for the third."""
    return {"key": "refund order", "name": "Refunds", "version": 0}


def named() -> Any:
    """It has it."""
    return {"named": [{"key": "refund order", "name": "Refunds", "version": 1}]}


def merging() -> Any:
    """Two that are one."""
    return {"keys": ["invoice wrong", "rechnung falsch"], "name": "Invoices"}


def merged() -> Any:
    """Both have the name."""
    return {
        "named": [
            {"key": each.key, "name": INVOICES.name, "version": each.version} for each in INVOICES.clusters
        ]
    }


def taking_back() -> Any:
    """It is to be called by its key again."""
    return {"key": "refund order", "version": 1}


def taken_back() -> Any:
    """It has no name."""
    return {"named": []}
