"""Where a secret is, instead of itself: in the environment, a keyring or a file, or sealed in the text."""

from __future__ import annotations

import re
from typing import Protocol

from deskwise.kernel.language import say

REFERENCE = re.compile(
    r"(env:[A-Za-z_][A-Za-z0-9_]*|keyring:[^/\s]+/\S+|file:/\S+|sealed:[A-Za-z0-9_=-]{20,})"
)
EXAMPLES = "env:NAME, keyring:SERVICE/NAME, file:/PATH or sealed:..."
KEY_VARIABLE = "DESKWISE_KEY"


def checked_reference(value: object) -> str:
    """The value, if it says where a secret is; raises `ValueError`, which never quotes it.

    >>> checked_reference("env:RT_TOKEN")
    'env:RT_TOKEN'
    """
    if isinstance(value, str) and REFERENCE.fullmatch(value):
        return value
    raise ValueError(
        say("holds no reference to a secret (%(examples)s); a secret in clear is not kept", examples=EXAMPLES)
    )


class Secrets(Protocol):
    """What finds secrets by their references, and keeps them."""

    def resolve(self, reference: str) -> str:
        """The secret; raises `SettingsError` where it is not to be found, or the key to it is missing."""
        ...

    def can_seal(self) -> bool:
        """Whether there is a key to seal with."""
        ...

    def seal(self, secret: str) -> str:
        """A reference that holds the secret encrypted; raises `SettingsError` without a key that is one."""
        ...

    def new_key(self) -> str:
        """A new key for the environment, to be kept where the workspace is not."""
        ...
