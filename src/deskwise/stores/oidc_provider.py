"""A provider of identities that speaks OpenID Connect: the authorisation code flow with PKCE; see the port.

Authlib makes and reads what the protocol says; what is asked, how long, and of whom is decided here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from deskwise.app.identity_provider import Flow, Identity
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import ProviderError, SignInError, UsageError
from deskwise.kernel.language import say

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

SCOPE = "openid email"
# Signatures by a key that only the provider has: neither none, nor one made with a secret that we share.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ASKED_FOR_SECONDS = 10.0
LONGEST_ANSWER_BYTES = 1_000_000
# A key that the provider has withdrawn is believed for so long at most; a new one is asked for at once.
KNOWN_FOR = timedelta(hours=1)
CLOCKS_APART_SECONDS = 60


@dataclass
class OidcProvider:
    """The provider at an issuer's address, as the client that it knows us as.

    `secret` is null for a client that has none. Raises `UsageError` for an address that is not https, but on
    this machine.
    """

    issuer: str
    client_id: str
    secret: str | None = field(repr=False)
    name: str
    clock: Clock
    _about: tuple[datetime, Mapping[str, Any]] | None = field(default=None, init=False)
    _keys: tuple[datetime, KeySet] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        if not _is_safe(self.issuer):
            raise UsageError(
                say(
                    "the provider of identities has the address %(address)s, which is no https",
                    address=repr(self.issuer),
                ),
                do=say("write its issuer as https://login.example"),
            )

    def sign_in_address(self, back: str, flow: Flow) -> str:
        """Where a browser goes to sign in."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        asked = {
            "nonce": flow.nonce,
            "code_challenge": create_s256_code_challenge(flow.verifier),
            "code_challenge_method": "S256",
        }
        return str(
            prepare_grant_uri(
                self._endpoint("authorization_endpoint"),
                self.client_id,
                "code",
                redirect_uri=back,
                scope=SCOPE,
                state=flow.state,
                **asked,
            )
        )

    def identity(self, back: str, flow: Flow, code: str) -> Identity:
        """Who the code is of."""
        tokens = self._tokens(back, flow, code)
        signed, access = tokens.get("id_token"), tokens.get("access_token")
        if not isinstance(signed, str):
            raise self._untrusted(say("it gave no ID token"))
        claims = self._claims(signed, flow.nonce, access)
        if "email" not in claims and isinstance(access, str):
            claims = {**claims, **self._userinfo(access, str(claims["sub"]))}
        email = claims.get("email")
        return Identity(
            self.issuer,
            str(claims["sub"]),
            email if isinstance(email, str) else None,
            # Some say so in letters.
            claims.get("email_verified") in (True, "true"),
        )

    def _tokens(self, back: str, flow: Flow, code: str) -> Mapping[str, Any]:
        from authlib.oauth2.auth import ClientAuth
        from authlib.oauth2.rfc6749.parameters import prepare_token_request

        url = self._endpoint("token_endpoint")
        body = prepare_token_request(
            "authorization_code", "", redirect_uri=back, code=code, code_verifier=flow.verifier
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        auth = ClientAuth(self.client_id, self.secret, self._client_auth())
        url, headers, body = auth.prepare("POST", url, headers, body)
        status, told = self._asked("POST", url, headers, body)
        if status != 200:
            error = told.get("error")
            if error == "invalid_grant":
                raise SignInError(
                    say(
                        "%(name)s takes this sign-in no more: it was used already, or took too long",
                        name=self.name,
                    ),
                    do=say("sign in again"),
                )
            raise ProviderError(
                say(
                    "%(name)s refused the code of a sign-in (%(what)s)",
                    name=self.name,
                    what=_word(error) or status,
                ),
                do=say("ask an admin: see the client's id, secret and redirect address at the provider"),
            )
        return told

    def _client_auth(self) -> str:
        if self.secret is None:
            return "none"
        known = self._metadata().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"

    def _claims(self, signed: str, nonce: str, access: object) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            try:
                token = jwt.decode(signed, self._key_set(), algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                # It may have begun to sign with another key since it was asked.
                token = jwt.decode(signed, self._key_set(anew=True), algorithms=ALGORITHMS)
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self.client_id},
                    "sub": {"essential": True},
                    "nonce": {"essential": True, "value": nonce},
                },
                params={"nonce": nonce, "client_id": self.client_id, "access_token": access},
            )
            claims.validate(now=int(self.clock.now().timestamp()), leeway=CLOCKS_APART_SECONDS)
        except (JoseError, ValueError, TypeError) as error:
            raise self._untrusted(
                say("its ID token does not hold (%(kind)s)", kind=type(error).__name__)
            ) from error
        return dict(claims)

    def _userinfo(self, access: str, subject: str) -> Mapping[str, Any]:
        """What it tells of somebody where the ID token does not; nothing where that is of somebody else."""
        if "userinfo_endpoint" not in self._metadata():
            return {}
        headers = {"Authorization": f"Bearer {access}"}
        status, told = self._asked("GET", self._endpoint("userinfo_endpoint"), headers)
        if status != 200 or told.get("sub") != subject:
            raise self._untrusted(say("what it tells of you is of somebody else, or nothing"))
        return {name: told[name] for name in ("email", "email_verified") if name in told}

    def _key_set(self, *, anew: bool = False) -> KeySet:
        from joserfc.jwk import KeySet

        if anew or self._keys is None or self._keys[0] + KNOWN_FOR <= self.clock.now():
            status, told = self._asked("GET", self._endpoint("jwks_uri"))
            if status != 200:
                raise self._unreachable(say("it answered %(status)s for its keys", status=status))
            self._keys = self.clock.now(), KeySet.import_key_set({"keys": told["keys"]})
        return self._keys[1]

    def _endpoint(self, name: str) -> str:
        found = self._metadata().get(name)
        if not isinstance(found, str) or not _is_safe(found):
            raise self._unreachable(say("it tells no %(name)s that is https", name=name))
        return found

    def _metadata(self) -> Mapping[str, Any]:
        from authlib.oidc.discovery import get_well_known_url

        if self._about is None or self._about[0] + KNOWN_FOR <= self.clock.now():
            status, told = self._asked("GET", get_well_known_url(self.issuer, external=True))
            if status != 200:
                raise self._unreachable(say("it answered %(status)s", status=status))
            if told.get("issuer") != self.issuer:
                raise self._unreachable(say("it calls itself by another issuer's address"))
            self._about = self.clock.now(), told
        return self._about[1]

    def _asked(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> tuple[int, Mapping[str, Any]]:
        """The status of an answer and the object in it; an empty one where it holds none."""
        import httpx

        read = b""
        accept = {"Accept": "application/json", **(headers or {})}
        try:
            with httpx.stream(
                method, url, headers=accept, content=body, timeout=ASKED_FOR_SECONDS, follow_redirects=False
            ) as answer:
                for part in answer.iter_bytes():
                    read += part
                    if len(read) > LONGEST_ANSWER_BYTES:
                        raise self._unreachable(say("its answer has no end"))
            told = json.loads(read)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._unreachable(type(error).__name__) from error
        except ValueError:
            told = None
        return answer.status_code, told if isinstance(told, dict) else {}

    def _unreachable(self, why: str) -> ProviderError:
        return ProviderError(
            say("%(name)s could not be asked who you are (%(why)s)", name=self.name, why=why),
            do=say("try again later, sign in with your password, or ask an admin"),
        )

    def _untrusted(self, why: str) -> SignInError:
        return SignInError(
            say("what %(name)s said of you cannot be trusted: %(why)s", name=self.name, why=why),
            do=say("sign in again; ask an admin if it stays so"),
        )


def _is_safe(address: str) -> bool:
    """Whether what is asked there is read by nobody on the way.

    >>> _is_safe("https://login.example"), _is_safe("http://login.example"), _is_safe("http://127.0.0.1:9")
    (True, False, True)
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = not parts.username and not parts.password and not parts.fragment
    return plain and (
        (parts.scheme == "https" and bool(parts.hostname))
        or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


def _word(error: object) -> str:
    """A word of the protocol, and nothing else that may stand in its place."""
    return error if isinstance(error, str) and error.replace("_", "").isalpha() and error.isascii() else ""
