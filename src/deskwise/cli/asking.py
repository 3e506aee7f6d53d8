"""Asking, in a terminal, what a file leaves open."""

from __future__ import annotations

import click

from deskwise.app.answer_questions import PAIRED, with_answer
from deskwise.app.file_understanding import Answers, Question, Understanding
from deskwise.app.import_files import check_zone
from deskwise.app.tables.table import visible
from deskwise.app.tables.understanding_table import understanding_table
from deskwise.cli.output import print_whole
from deskwise.kernel.errors import UsageError


def ask(understanding: Understanding, answers: Answers) -> Answers:
    """Show what is understood and ask the rest, one by one; Ctrl-C stops, and nothing was imported."""
    print_whole(understanding_table(understanding))
    number = len(understanding.questions)
    click.echo(f"{number} thing{'s' if number > 1 else ''} only you can say:")
    for question in understanding.questions:
        click.echo()
        click.echo(visible(f"{question.what[:1].upper()}{question.what[1:]}."))
        answers = _answered(question, answers)
    return answers


def _answered(question: Question, answers: Answers) -> Answers:
    if question.key == "timezone":
        return with_answer(
            answers, question, click.prompt("Time zone, such as Europe/Berlin", value_proc=_zone)
        )
    if question.key in PAIRED:
        for value, count in question.values:
            reply = _choice(f"{visible(value)} ({count:,})", question)
            answers = with_answer(answers, question, reply, value)
        return answers
    what = {"columns": "Column", "units": "Unit", "scale": "Scale", "shape": "A row is"}
    return with_answer(answers, question, _choice(what.get(question.key, "Which"), question))


def _choice(what: str, question: Question) -> str:
    choices = question.choices
    if question.key == "columns" and "none" not in choices:
        choices = (*choices, "none")
    kind = click.Choice(choices) if choices else click.STRING
    return str(click.prompt(what, type=kind))


def _zone(text: str) -> str:
    try:
        check_zone(text)
    except UsageError as error:
        raise click.BadParameter(f"{error.what}: {error.do}") from error
    return text
