"""Port: the audit, a list of who changed what and when that only ever grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from deskwise.app.access.holders import Holder, holder_id

# Whoever did it is not known.
NOBODY = "nobody"


class Deed(StrEnum):
    """What was done."""

    SET_UP_LINK_MADE = "set_up_link_made"
    SET_UP = "set_up"
    INVITED = "invited"
    JOINED = "joined"
    PASSWORD_LINK_MADE = "password_link_made"  # noqa: S105 - a deed, not a password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a deed, not a password
    PERSON_CHANGED = "person_changed"
    DEACTIVATED = "deactivated"
    ACTIVATED = "activated"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SESSIONS_ENDED = "sessions_ended"
    TOKEN_MADE = "token_made"  # noqa: S105 - a deed, not a token
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - a deed, not a token
    ANNOTATED = "annotated"
    ANNOTATION_CHANGED = "annotation_changed"
    ANNOTATION_REMOVED = "annotation_removed"
    REASON_NAMED = "reason_named"
    REASON_NAME_TAKEN_BACK = "reason_name_taken_back"
    SETTINGS_CHANGED = "settings_changed"
    RULED = "ruled"
    RULING_TAKEN_BACK = "ruling_taken_back"
    DISPUTED = "disputed"
    DISPUTE_RULED = "dispute_ruled"
    DISPUTE_DECLINED = "dispute_declined"
    PERSONAL_DATA_READ = "personal_data_read"
    FORGOTTEN = "forgotten"
    FILE_SENT = "file_sent"
    IMPORT_BEGUN = "import_begun"
    IMPORT_STOPPED = "import_stopped"
    FILE_REMOVED = "file_removed"
    STATE_RESTORED = "state_restored"
    CYCLE_ADDED = "cycle_added"
    CYCLE_CHANGED = "cycle_changed"
    OBJECTIVE_ADDED = "objective_added"
    OBJECTIVE_CHANGED = "objective_changed"
    OBJECTIVE_CLOSED = "objective_closed"
    OBJECTIVE_REMARKED = "objective_remarked"
    PART_TAKEN = "part_taken"
    KEY_RESULT_ADDED = "key_result_added"
    KEY_RESULT_CHANGED = "key_result_changed"
    CHECKED_IN = "checked_in"
    VALUE_TYPED = "value_typed"
    OVERRIDE_ENDED = "override_ended"


TELLS: dict[Deed, str] = {
    Deed.SET_UP_LINK_MADE: "A link was made by which somebody becomes admin.",
    Deed.SET_UP: "Somebody became admin by such a link.",
    Deed.INVITED: "Somebody was invited.",
    Deed.JOINED: "Who was invited has set their password.",
    Deed.PASSWORD_LINK_MADE: "A link was made by which somebody sets a new password.",
    Deed.PASSWORD_CHANGED: "Somebody has set a new password.",
    Deed.PERSON_CHANGED: "Name, role, teams, language or who somebody is in tickets became another.",
    Deed.DEACTIVATED: "Somebody is let in no more.",
    Deed.ACTIVATED: "Somebody is let in again.",
    Deed.SIGNED_IN: "Somebody has signed in.",
    Deed.SIGN_IN_FAILED: "Somebody tried to sign in with a wrong password, or as nobody who is known.",
    Deed.SIGNED_OUT: "Somebody has signed out.",
    Deed.SESSIONS_ENDED: "Somebody has signed out everywhere.",
    Deed.TOKEN_MADE: "A token was made.",
    Deed.TOKEN_REVOKED: "A token works no more.",
    Deed.ANNOTATED: "An annotation was made.",
    Deed.ANNOTATION_CHANGED: "An annotation was changed.",
    Deed.ANNOTATION_REMOVED: "An annotation was taken away.",
    Deed.REASON_NAMED: "A cluster of subjects got a name, or another one; those of one name are one reason.",
    Deed.REASON_NAME_TAKEN_BACK: "The name of a cluster of subjects was taken back.",
    Deed.SETTINGS_CHANGED: "Settings became others: the new version, and each key before and after.",
    Deed.RULED: "A ruling was made on an event of a ticket; `changed` are the figures it changed.",
    Deed.RULING_TAKEN_BACK: "A ruling was taken back.",
    Deed.DISPUTED: "Somebody said that a figure of a ticket is not right.",
    Deed.DISPUTE_RULED: "A ruling decided what somebody had disputed.",
    Deed.DISPUTE_DECLINED: "What somebody had disputed stays as it is.",
    Deed.PERSONAL_DATA_READ: "Somebody looked up what is held on a person; never on whom.",
    Deed.FORGOTTEN: "Somebody was forgotten, or what had become too old: the pseudonyms; never who it was.",
    Deed.FILE_SENT: "A file was sent on the pages, to be imported: its name and size.",
    Deed.IMPORT_BEGUN: "The import of such a file was asked for.",
    Deed.IMPORT_STOPPED: "Work on such a file was stopped.",
    Deed.FILE_REMOVED: "Such a file was removed, with what was said of it.",
    Deed.STATE_RESTORED: "A backup was put in the place of all of this.",
    Deed.CYCLE_ADDED: "A cycle for objectives was added.",
    Deed.CYCLE_CHANGED: "A cycle was changed, begun, reviewed or closed.",
    Deed.OBJECTIVE_ADDED: "An objective was drafted.",
    Deed.OBJECTIVE_CHANGED: "An objective was changed, proposed, made active or withdrawn.",
    Deed.OBJECTIVE_CLOSED: "An objective was closed with its final score.",
    Deed.OBJECTIVE_REMARKED: "Somebody said something of an objective.",
    Deed.PART_TAKEN: "Somebody wrote what they take on of an objective.",
    Deed.KEY_RESULT_ADDED: "A key result was added.",
    Deed.KEY_RESULT_CHANGED: "A key result was changed, its baseline frozen, or it was taken out.",
    Deed.CHECKED_IN: "Somebody checked in on a key result.",
    Deed.VALUE_TYPED: "A value was typed, of a number or in the place of a reading.",
    Deed.OVERRIDE_ENDED: "A reading counts again in the place of a typed value.",
}


@dataclass(frozen=True)
class AuditEntry:
    """One change. `who` is a person's id, `terminal`, `token:ID`, or `nobody` where it is not known.

    `on` is the id of what was changed. `before` and `after` are what changed, as JSON has it; never a secret
    or the hash of one. `number` counts the entries from 1, and is null of one that is not kept yet.
    """

    at: datetime
    who: str
    what: Deed
    on: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    number: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The object `audit --format json` prints of it."""
        return {
            "number": self.number,
            "at": self.at,
            "who": self.who,
            "what": str(self.what),
            "on": self.on,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True)
class AuditQuestion:
    """Which entries to read; null asks for nothing. `before` is the number of one: older ones than that."""

    who: str | None = None
    what: Deed | None = None
    on: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    most: int = field(default=100)


class AuditTrail(Protocol):
    """Where entries are kept; there is no way to change or remove one."""

    def add(self, entry: AuditEntry) -> None:
        """Keep an entry, in the transaction of the change it tells of."""
        ...

    def read(self, question: AuditQuestion) -> tuple[AuditEntry, ...]:
        """Entries, the latest first."""
        ...


def entry(
    at: datetime,
    who: Holder,
    what: Deed,
    on: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """An entry on a change; of what is the same before and after, nothing is said."""
    if before is not None and after is not None:
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        before = {name: before.get(name) for name in changed} or None
        after = {name: after.get(name) for name in changed} or None
    return AuditEntry(at, holder_id(who), what, on, before, after)
