"""What somebody owes of the objectives, as rows that lead to where it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deskwise.app.objectives.owed_to_do import ToDo, What
from deskwise.kernel.language import date_words, marked, say, say_many
from deskwise.reports.time_words import DATE
from deskwise.web.templating import Links

WHAT_WORDS: dict[What, str] = {
    "check_in": marked("Check in"),
    "close": marked("Close it and say what was learnt"),
    "activate": marked("Hear what the team says, and make it active"),
    "comment": marked("Say what you think, or what you take on"),
}


@dataclass(frozen=True)
class OwedLine:
    """One thing that is owed: what, of which objective, since when; `late` where its day has passed."""

    what: str
    title: str
    objective: str
    link: str
    when: str
    late: bool


def owed_lines(found: Iterable[ToDo], links: Links, today: date) -> list[OwedLine]:
    """The rows, in the order they are given."""
    return [
        OwedLine(
            say(WHAT_WORDS[each.what]),
            each.objective.title if each.key_result is None else each.key_result.title,
            "" if each.key_result is None else each.objective.title,
            links.page(
                "objective",
                {} if each.key_result is None else {"key_result": each.key_result.id},
                objective=each.objective.id,
            ),
            _when(each, today),
            late=each.due is not None and each.due < today,
        )
        for each in found
    ]


def _when(todo: ToDo, today: date) -> str:
    if todo.due is None:
        return ""
    if todo.due == today:
        return say("due today")
    if len(todo.missed) > 1:
        return say_many(
            "%(num)s missed, the last on %(day)s",
            "%(num)s missed, the last on %(day)s",
            len(todo.missed),
            day=date_words(todo.due, DATE),
        )
    return say("was due on %(day)s", day=date_words(todo.due, DATE))
