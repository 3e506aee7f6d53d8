"""Which mails are one thread: each belongs to the mail it goes back to, as far as its References tell.

Only ids count, never subjects. The first id of a mail's References (else of its In-Reply-To) is where it
comes from; that mail may say where it comes from itself, and so on. The last one there is names the ticket,
even if the mailbox does not hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class MailThreads:
    """The threads of a mailbox: ids alone, whatever the size of the mails."""

    _origins: dict[str, str | None] = field(default_factory=dict)
    _told: dict[str, str] = field(default_factory=dict)
    _dated: dict[str, datetime] = field(default_factory=dict)
    _earliest: dict[str, tuple[datetime, str]] | None = None

    def add(self, mail: str, references: Sequence[str], at: datetime | None) -> None:
        """Take a mail; `at` is null for one of which no event can be made."""
        origin = references[0] if references else None
        # Mails may contradict each other: the least id wins, in whatever order they come.
        known = self._origins.get(mail)
        self._origins[mail] = min(known, origin) if known and origin else known or origin
        for one in references[1:]:
            if one != origin and origin is not None:
                self._told[one] = min(origin, self._told.get(one, origin))
        if at is not None:
            self._dated[mail] = min(at, self._dated.get(mail, at))
        self._earliest = None

    def ticket(self, mail: str) -> str:
        """The id of the thread a mail belongs to: that of the mail all others go back to."""
        way = [mail]
        seen = {mail}
        while (before := self._origin(way[-1])) is not None:
            if before in seen:
                return min(way[way.index(before) :])  # they go back to each other
            way.append(before)
            seen.add(before)
        return way[-1]

    def holds(self, mail: str) -> bool:
        """Whether the mailbox holds this mail."""
        return mail in self._origins

    def is_first(self, mail: str) -> bool:
        """Whether a mail is the earliest there is of a thread whose first mail is missing or has no date."""
        if self._earliest is None:
            self._earliest = self._find_earliest()
        ticket = self.ticket(mail)
        return self._earliest.get(ticket, (None, None))[1] == mail

    def _origin(self, mail: str) -> str | None:
        return self._origins[mail] if mail in self._origins else self._told.get(mail)

    def _find_earliest(self) -> dict[str, tuple[datetime, str]]:
        found: dict[str, tuple[datetime, str]] = {}
        for mail, at in self._dated.items():
            ticket = self.ticket(mail)
            if ticket not in self._dated:
                found[ticket] = min((at, mail), found.get(ticket, (at, mail)))
        return found
