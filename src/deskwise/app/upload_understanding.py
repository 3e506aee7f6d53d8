"""What a file that was sent says, as far as it was read, and the request that imports it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from deskwise.app.ask_import import import_request
from deskwise.app.file_profile import FileProfile
from deskwise.app.file_understanding import Answers, Question, Understanding, questions_open
from deskwise.app.import_files import ImportRequest
from deskwise.app.tables.understanding_table import what_it_is
from deskwise.app.understand_files import FileReader
from deskwise.app.upload_names import source_of
from deskwise.app.uploads import SaidOfUpload, Upload, UploadStore
from deskwise.app.workspace import Workspace
from deskwise.events.vocabulary import REQUIRED_COLUMNS
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import ENGLISH, say, speaking

# Asked of words or columns of the file, one by one: whoever has answered may change their mind.
ASKED_SINGLY = ("columns", "units", "scale", "statuses", "outcomes", "activities")


@dataclass(frozen=True)
class UnderstoodUpload:
    """A file as it is understood with what was said of it.

    `understanding` is null for a file with the log's own columns, which are read as they are. `asked` are
    all questions about single words and columns, those that were answered too; `open` is how many questions
    keep it from being imported.
    """

    upload: Upload
    profile: FileProfile
    said: SaidOfUpload
    understanding: Understanding | None
    asked: tuple[Question, ...] = ()

    @property
    def open(self) -> int:
        """How many questions are open."""
        return 0 if self.understanding is None else len(self.understanding.questions)


def understand_upload(
    uploads: UploadStore, reader: FileReader, upload_id: str, said: SaidOfUpload | None = None
) -> UnderstoodUpload | None:
    """A file as it is understood with what was said, or with `said`; null before it was read.

    Raises `UnknownNameError` for a file that is not there, `UsageError` for an answer that is none.
    """
    upload = uploads.find(upload_id)
    profile = uploads.get(upload_id, FileProfile)
    if profile is None:
        return None
    said = said or uploads.get(upload_id, SaidOfUpload) or SaidOfUpload()
    # It lies under a name of ours, and is called by its own.
    profile = replace(profile, path=Path(upload.name))
    if all(profile.column(name) is not None for name in REQUIRED_COLUMNS):
        return UnderstoodUpload(upload, profile, said, None)
    found = reader.detector(profile, said.answers)
    unasked = replace(said.answers, units=(), scale=None, statuses=(), outcomes=(), activities=())
    asked = found.questions if unasked == said.answers else reader.detector(profile, unasked).questions
    singly = tuple(one for one in asked if one.key in ASKED_SINGLY)
    return UnderstoodUpload(upload, profile, said, found, singly)


def upload_request(
    workspace: Workspace, uploads: UploadStore, reader: FileReader, found: UnderstoodUpload, *, dry_run: bool
) -> ImportRequest:
    """The import of a file as it is understood; raises `UsageError` while something has to be asked."""
    if found.open:
        raise UsageError(
            questions_open(found.upload.name, found.open),
            do=say("answer what is asked, then try again"),
        )
    path = uploads.content(found.upload.id)
    answers: Answers = found.said.answers
    understanding = found.understanding
    request = import_request(
        workspace,
        (path,),
        None if understanding is None else reader.parse(understanding.mapping, found.upload.name),
        source=answers.source or source_of(found.upload.name),
        timezone=answers.timezone,
        as_of=found.said.as_of or None,
        dry_run=dry_run,
    )
    # They are kept with the import, for whoever reads it.
    with speaking(ENGLISH):
        notes = () if understanding is None else (what_it_is(understanding), *understanding.notes)
    return replace(request, told=found.upload.name, understood=((path, notes),))
