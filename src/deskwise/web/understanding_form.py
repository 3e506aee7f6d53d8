"""The form by which somebody corrects how a file is understood: its fields, and what it says once posted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from deskwise import bootstrap
from deskwise.app.answer_questions import PAIRED, with_answer
from deskwise.app.file_understanding import (
    DATE_ORDERS,
    FILE_SHAPES,
    NO_COLUMN,
    Answers,
    Question,
)
from deskwise.app.import_files import check_zone
from deskwise.app.tables.understanding_table import A_ROW
from deskwise.app.upload_understanding import UnderstoodUpload
from deskwise.app.uploads import SaidOfUpload
from deskwise.kernel.errors import ChangedMeanwhileError, UsageError
from deskwise.kernel.language import marked, said_name, say
from deskwise.kernel.language import number as written
from deskwise.web.posted_forms import PostedForm

AS_FOUND = ""
DECIMALS = (("decimal-comma", marked("a comma: 1,5")), ("decimal-point", marked("a point: 1.5")))
# What is asked of the file as a whole; each has its own field, whether it is asked or not.
OF_THE_FILE = ("timezone", "date_order", "decimal_comma", "shape")
SAMPLES_SHOWN = 3
Option = tuple[str, str]


@dataclass(frozen=True)
class Control:
    """A field to choose in: its name and label, what there is to choose and what is chosen."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str


@dataclass(frozen=True)
class AskedLine:
    """A question with a field for each thing it asks; `open` while it keeps the file from being imported."""

    what: str
    open: bool
    controls: tuple[Control, ...]


@dataclass(frozen=True)
class ColumnLine:
    """A column of the file: what it holds, what it means and how that is known."""

    name: str
    filled: int
    samples: tuple[str, ...]
    because: str
    control: Control


@dataclass(frozen=True)
class UnderstandingForm:
    """All fields; `whole` are those of the file as a whole, each with what is asked of it, or null."""

    version: str
    source: str
    as_of: str
    timezone: str
    timezone_asked: str | None
    whole: tuple[tuple[Control, str | None], ...]
    asked: tuple[AskedLine, ...]
    columns: tuple[ColumnLine, ...]


