"""A provider of identities of the tests, really served: it speaks OpenID Connect, and can be bent.

What a client has to send is checked here from the specifications, with nothing of the code under test.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from deskwise.kernel.clock import Clock
from deskwise.web.server import listen

CLIENT, SECRET = "deskwise", "what the two: share/+"


@dataclass
class LocalProvider:
    """`claims` is what it says of whoever signs in; `bend` changes an ID token before it is sent.

    `issuer` is known once it is served. `userinfo` is what it tells by token alone.
    """

    clock: Clock
    claims: dict[str, Any] = field(
        default_factory=lambda: {"sub": "7", "email": "anna@example.org", "email_verified": True}
    )
    userinfo: dict[str, Any] = field(default_factory=dict)
    bend: Callable[[dict[str, Any]], str | None] = lambda claims: None
    calls_itself: str | None = None
    fails_with: int | None = None
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    issuer: str = ""
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def rotate(self) -> None:
        """Sign with another key from now on, and show only that."""
        self.key = RSAKey.generate_key(2048, {"kid": f"next {len(self.asked)}"})

    def signed(self, claims: dict[str, Any], key: RSAKey | None = None) -> str:
        with_key = key or self.key
        return jwt.encode({"alg": "RS256", "kid": with_key.kid}, claims, with_key, algorithms=["RS256"])

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._about),
                Route("/keys", self._keys),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/me", self._me),
            ]
        )

    async def _about(self, request: Request) -> Response:
        self.asked.append("about")
        if self.fails_with is not None:
            return Response("no", self.fails_with)
        at = self.issuer
        return JSONResponse(
            {
                "issuer": self.calls_itself or at,
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
                "jwks_uri": f"{at}/keys",
                "userinfo_endpoint": f"{at}/me",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def _keys(self, request: Request) -> Response:
        self.asked.append("keys")
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    async def _authorize(self, request: Request) -> Response:
        """Whoever comes is signed in already, and goes straight back."""
        said = dict(request.query_params)
        assert said["response_type"] == "code"
        assert said["client_id"] == CLIENT
        assert {"openid", "email"} <= set(said["scope"].split())
        assert said["code_challenge_method"] == "S256"
        assert len(said["state"]) >= 43
        assert len(said["nonce"]) >= 43
        code = secrets.token_urlsafe(16)
        self._codes[code] = said
        back = urlencode({"code": code, "state": said["state"]})
        return RedirectResponse(f"{said['redirect_uri']}?{back}", 302)

    async def _token(self, request: Request) -> Response:
        self.asked.append("token")
        said = {name: values[-1] for name, values in parse_qs((await request.body()).decode()).items()}
        if not _knows_the_secret(request.headers.get("authorization", "")):
            return JSONResponse({"error": "invalid_client"}, 401)
        begun = self._codes.pop(said.get("code", ""), None)
        if begun is None or said.get("redirect_uri") != begun["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        made = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(made).rstrip(b"=").decode() != begun["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": begun["nonce"],
            **self.claims,
        }
        bent = self.bend(claims)
        answer = {"access_token": "of the tests", "token_type": "Bearer", "expires_in": 60}
        return JSONResponse({**answer, "id_token": bent or self.signed(claims)})

    async def _me(self, request: Request) -> Response:
        self.asked.append("me")
        assert request.headers["authorization"] == "Bearer of the tests"
        return JSONResponse(self.userinfo)


def unsigned(claims: dict[str, Any], algorithm: str = "none") -> str:
    """A token that nobody signed, and by default says so of itself."""
    return ".".join([_part({"alg": algorithm, "typ": "JWT"}), _part(claims), ""])


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _knows_the_secret(header: str) -> bool:
    return header == "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()


@contextmanager
def provided(provider: LocalProvider) -> Iterator[LocalProvider]:
    """Serve it on a free port of this machine."""
    listening = listen("127.0.0.1", 0)
    provider.issuer = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(provider.app(), log_config=None, access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join()


def query_of(address: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
