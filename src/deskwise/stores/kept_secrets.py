"""Secrets by reference: of the environment, a keyring or a file, or unsealed with a key; never written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deskwise.app.secret_references import EXAMPLES, KEY_VARIABLE, REFERENCE
from deskwise.kernel.errors import SettingsError

LONGEST_FILE = 10_000


class KeptSecrets:
    """Secrets of this machine; `environment` is where variables are, the key of sealed ones among them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def resolve(self, reference: str) -> str:
        """The secret that a reference names."""
        if REFERENCE.fullmatch(reference) is None:
            raise SettingsError("a setting names no secret by reference", do=f"write {EXAMPLES}")
        where, _, name = reference.partition(":")
        found = {
            "env": self._of_environment,
            "keyring": self._of_keyring,
            "file": self._of_file,
            "sealed": self._unsealed,
        }
        secret = found[where](name).strip()
        # It goes into a header, where a line end would begin another one.
        if not secret or not secret.isprintable():
            raise SettingsError(
                f"what {where if where == 'sealed' else reference} holds is no secret",
                do="see that it is one line of text",
            )
        return secret

    def can_seal(self) -> bool:
        """Whether there is a key."""
        return bool(self._environment.get(KEY_VARIABLE))

    def seal(self, secret: str) -> str:
        """The secret encrypted under the key of the environment."""
        from cryptography.fernet import Fernet

        return "sealed:" + Fernet(self._key()).encrypt(secret.encode()).decode("ascii")

    def new_key(self) -> str:
        """A new key."""
        from cryptography.fernet import Fernet

        return Fernet.generate_key().decode("ascii")

    def _of_environment(self, name: str) -> str:
        if not self._environment.get(name):
            raise SettingsError(
                f"the environment has no {name}, which a secret is read from",
                do=f"set it where deskwise runs: export {name}=...",
            )
        return self._environment[name]

    def _of_file(self, path: str) -> str:
        """As containers are given secrets; no more of it is read than a secret can be."""
        try:
            with Path(path).open(encoding="utf-8") as file:
                return file.read(LONGEST_FILE)
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"the file {path}, which is to hold a secret, cannot be read ({type(error).__name__})",
                do="see that it is there and readable for whoever runs deskwise",
            ) from None

    def _of_keyring(self, name: str) -> str:
        try:
            import keyring
            from keyring.errors import KeyringError
        except ImportError as error:
            raise SettingsError(
                "a connection keeps its secret in a keyring, and nothing here reads one",
                do="pip install 'deskwise[keyring]', or use env:NAME",
            ) from error
        service, _, user = name.partition("/")
        try:
            found = keyring.get_password(service, user)
        except KeyringError:
            raise SettingsError(
                f"the keyring did not give {service}/{user}", do="unlock it, or use env:NAME"
            ) from None
        if not found:
            raise SettingsError(
                f"the keyring holds nothing as {service}/{user}", do=f"keyring set {service} {user}"
            )
        return found

    def _unsealed(self, sealed: str) -> str:
        from cryptography.fernet import Fernet, InvalidToken

        try:
            return Fernet(self._key()).decrypt(sealed.encode("ascii")).decode()
        except (InvalidToken, UnicodeDecodeError):
            raise SettingsError(
                f"the secret of a connection was sealed under another {KEY_VARIABLE}",
                do="set the key it was sealed under, or connect again",
            ) from None

    def _key(self) -> bytes:
        from cryptography.fernet import Fernet

        key = self._environment.get(KEY_VARIABLE, "").strip()
        if not key:
            raise SettingsError(
                f"{KEY_VARIABLE} is not set, which secrets are sealed under",
                do="set it; deskwise connect --new-key prints a new one",
            )
        try:
            Fernet(key.encode())
        except ValueError:
            raise SettingsError(
                f"{KEY_VARIABLE} holds no key", do="use one that deskwise connect --new-key prints"
            ) from None
        return key.encode()
