"""What a file of an unknown system was understood to say, what has to be asked, and the mapping drafted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from deskwise.app.file_profile import FileProfile
from deskwise.kernel.errors import InputError
from deskwise.kernel.language import say, say_many

FileShape = Literal["log", "snapshot", "calls"]
DateOrder = Literal["day-first", "month-first", "year-first"]
FILE_SHAPES: tuple[FileShape, ...] = ("log", "snapshot", "calls")
DATE_ORDERS: tuple[DateOrder, ...] = ("day-first", "month-first", "year-first")
NO_COLUMN = "none"


@dataclass(frozen=True)
class Answers:
    """What the user said about a file, before anything is found out; all may be left open.

    `columns` pairs meanings with columns ("none": the file has none), `statuses` the file's words with the
    book's, `activities` an activity with a kind, `outcomes` how a call ended with answered, abandoned or
    none; `units` a column of durations with its unit. `source` None takes the system's name.
    """

    timezone: str | None = None
    date_order: DateOrder | None = None
    decimal_comma: bool | None = None
    shape: FileShape | None = None
    scale: str | None = None
    source: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    statuses: tuple[tuple[str, str], ...] = ()
    activities: tuple[tuple[str, str], ...] = ()
    outcomes: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Understood:
    """A column whose meaning is known: how many cells say something, and some of them.

    `because` says how it was known: "said" by the user, or by the header as the system or exports in general
    call it. `samples` are the customers' own words.
    """

    meaning: str
    column: str
    filled: int
    because: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """Something nobody can know but the user.

    `key` names the field of `Answers` it belongs to, `about` what it is asked of (a meaning or a column),
    `option` is what to say on the command line and `mapping_key` what to write in the mapping file.
    `choices` are the answers there are, empty where they are many. `values` are words of the file that are
    asked about, one by one; they are the customers' own and belong in no error.
    """

    key: str
    what: str
    do: str
    option: str
    mapping_key: str
    about: str | None = None
    choices: tuple[str, ...] = ()
    values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Understanding:
    """A file as it was understood.

    `vendor` is the system it seems to come from, null if none is known. `notes` say what was taken to be so
    where the file leaves it open but nothing needs to be asked. `unused` are the columns without a meaning.
    `mapping` is a mapping file's text; with questions open it leaves out what they are about.
    """

    path: Path
    rows: int
    shape: FileShape
    vendor: str | None
    understood: tuple[Understood, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    unused: tuple[str, ...]
    mapping: str

    def column_of(self, meaning: str) -> str | None:
        """The column with that meaning, null if there is none."""
        return next((one.column for one in self.understood if one.meaning == meaning), None)


class Detector(Protocol):
    """What finds out what a file's columns mean."""

    def __call__(self, profile: FileProfile, answers: Answers) -> Understanding:
        """Understand a file by what its columns hold and what was said of it."""
        ...


def questions_open(file: str, questions: int) -> str:
    """That a file leaves questions open.

    >>> questions_open("a.csv", 2)
    'a.csv leaves 2 questions open'
    """
    return say_many(
        "%(file)s leaves 1 question open", "%(file)s leaves %(num)s questions open", questions, file=file
    )


class UnansweredError(InputError):
    """A file cannot be imported before its questions are answered."""

    def __init__(self, understanding: Understanding) -> None:
        number = len(understanding.questions)
        super().__init__(
            questions_open(str(understanding.path), number),
            do=say("deskwise map %(file)s shows them and drafts a mapping file", file=understanding.path),
        )
        self.understanding = understanding