def version_of(said: SaidOfUpload) -> str:
    """What somebody said, in sixteen digits, so that nobody's words are lost to another's."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def form_of(found: UnderstoodUpload) -> UnderstandingForm:
    """The form for a file as it is understood."""
    answers, asked_of = found.said.answers, _asked_of_the_file(found)
    return UnderstandingForm(
        version_of(found.said),
        answers.source or "",
        found.said.as_of,
        answers.timezone or "",
        asked_of.get("timezone"),
        tuple((control, asked_of.get(control.name)) for control in _whole(found)),
        tuple(
            AskedLine(
                _sentence(question.what), _is_open(found, question), tuple(_controls(found, number, question))
            )
            for number, question in enumerate(found.asked)
        ),
        tuple(_column_lines(found)),
    )


def said_by(form: PostedForm, found: UnderstoodUpload) -> SaidOfUpload:
    """What somebody says now of a file that was shown as it is understood.

    Raises `ChangedMeanwhileError` where somebody else said something since, `UsageError` for an answer that
    is none.
    """
    if form.one("version") != version_of(found.said):
        raise ChangedMeanwhileError(
            say("somebody else has corrected this meanwhile"), do=say("look at it as it is now"), now=found
        )
    answers = _with_whole(form, found)
    answers = _with_columns(form, found, answers)
    for number, question in enumerate(found.asked):
        answers = _with_replies(form, number, question, answers)
    return SaidOfUpload(answers, form.one("as_of").strip())


def _asked_of_the_file(found: UnderstoodUpload) -> dict[str, str]:
    if found.understanding is None:
        return {}
    return {one.key: _sentence(one.what) for one in found.understanding.questions if one.key in OF_THE_FILE}


def _whole(found: UnderstoodUpload) -> list[Control]:
    if found.understanding is None:
        return []
    answers, shape = found.said.answers, found.understanding.shape
    decimal = {None: AS_FOUND, True: "decimal-comma", False: "decimal-point"}[answers.decimal_comma]
    as_found = (AS_FOUND, say("as it was found"))
    shapes = tuple((each, say(A_ROW[each])) for each in FILE_SHAPES)
    return [
        Control(
            "shape",
            say("A row is"),
            ((AS_FOUND, say("as it was found: %(what)s", what=say(A_ROW[shape]))), *shapes),
            answers.shape or "",
        ),
        Control(
            "date_order",
            say("In dates there comes first"),
            (as_found, *((each, say(each.removesuffix("-first"))) for each in DATE_ORDERS)),
            answers.date_order or "",
        ),
        Control(
            "decimal_comma",
            say("Decimals stand behind"),
            (as_found, *((each, say(words)) for each, words in DECIMALS)),
            decimal,
        ),
    ]


def _controls(found: UnderstoodUpload, number: int, question: Question) -> list[Control]:
    name = f"asked.{number}"
    if question.key in PAIRED:
        said = dict(getattr(found.said.answers, question.key))
        options = ((AS_FOUND, say("choose")), *((each, said_name(each)) for each in question.choices))
        return [
            Control(f"{name}.{place}", f"{value} ({written(count)})", options, said.get(value, ""))
            for place, (value, count) in enumerate(question.values)
        ]
    choices = [(each, each) for each in question.choices]
    if question.key == "columns":
        said = dict(found.said.answers.columns)
        if question.choices != (NO_COLUMN,):
            others = [one.name for one in found.profile.columns if one.name not in question.choices]
            choices += [(each, each) for each in others]
        choices = [
            *(each for each in choices if each[0] != NO_COLUMN),
            (NO_COLUMN, say("none: leave it out")),
        ]
    elif question.key == "units":
        said = dict(found.said.answers.units)
    else:
        said = {question.about or "": found.said.answers.scale or ""}
    label = {
        "columns": say("Column for %(what)s", what=question.about),
        "units": say("Unit"),
        "scale": say("Scale"),
    }[question.key]
    return [Control(name, label, ((AS_FOUND, say("choose")), *choices), said.get(question.about or "", ""))]


def _is_open(found: UnderstoodUpload, question: Question) -> bool:
    assert found.understanding is not None
    return any(
        (one.key, one.about) == (question.key, question.about) for one in found.understanding.questions
    )


def _column_lines(found: UnderstoodUpload) -> list[ColumnLine]:
    understanding = found.understanding
    meant = {} if understanding is None else {one.column: one for one in understanding.understood}
    shape = None if understanding is None else understanding.shape
    options = (
        (AS_FOUND, say("not used")),
        *(
            (name, f"{said_name(name)}: {say(says)}")
            for name, says, shapes in bootstrap.column_meanings()
            if shape in shapes
        ),
    )
    lines = []
    for number, column in enumerate(found.profile.columns):
        one = meant.get(column.name)
        value = AS_FOUND if one is None else one.meaning
        lines.append(
            ColumnLine(
                column.name,
                column.filled,
                column.samples[:SAMPLES_SHOWN],
                "" if one is None else one.because,
                Control(f"column.{number}", say("What %(column)s means", column=column.name), options, value),
            )
        )
    return lines


def _with_whole(form: PostedForm, found: UnderstoodUpload) -> Answers:
    answers = found.said.answers
    zone, source = form.one("timezone").strip(), form.one("source").strip()
    if zone:
        check_zone(zone)
    answers = replace(
        answers,
        timezone=zone or None,
        source=source or None,
    )
    if found.understanding is None:
        return answers
    for control in _whole(found):
        said = form.one(control.name)
        if said not in {value for value, _ in control.options}:
            raise UsageError(
                say("%(what)s cannot be chosen here", what=repr(said)), do=say("load the page again")
            )
        if control.name == "decimal_comma":
            answers = replace(answers, decimal_comma=None if not said else said == "decimal-comma")
        elif control.name == "shape":
            answers = replace(answers, shape=next((each for each in FILE_SHAPES if each == said), None))
        else:
            answers = replace(answers, date_order=next((each for each in DATE_ORDERS if each == said), None))
    return answers


def _with_columns(form: PostedForm, found: UnderstoodUpload, answers: Answers) -> Answers:
    """The answers with the meanings of those columns whose field says another than was shown."""
    said = dict(answers.columns)
    given: dict[str, str] = {}
    for line in _column_lines(found):
        meaning = form.one(line.control.name)
        if meaning == line.control.value or found.understanding is None:
            continue
        if line.control.value:
            said.setdefault(line.control.value, NO_COLUMN)
            if said[line.control.value] == line.name:
                said[line.control.value] = NO_COLUMN
        if meaning:
            if meaning in given:
                raise UsageError(
                    say(
                        "two columns are said to be %(meaning)s: %(one)s and %(other)s",
                        meaning=meaning,
                        one=given[meaning],
                        other=line.name,
                    ),
                    do=say("leave it to one of them"),
                )
            given[meaning] = line.name
    return replace(answers, columns=tuple({**said, **given}.items()))


def _with_replies(form: PostedForm, number: int, question: Question, answers: Answers) -> Answers:
    name = f"asked.{number}"
    if question.key in PAIRED:
        for place, (value, _) in enumerate(question.values):
            reply = form.one(f"{name}.{place}")
            if reply:
                answers = with_answer(answers, question, reply, value)
        return answers
    reply = form.one(name)
    return with_answer(answers, question, reply) if reply else answers


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
