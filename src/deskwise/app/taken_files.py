"""Which files of a folder were taken, as a sync's cursor keeps it: it is written with their events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field

from deskwise.app.folder_port import DroppedFile


@dataclass(frozen=True)
class TakenFile:
    """A file as it was taken. `refused_as` is null where it was imported.

    Else it could not be understood, read in the way of that digest: it is tried again in another way.
    """

    size: int
    modified_ns: int
    inode: int
    digest: str
    refused_as: str | None = None

    def looks_like(self, file: DroppedFile) -> bool:
        """Whether a file seems to be this one, by all but its content."""
        return (self.size, self.modified_ns, self.inode) == (file.size, file.modified_ns, file.inode)


@dataclass(frozen=True)
class TakenFiles:
    """All files that were taken, by name; one that is gone stays known, lest it comes again as the newest."""

    by_name: Mapping[str, TakenFile] = field(default_factory=dict)

    def with_file(self, file: DroppedFile, digest: str, refused_as: str | None = None) -> TakenFiles:
        """These and one more, or one as it is now."""
        taken = TakenFile(file.size, file.modified_ns, file.inode, digest, refused_as)
        return TakenFiles({**self.by_name, file.name: taken})

    def written(self) -> str:
        """These as a cursor."""
        return json.dumps({name: astuple(one) for name, one in self.by_name.items()}, separators=(",", ":"))


def read_taken(cursor: str | None) -> TakenFiles:
    """A cursor as the files it tells of.

    >>> read_taken(None).by_name
    {}
    """
    found = {} if cursor is None else json.loads(cursor)
    return TakenFiles({name: TakenFile(*one) for name, one in found.items()})
