"""The words of the registries that pages print: they stand as values in the code, not as sentences said."""

from collections.abc import Iterable, Iterator
from typing import get_args

from deskwise.analyses.registry import ANALYSES
from deskwise.app.access.holders import Role
from deskwise.app.access.things import TELLS
from deskwise.app.audit import Deed
from deskwise.app.follow_metric import COURSE
from deskwise.app.settings_fields import OTHER, SECTIONS, Setting, SettingField, settings_of
from deskwise.app.settings_texts import MONTHS
from deskwise.app.show_sources import Standing
from deskwise.app.tables.import_table import MEANINGS
from deskwise.app.ticket_course import SpanKind
from deskwise.bootstrap import column_meanings
from deskwise.events.quality_checks import CHECK_BY_CODE, SEVERITIES
from deskwise.events.reject_reasons import REASON_BY_CODE
from deskwise.events.vocabulary import KINDS, ROLES, STATUSES
from deskwise.metrics.catalogue import CATALOGUE, FAMILIES
from deskwise.metrics.definition import Better
from deskwise.metrics.dimensions import DIMENSIONS
from deskwise.reports.stat_words import CLOCK_WORDS, STAT_WORDS

METRIC_FIELDS = (
    "label", "tells", "formula", "population", "null_when", "anchor", "attribution", "source", "unit",
)  # fmt: skip
# What facts say of a wait, a promise, a move or a beginning, where a ticket's page prints it.
SAID_OF_FACTS = (
    "answered", "unanswered", "abandoned", "open", "merged", "kept", "missed", "replaced", "dropped",
    "no_due", "agents", "handoff", "transfer", "first_event", "reopening", "opened",
)  # fmt: skip


def registry_words() -> Iterator[str]:
    """Every word that a registry has for a page, in any order; some come several times."""
    yield from (family for family, _ in FAMILIES)
    for metric in CATALOGUE.values():
        yield from (getattr(metric, name) for name in METRIC_FIELDS)
        yield from map(spaced, metric.excluded)
    for dimension in DIMENSIONS.values():
        yield from (dimension.label, dimension.tells)
    for entry in ANALYSES.values():
        yield from (entry.label, entry.tells, entry.answers, entry.method, entry.reference)
        yield from (*entry.assumes, *entry.distrust)
    yield from (*STAT_WORDS.values(), *CLOCK_WORDS.values(), *get_args(Better))
    yield from (*COURSE, *get_args(SpanKind))
    for check in CHECK_BY_CODE.values():
        yield from (check.found, check.sentence, check.do)
    for reason in REASON_BY_CODE.values():
        yield from (reason.sentence, reason.do)
    yield from SEVERITIES
    yield from settings_words()
    yield from (*MEANINGS.values(), *MEANINGS, *MONTHS)
    for name, says, _ in column_meanings():
        yield from (spaced(name), says)
    yield from (spaced(each.name) for each in (*KINDS, *STATUSES, *ROLES))
    yield from TELLS.values()
    yield from map(str, Role)
    yield from map(spaced, (*Deed, *SAID_OF_FACTS))
    yield from get_args(Standing)


def settings_words() -> Iterator[str]:
    """What the settings say of themselves: each part of them, each setting, what a number of it counts."""
    for section in (*SECTIONS, OTHER):
        yield from (section.title, section.tells)
        yield from _of_settings(settings_of(section.name))


def _of_settings(settings: Iterable[Setting]) -> Iterator[str]:
    for each in settings:
        yield each.title
        yield from filter(None, (each.tells,))
        if isinstance(each, SettingField):
            yield from filter(None, (each.unit,))
        else:
            yield from _of_settings(each.members)


def spaced(name: str) -> str:
    """A name of the code as pages print it."""
    return name.replace("_", " ")
