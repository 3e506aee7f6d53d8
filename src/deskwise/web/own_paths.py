"""Paths of this application, told from what a browser could take for another's address."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(path: str) -> str:
    r"""A path of this application; the overview for anything that a browser could take for another's address.

    >>> own_path("/requests?metric=csat"), own_path("//elsewhere"), own_path("https://elsewhere")
    ('/requests?metric=csat', '/', '/')
    >>> own_path("/\\elsewhere"), own_path("/\t/elsewhere"), own_path("/%2F/elsewhere")
    ('/', '/', '/%2F/elsewhere')
    """
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    if not plain:
        return "/"
    try:
        parts = urlsplit(path)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else path
