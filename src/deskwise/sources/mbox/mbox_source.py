"""A support mailbox's export: each mail is a record, each thread a ticket."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from os import fstat, stat_result
from pathlib import Path
from typing import BinaryIO, ClassVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

from deskwise.app.source_port import (
    Checked,
    Connection,
    Page,
    Record,
    SourceDescription,
    Translated,
)
from deskwise.kernel.errors import PassingSourceError, SettingsError, SourcePermissionError, SourceSchemaError
from deskwise.sources.mbox.mail_body import plain_text
from deskwise.sources.mbox.mail_events import mail_events, mail_record, mail_text
from deskwise.sources.mbox.mail_head import MailHead, read_head
from deskwise.sources.mbox.mail_parties import mail_parties
from deskwise.sources.mbox.mail_threads import MailThreads
from deskwise.sources.mbox.mailbox_file import StoredMail, stored_body, stored_mail, stored_mails
from deskwise.sources.mbox.mbox_description import DESCRIPTION

PAGE_RECORDS = 500
TOO_LONG = MailHead(None, (), None, "its head is too long", None, (), read_head(b"").headers)


def file_changed_at(about: stat_result) -> datetime:
    """When a file was written or put there, whichever is later: a copy may keep the time of its original."""
    return datetime.fromtimestamp(max(about.st_mtime, about.st_ctime), UTC)


class MboxSource:
    """A mailbox file through one connection."""

    description: ClassVar[SourceDescription] = DESCRIPTION

    def __init__(
        self,
        connection: Connection,
        page_records: int = PAGE_RECORDS,
        changed_at: Callable[[stat_result], datetime] = file_changed_at,
    ) -> None:
        self._name = connection.name
        self._path = _path(connection)
        self._parties = mail_parties(connection)
        self._keep_text = connection.keep_text
        self._page_records = page_records
        self._changed_at = changed_at
        self._index: tuple[str, MailThreads, array[int]] | None = None
        self._unchanged = False

    def check(self) -> Checked:
        """Whether there is a mailbox that can be read; its clock is the time of the file."""
        with self._opened() as file:
            self._check_form(file)
            return Checked("a reader of the file", ("mails",), self._changed_at(fstat(file.fileno())))

    def pull(self, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """Every mail, if the file was changed since; which of them are new no mailbox tells."""
        with self._opened() as file:
            about = fstat(file.fileno())
            changed_at = self._changed_at(about)
            self._unchanged = since is not None and changed_at < since
            if self._unchanged:
                return
            self._check_form(file)
            which = _which(about)
            threads, begins = self._indexed(file, which)
            done = _done(cursor, which)
            expected = len(begins) - done
            while done < len(begins):
                records = tuple(self._records(file, threads, begins, done, changed_at))
                done += len(records)
                yield Page(records, json.dumps({"file": which, "done": done}), expected)
            if fstat(file.fileno()).st_size < about.st_size:
                raise self._rewritten()

    def events(self, record: Record) -> Translated:
        """The events of a mail."""
        return mail_events(record, self._parties)

    def present(self, tickets: Sequence[str]) -> frozenset[str]:
        """All but those whose first mail turned out to answer an earlier one, and so to be of its ticket.

        A mail that is not in the mailbox any more is no deletion: an export may hold less than one before.
        """
        if self._unchanged:
            return frozenset(tickets)
        with self._opened() as file:
            self._check_form(file)
            threads, _ = self._indexed(file, _which(fstat(file.fileno())))
        return frozenset(one for one in tickets if not threads.holds(one) or threads.ticket(one) == one)

    def close(self) -> None:
        """Forget the threads; the file is open only while it is read."""
        self._index = None

    def _records(
        self, file: BinaryIO, threads: MailThreads, begins: array[int], done: int, changed_at: datetime
    ) -> Iterator[Record]:
        for place in begins[done : done + self._page_records]:
            stored = self._mail_at(file, place)
            head = _head(stored)
            mail = head.id or _made_id(file, stored)
            ticket = threads.ticket(mail)
            text = None
            if self._keep_text and stored.head is not None:
                text = mail_text(head.headers, plain_text(stored.head, stored_body(file, place)))
            first = head.fault is None and threads.is_first(mail)
            raw = mail_record(head, mail, ticket, self._parties, first=first, text=text)
            yield Record(mail, changed_at, raw)

    def _mail_at(self, file: BinaryIO, place: int) -> StoredMail:
        try:
            return stored_mail(file, place)
        except ValueError:
            raise self._rewritten() from None

    def _indexed(self, file: BinaryIO, which: str) -> tuple[MailThreads, array[int]]:
        """The threads, and where each mail begins: once for a file that stays as it is."""
        if self._index is not None and self._index[0] == which:
            return self._index[1], self._index[2]
        threads, begins = MailThreads(), array("q")
        for stored in stored_mails(file):
            after = file.tell()
            head = _head(stored)
            threads.add(
                head.id or _made_id(file, stored), head.references, head.at if not head.fault else None
            )
            begins.append(stored.begins)
            file.seek(after)
        self._index = (which, threads, begins)
        return threads, begins

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        try:
            file = self._path.open("rb")
        except PermissionError:
            raise SourcePermissionError(
                f"the mailbox of {self._name} may not be read", do="let the user of the sync read the file"
            ) from None
        except IsADirectoryError:
            raise SourceSchemaError(
                f"the mailbox of {self._name} is a folder", do="name a file in the format mbox, not a Maildir"
            ) from None
        except OSError:
            raise PassingSourceError(
                f"the mailbox of {self._name} is not there", do="export it to the place the connection names"
            ) from None
        with file:
            yield file

    def _check_form(self, file: BinaryIO) -> None:
        file.seek(0)
        if file.read(5) != b"From ":
            raise SourceSchemaError(
                f"the file of {self._name} is no mailbox in the format mbox",
                do="export the mailbox as mbox; its first line begins with From and a space",
            )

    def _rewritten(self) -> PassingSourceError:
        return PassingSourceError(
            f"the mailbox of {self._name} was written anew while it was read",
            do="sync again; write an export elsewhere and move it into its place",
        )


def _path(connection: Connection) -> Path:
    parts = urlsplit(connection.url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
        raise SettingsError(
            f"the url of the connection {connection.name} names no file",
            do="write it as file:///srv/mail/support.mbox",
        )
    return Path(url2pathname(parts.path))


def _which(about: stat_result) -> str:
    return f"{about.st_size} {about.st_mtime_ns} {about.st_ino}"


def _done(cursor: str | None, which: str) -> int:
    """How many mails were given before, if it is still the same file."""
    told = {} if cursor is None else json.loads(cursor)
    return int(told["done"]) if told.get("file") == which else 0


def _head(stored: StoredMail) -> MailHead:
    return TOO_LONG if stored.head is None else read_head(stored.head)


def _made_id(file: BinaryIO, stored: StoredMail) -> str:
    """An id for a mail without one, of its head and the beginning of its body; it names no thread of others.

    What mailboxes note in a head, such as whether a mail was read, is no part of it.
    """
    lines = [] if stored.head is None else stored.head.replace(b"\r\n", b"\n").split(b"\n")
    noted = (b"status:", b"x-status:", b"x-keywords:", b"x-uid:", b"x-mozilla-", b"x-gmail-labels:")
    kept = [line for line in lines if not line.lower().startswith(noted)]
    body = stored_body(file, stored.begins).replace(b"\r\n", b"\n").rstrip()
    content = b"\n".join([*kept, b"", body])
    return f"made-{hashlib.sha256(content).hexdigest()[:32]}"
