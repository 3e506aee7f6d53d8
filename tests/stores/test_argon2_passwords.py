from __future__ import annotations

from argon2 import PasswordHasher

from deskwise.stores.argon2_passwords import Argon2Passwords

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def test_a_password_matches_its_hash_and_no_other() -> None:
    passwords = Argon2Passwords(CHEAP)
    kept = passwords.hash("five plain words")
    assert kept.startswith("$argon2id$")
    assert "five" not in kept
    assert passwords.hash("five plain words") != kept
    assert passwords.matches(kept, "five plain words")
    assert not passwords.matches(kept, "five plain word")
    assert not passwords.matches("no hash", "five plain words")


def test_where_nothing_is_kept_nothing_matches_and_a_hash_is_compared_all_the_same() -> None:
    compared = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002 theirs
            compared.append(str(hash))
            return CHEAP.verify(hash, password)

    passwords = Argon2Passwords(Watched(time_cost=1, memory_cost=8, parallelism=1))
    assert not passwords.matches(None, "")
    assert not passwords.matches(None, "anything")
    assert len(compared) == 2
    assert all(one.startswith("$argon2id$v=19$m=8,t=1,p=1$") for one in compared)


def test_a_hash_made_more_cheaply_is_dated() -> None:
    kept = Argon2Passwords(CHEAP).hash("five plain words")
    assert not Argon2Passwords(CHEAP).is_dated(kept)
    assert Argon2Passwords().is_dated(kept)
