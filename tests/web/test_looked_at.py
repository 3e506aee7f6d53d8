"""No page is forgotten by those who look at them in a browser."""

from __future__ import annotations

from web.looked_at import ADDRESSES, ENDINGS_OF_FILES, IN_OFFICE, IN_SAMPLE, NO_PAGES, ON_THE_WAY, route_of


def test_every_address_is_looked_at_or_no_page() -> None:
    seen = {route_of(address) for address in (*IN_SAMPLE, *IN_OFFICE)}
    files = {route for route in ADDRESSES if route.endswith(ENDINGS_OF_FILES)}
    known = (seen, set(ON_THE_WAY), set(NO_PAGES), files)
    assert set().union(*known) == set(ADDRESSES)
    assert sum(map(len, known)) == len(ADDRESSES), "each is one of these only"
