from __future__ import annotations

import io

import pytest

from deskwise.sources.mbox.mailbox_file import stored_body, stored_mail, stored_mails
from sources.mbox.mails import mail


def test_a_line_of_a_text_that_looks_like_a_separator_begins_no_mail() -> None:
    text = "I wrote:\n\nFrom here on it fails\nnothing works\n\nFrom\nwhat"
    data = mail("a", body=text) + mail("b")
    found = list(stored_mails(io.BytesIO(data)))
    assert len(found) == 2
    assert stored_body(io.BytesIO(data), 0).decode().strip() == text


def test_a_mail_is_the_same_alone_as_among_all() -> None:
    data = mail("a") + mail("b", X_Long="x" * 100_000) + mail("c").replace(b"\n", b"\r\n") + mail("d")
    file = io.BytesIO(data)
    found = list(stored_mails(file))
    assert [stored_mail(file, one.begins) for one in found] == found
    assert len(found) == 4


def test_where_no_mail_begins_none_is_made_up() -> None:
    with pytest.raises(ValueError, match="no mail begins here"):
        stored_mail(io.BytesIO(mail("a")), 5)


def test_a_line_of_any_length_is_never_held_whole() -> None:
    class Watched(io.BytesIO):
        longest = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            piece = super().readline(size)
            self.longest = max(self.longest, len(piece))
            return piece

    file = Watched(mail("a", body="x" * 3_000_000) + mail("b"))
    assert len(list(stored_mails(file))) == 2
    assert file.longest <= 64 * 1024
    assert len(stored_body(file, 0)) < 1_200_000
