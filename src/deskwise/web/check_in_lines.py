"""The check-ins of a key result as a table: what was known then, what the same instant reads now, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deskwise.app.objectives.moment import micros
from deskwise.app.objectives.owed_to_do import began_to_count
from deskwise.app.objectives.restate import Restated
from deskwise.app.objectives.standings import CycleStanding, KeyResultStanding
from deskwise.kernel.language import date_words, say
from deskwise.kernel.periods import local_time, zone_info
from deskwise.okr.between import same
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.check_in import MOST_CONFIDENCE, CheckIn
from deskwise.okr.owed import Owed, owed
from deskwise.reports.number_words import count_words, value_words
from deskwise.reports.time_words import DATE, instant_words
from deskwise.web.objective_parts import percent_words, person_words


@dataclass(frozen=True)
class CheckInLine:
    """A check-in in words, or a day on which one was due and did not come.

    `value` is what counted then; `beside` what it read by itself where that was another, and on how many
    cases. `restated` is empty where it was not asked, `why` has a sentence for each reason it differs.
    """

    at: str
    by: str = ""
    value: str = ""
    typed: bool = False
    beside: str = ""
    way: str = ""
    restated: str = ""
    differs: bool = False
    why: tuple[str, ...] = ()
    confidence: str = ""
    moved_by: str = ""
    next_step: str = ""
    missed: bool = False


def check_in_lines(
    found: CycleStanding,
    standing: KeyResultStanding,
    names: Mapping[str, str],
    seen: frozenset[str],
    restated: Mapping[str, Restated],
) -> tuple[CheckInLine, ...]:
    """The check-ins with the days that were missed, the latest first; of those not `seen` no figures."""
    zone = found.moment.zone
    told = [
        (_day(each, zone), 1, _line(each, standing, zone, names, seen, restated.get(each.id)))
        for each in standing.check_ins
    ]
    missed = owed_of(found, standing).missed
    told += [(day, 0, CheckInLine(date_words(day, DATE), missed=True)) for day in missed]
    return tuple(line for _, _, line in sorted(told, key=lambda each: each[:2], reverse=True))


def owed_of(found: CycleStanding, standing: KeyResultStanding) -> Owed:
    """Which check-ins of a key result were missed, and which is next."""
    zone = found.moment.zone
    days = [_day(each, zone) for each in standing.check_ins]
    since = began_to_count([standing.key_result], zone)
    return owed(found.cycle, days, found.moment.today, since)


def latest(check_ins: Sequence[CheckIn], most: int) -> tuple[CheckIn, ...]:
    """The last so many check-ins."""
    return tuple(check_ins[-most:])


def _line(
    each: CheckIn,
    standing: KeyResultStanding,
    zone: str,
    names: Mapping[str, str],
    seen: frozenset[str],
    restated: Restated | None,
) -> CheckInLine:
    known, unit = each.known, unit_of(standing.key_result)
    confidence = ""
    if each.confidence is not None:
        confidence = say("%(n)s of %(whole)s", n=each.confidence, whole=MOST_CONFIDENCE)
    value, beside, way = say("not shown"), "", ""
    if each.id in seen:
        value, beside = _value(each, unit)
        way = (
            "" if known.progress is None else say("%(share)s of the way", share=percent_words(known.progress))
        )
    now = None if restated is None or each.id not in seen else restated.now
    differs = now is not None and not _is_same(known.value, now.value)
    return CheckInLine(
        at=instant_words(micros(each.at), zone),
        by=person_words(each.by, names),
        value=value,
        typed=each.typed is not None,
        beside=beside,
        way=way,
        restated=_restated(restated, each.id in seen, unit),
        differs=differs,
        why=tuple(reason.sentence for reason in restated.reasons) if differs and restated is not None else (),
        confidence=confidence,
        moved_by=each.moved_by,
        next_step=each.next_step,
    )


def _value(each: CheckIn, unit: str) -> tuple[str, str]:
    """What counted then, and what stands beside it."""
    known = each.known
    cases = "" if known.n is None else f"n {count_words(known.n)}"
    if known.provisional:
        cases = f"{cases} · {say('%(n)s provisional', n=count_words(known.provisional))}"
    if each.typed is None:
        return value_words(known.value, unit), cases
    if known.as_of is None or known.n is None:
        return value_words(each.typed, unit), say("typed")
    beside = say("typed; by itself it read %(value)s", value=value_words(known.value, unit))
    return value_words(each.typed, unit), f"{beside}, {cases}"


def _restated(restated: Restated | None, is_seen: bool, unit: str) -> str:
    if restated is None:
        return ""
    if not is_seen:
        return say("not shown")
    return say("cannot be told") if restated.now is None else value_words(restated.now.value, unit)


def _is_same(then: float | None, now: float | None) -> bool:
    if then is None or now is None:
        return then is now
    return same(then, now)


def _day(each: CheckIn, zone: str) -> date:
    return local_time(micros(each.at), zone_info(zone)).date()
