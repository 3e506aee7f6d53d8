"""How many bytes a browser is sent for a page that it opens for the first time."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import httpx

LOADED = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]+)"')
STYLED = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)")


def bytes_of_first_page(site: str, path: str = "/") -> dict[str, int]:
    """The bytes of a page and of all that it loads, by address, as they are sent."""
    found: dict[str, int] = {}
    waiting = [urljoin(site, path)]
    with httpx.Client(timeout=60, headers={"Accept-Encoding": "gzip"}) as client:
        while waiting:
            address = waiting.pop()
            if address in found or not address.startswith(site):
                continue
            answer = client.get(address)
            assert answer.status_code == 200, address
            found[address] = answer.num_bytes_downloaded
            kind = answer.headers["content-type"]
            if kind.startswith("text/html"):
                waiting += [urljoin(address, each) for each in LOADED.findall(answer.text)]
            elif kind.startswith("text/css"):
                waiting += [urljoin(address, each) for each in STYLED.findall(answer.text)]
    return found
