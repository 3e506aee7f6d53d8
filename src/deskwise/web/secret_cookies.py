"""Cookies that hold a secret: for the browser and this address alone, by TLS where the page came by it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

SESSION, BEFORE = "dw-session", "dw-before"
LONGEST = 100


def cookie_name(request: Request, name: str) -> str:
    """What a cookie is called: by TLS with the prefix by which browsers see to it that nobody else set it."""
    if not by_tls(request):
        return name
    return f"__Host-{name}" if _root(request) == "/" else f"__Secure-{name}"


def read_secret(request: Request, name: str) -> str | None:
    """The secret that a browser shows; null where it shows none that could be one."""
    said = request.cookies.get(cookie_name(request, name), "")
    return said if 0 < len(said) <= LONGEST and said.isascii() else None


def give_secret(request: Request, answer: Response, name: str, secret: str, seconds: int | None) -> None:
    """Let the browser keep a secret for so long; without a time until it is closed."""
    answer.set_cookie(
        cookie_name(request, name),
        secret,
        max_age=seconds,
        path=_root(request),
        secure=by_tls(request),
        httponly=True,
        samesite="lax",
    )


def take_secret(request: Request, answer: Response, name: str) -> None:
    """Let the browser forget a secret."""
    answer.delete_cookie(
        cookie_name(request, name),
        path=_root(request),
        secure=by_tls(request),
        httponly=True,
        samesite="lax",
    )


def by_tls(request: Request) -> bool:
    """Whether the browser asked by TLS, as far as it is known: a proxy that is trusted says so."""
    return request.url.scheme == "https"


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/") or "/"
