"""Rulings on a ticket's page, in words: which can be given, which stands, and what each changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from deskwise.app.event_effects import EPOCH
from deskwise.app.offered_rulings import OfferedRulings
from deskwise.app.ruled_figures import ChangedFigure, GivenCase
from deskwise.app.rulings import Ruling
from deskwise.app.state import State
from deskwise.kernel.language import marked, say
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.reports.time_words import instant_words
from deskwise.web.figure_words import gave_words

LABELS = {
    "acknowledgement": marked("No answer needed"),
    "needs_answer": marked("Needs an answer"),
    "new_issue": marked("New issue"),
    "same_issue": marked("Same issue"),
    "no_complaint": marked("No complaint"),
}
DOES = {
    "acknowledgement": marked("it opens no wait and is no contact"),
    "needs_answer": marked("it opens a wait after all"),
    "new_issue": marked("it is no re-contact; a reopening begins a new request"),
    "same_issue": marked("it is the re-contact of the resolution before it"),
    "no_complaint": marked("it is left out of the complaints"),
}
TERMINAL, SOMEBODY = marked("the terminal"), marked("somebody")


@dataclass(frozen=True)
class Choice:
    """A ruling that can be given on an event."""

    name: str
    label: str
    does: str


@dataclass(frozen=True)
class ChangedLine:
    """A figure that a ruling changed; `ticket` is empty where it is this ticket's."""

    label: str
    ticket: str
    before: str
    after: str


@dataclass(frozen=True)
class RulingLine:
    """A ruling that stands. `changed` is what it changed when it was made, null where nobody kept that."""

    id: str
    label: str
    why: str
    by: str
    when: str
    made_here: bool
    changed: tuple[ChangedLine, ...] | None


@dataclass(frozen=True)
class UnderEvent:
    """What stands under an event: its ruling, and those that can be given."""

    choices: tuple[Choice, ...] = ()
    ruling: RulingLine | None = None


@dataclass(frozen=True)
class RulingsShown:
    """What a ticket's page shows of rulings; `ignored` says that the settings let none count."""

    under: Mapping[str, UnderEvent] = field(default_factory=dict)
    ignored: bool = False


def rulings_shown(
    offered: OfferedRulings,
    changed: Mapping[str, Sequence[ChangedFigure]],
    names: Mapping[str, str],
    zone: str,
    ticket: str,
    *,
    may_rule: bool,
) -> RulingsShown:
    """What stands under each event; choices only for who may rule."""
    under = {}
    for event in {**offered.by_event, **offered.standing}:
        choices = offered.by_event.get(event, ()) if may_rule else ()
        ruling = offered.standing.get(event)
        line = None if ruling is None else _line(ruling, changed.get(ruling.id), names, zone, ticket)
        if choices or line is not None:
            under[event] = UnderEvent(
                tuple(Choice(each, say(LABELS[each]), say(DOES[each])) for each in choices), line
            )
    return RulingsShown(under, offered.ignored)


def names_of(state: State, ids: Iterable[str | None]) -> dict[str, str]:
    """What people are called, by the ids that rulings and the audit name them by."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    with state.reading() as stores:
        found = {each: stores.people.find(each) for each in wanted}
    names = {each: person.name for each, person in found.items() if person is not None}
    return {**names, "terminal": say(TERMINAL)}


def label_of(ruling: str) -> str:
    """A ruling in words, also one that nobody knows.

    >>> label_of("new_issue"), label_of("other_word")
    ('New issue', 'other word')
    """
    return say(LABELS.get(ruling, ruling.replace("_", " ")))


def changed_lines(changed: Sequence[ChangedFigure], ticket: str) -> tuple[ChangedLine, ...]:
    """What a ruling changed, figure by figure; `ticket` is the one whose page it is."""
    return tuple(
        ChangedLine(
            say(CATALOGUE[each.metric].label),
            "" if each.ticket == ticket else each.ticket,
            _given(each.before, each.metric),
            _given(each.after, each.metric),
        )
        for each in changed
        if each.metric in CATALOGUE
    )


def _line(
    ruling: Ruling,
    changed: Sequence[ChangedFigure] | None,
    names: Mapping[str, str],
    zone: str,
    ticket: str,
) -> RulingLine:
    at = ruling.ruled_at or ruling.at
    return RulingLine(
        ruling.id,
        label_of(ruling.ruling),
        ruling.why or "",
        names.get(ruling.by or "", ruling.by or say(SOMEBODY)),
        instant_words(int((at - EPOCH).total_seconds()) * 1_000_000, zone),
        ruling.made_here,
        None if changed is None else changed_lines(changed, ticket),
    )


def _given(cases: Sequence[GivenCase], metric: str) -> str:
    """What cases gave: each one's own where it gave something, else how many counted."""
    unit = CATALOGUE[metric].unit
    decided = [case for case in cases if case.state not in {"excluded", "below"}]
    gave = [gave_words(case.gave, unit) for case in cases if case.gave is not None]
    if gave:
        return f" {say('and')} ".join(gave)
    return str(len(decided)) if decided or any(case.state == "below" for case in cases) else say("nothing")
