"""The systems whose exports are known, and which of them a file comes from.

A system is known by its `marks`, headers that no other export has together. Their spelling in a file may
differ in case, underscores and dots. Its `headers` come before those of exports in general.
"""

from __future__ import annotations

from collections.abc import Iterable

from deskwise.sources.detection.call_centre_vendors import CALL_CENTRES
from deskwise.sources.detection.headers import plain
from deskwise.sources.detection.help_desk_vendors import HELP_DESKS
from deskwise.sources.detection.service_desk_vendors import SERVICE_DESKS
from deskwise.sources.detection.vendor import Vendor

NEEDED_MARKS = 2
VENDORS: tuple[Vendor, ...] = (*HELP_DESKS, *SERVICE_DESKS, *CALL_CENTRES)


VENDOR_BY_KEY = {vendor.key: vendor for vendor in VENDORS}


def recognised(headers: Iterable[str]) -> Vendor | None:
    """The system whose marks the headers show the most of; null if no system has enough of them.

    >>> recognised(["Issue key", "Issue Type", "Created"]).name
    'Jira'
    >>> recognised(["id", "status"]) is None
    True
    """
    there = {plain(header) for header in headers}
    counted = [(len({plain(mark) for mark in vendor.marks} & there), vendor) for vendor in VENDORS]
    most, found = max(counted, key=lambda pair: pair[0])
    return found if most >= NEEDED_MARKS else None
