from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from deskwise.kernel.errors import SettingsError
from deskwise.stores.kept_secrets import KeptSecrets

SECRET = "s3cret-of-the-desk"
KEY = KeptSecrets({}).new_key()


class MemoryKeyring(KeyringBackend):
    priority = 1.0
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("it is locked")
        return SECRET if (service, username) == ("deskwise", "desk") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


def test_a_variable_of_the_environment_holds_it() -> None:
    assert KeptSecrets({"DESK_TOKEN": f"{SECRET}\n"}).resolve("env:DESK_TOKEN") == SECRET


@pytest.mark.parametrize("environment", [{}, {"DESK_TOKEN": ""}])
def test_a_variable_that_is_not_set_is_named(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="DESK_TOKEN"):
        KeptSecrets(environment).resolve("env:DESK_TOKEN")


@pytest.mark.parametrize("held", ["two\nlines", "  ", "a\x00b"])
def test_what_could_not_go_into_a_header_is_refused_unseen(held: str) -> None:
    with pytest.raises(SettingsError, match="no secret") as caught:
        KeptSecrets({"DESK_TOKEN": held}).resolve("env:DESK_TOKEN")
    assert "lines" not in str(caught.value)


def test_a_sealed_one_is_opened_under_its_key_alone() -> None:
    sealed = KeptSecrets({"DESKWISE_KEY": KEY}).seal(SECRET)
    assert SECRET not in sealed
    assert KeptSecrets({"DESKWISE_KEY": KEY}).resolve(sealed) == SECRET
    with pytest.raises(SettingsError, match="another DESKWISE_KEY"):
        KeptSecrets({"DESKWISE_KEY": KeptSecrets({}).new_key()}).resolve(sealed)
    with pytest.raises(SettingsError, match="DESKWISE_KEY is not set"):
        KeptSecrets({}).resolve(sealed)
    with pytest.raises(SettingsError, match="another DESKWISE_KEY"):
        KeptSecrets({"DESKWISE_KEY": KEY}).resolve(f"{sealed[:-8]}AAAAAAA=")


def test_the_same_secret_is_sealed_otherwise_each_time() -> None:
    secrets = KeptSecrets({"DESKWISE_KEY": KEY})
    assert secrets.seal(SECRET) != secrets.seal(SECRET)


def test_a_key_that_is_none_is_said_so_and_not_shown() -> None:
    with pytest.raises(SettingsError, match="holds no key") as caught:
        KeptSecrets({"DESKWISE_KEY": "my-password"}).seal(SECRET)
    assert "my-password" not in str(caught.value)


def test_a_keyring_holds_it() -> None:
    before = keyring.get_keyring()
    ring = MemoryKeyring()  # type: ignore[no-untyped-call]  # the library's own
    keyring.set_keyring(ring)
    try:
        secrets = KeptSecrets({})
        assert secrets.resolve("keyring:deskwise/desk") == SECRET
        with pytest.raises(SettingsError, match="keyring set deskwise other"):
            secrets.resolve("keyring:deskwise/other")
        ring.locked = True
        with pytest.raises(SettingsError, match="did not give deskwise/desk"):
            secrets.resolve("keyring:deskwise/desk")
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize("reference", [SECRET, "", "env:", "vault:a/b", "sealed:x"])
def test_what_is_no_reference_is_not_quoted(reference: str) -> None:
    with pytest.raises(SettingsError, match="no secret by reference") as caught:
        KeptSecrets({}).resolve(reference)
    assert not reference or reference not in f"{caught.value.what}"


def test_a_file_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("of a file\n")
    assert KeptSecrets({}).resolve(f"file:{path}") == "of a file"
    path.write_text("two\nlines\n")
    with pytest.raises(SettingsError, match="holds is no secret"):
        KeptSecrets({}).resolve(f"file:{path}")
    path.unlink()
    with pytest.raises(SettingsError, match=f"the file {path}.*FileNotFoundError"):
        KeptSecrets({}).resolve(f"file:{path}")
