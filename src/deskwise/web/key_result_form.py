"""The form of a key result: what is made of what was written, and the fields of one that is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import cast, get_args

from deskwise.app.objectives.written_values import written_day, written_value
from deskwise.app.read_metrics import threshold
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import ENGLISH, marked, say, spoken
from deskwise.metrics.catalogue import CATALOGUE, metric
from deskwise.metrics.definition import CLOCKS, Metric
from deskwise.okr.baseline import BaselineKind, BaselineRule
from deskwise.okr.binding import Binding, Window, WindowKind
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.key_result import (
    Bounds,
    Change,
    Checkpoint,
    KeyResult,
    KeyResultKind,
    Milestone,
)
from deskwise.okr.kinds import KINDS
from deskwise.web.asked import FILTER, Asked, asked
from deskwise.web.objective_form import weight_of
from deskwise.web.posted_forms import PostedForm

WINDOWS: tuple[tuple[WindowKind, str], ...] = (
    ("cycle_to_date", marked("the cycle so far")),
    ("trailing", marked("the last days, as many as below")),
    ("last_full_week", marked("the last full week")),
    ("last_full_month", marked("the last full month")),
)
RULES: tuple[tuple[BaselineKind, str], ...] = (
    ("span_before", marked("an equal span before the cycle")),
    ("same_quarter_last_year", marked("the same days a year earlier")),
    ("dates", marked("chosen days")),
    ("number", marked("a fixed number")),
)
DIRECTIONS = (
    ("", marked("as the metric says")),
    ("higher", marked("more is better")),
    ("lower", marked("less is better")),
)
# Rows of steps and of checkpoints that are offered beyond those there are, and at most.
EMPTY_STEPS, EMPTY_CHECKPOINTS, MOST_ROWS = 3, 1, 40
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+")
USUAL_DAYS, USUAL_WITHIN = "28", "3600"


def kind_asked(said: str) -> KeyResultKind:
    """The kind a form or an address names; the first one where it names none."""
    return KeyResultKind(said) if said in set(KeyResultKind) else KeyResultKind.REACH


def key_result_of(form: PostedForm, before: KeyResult) -> KeyResult:
    """The key result that a form asks for; `before` is what it was made from, an empty one of a new.

    Raises `UsageError` for what cannot be read. What its kind has no use for is left out.
    """
    kind = kind_asked(form.one("kind"))
    wants = {*KINDS[kind].needs, *KINDS[kind].may}
    binding = binding_of(form) if "binding" in wants else None
    bare = replace(
        before,
        kind=kind,
        binding=binding,
        unit=form.one("unit").strip() or None if "unit" in wants else None,
        higher_is_better=_direction(form, binding) if "higher_is_better" in wants else None,
        target=None, change=None, bounds=None, milestones=(), baseline_rule=BaselineRule(),
    )  # fmt: skip
    unit = unit_of(bare)
    return replace(
        words_of(form, bare),
        target=figure_of_form(form, "target", unit) if "target" in wants else None,
        change=_change(form, unit) if "change" in wants else None,
        bounds=_bounds(form, unit) if "bounds" in wants else None,
        milestones=_milestones(form, before) if "milestones" in wants else (),
        baseline_rule=_baseline_rule(form, unit, kind) if KINDS[kind].has_baseline else BaselineRule(),
    )


def words_of(form: PostedForm, before: KeyResult) -> KeyResult:
    """A key result with what may change at any time: title, weight, checkpoints; and its milestones."""
    is_steps = before.kind is KeyResultKind.MILESTONES
    return replace(
        before,
        title=form.one("title"),
        weight=weight_of(form.one("weight")),
        milestones=_milestones(form, before) if is_steps else before.milestones,
        checkpoints=_checkpoints(form),
    )


def pairs_of(form: PostedForm) -> list[tuple[str, str]]:
    """The fields of a form as an address would say them."""
    return [(name, value) for name, values in form.fields.items() for value in values]


def chosen_metric(said: str) -> Metric | None:
    """The metric of a name; null of none there is."""
    return CATALOGUE.get(said)


def binding_of(form: PostedForm) -> Binding:
    """What the form is to read; raises `UsageError` where it names no metric."""
    found = chosen_metric(form.one("metric"))
    if found is None:
        raise UsageError(say("no metric is chosen"), do=say("choose one, and then what is to become of it"))
    chosen = asked(pairs_of(form))
    stat = next((each for each in found.stats if each == chosen.stat), found.default_stats[0])
    clock = next((each for each in CLOCKS if each == chosen.clock and found.clocked), CLOCKS[0])
    where = tuple((name, tuple(values)) for name, values in chosen.where.items() if found.has_dimension(name))
    within = _within(form.one("within")) if needs_threshold(found, stat) else None
    return Binding(found.name, stat, "", clock, where, _window(form), within)


def needs_threshold(found: Metric, stat: str) -> bool:
    """Whether a figure is one within a threshold that has to be given."""
    return stat == "within" or found.name == "service_level"


def fields_of(key_result: KeyResult) -> dict[str, str]:
    """A key result as the fields of its form, but for its filters, steps and checkpoints."""
    unit, rule, change, bounds = (
        unit_of(key_result), key_result.baseline_rule, key_result.change, key_result.bounds,
    )  # fmt: skip
    found = {
        "kind": str(key_result.kind),
        "title": key_result.title,
        "weight": f"{key_result.weight:g}",
        "unit": key_result.unit or "",
        "higher_is_better": {None: "", True: "higher", False: "lower"}[key_result.higher_is_better],
        "target": typed_words(key_result.target, unit),
        "baseline": rule.kind,
        "baseline_first": "" if rule.first_day is None else rule.first_day.isoformat(),
        "baseline_last": "" if rule.last_day is None else rule.last_day.isoformat(),
        "baseline_number": typed_words(rule.number, unit),
        "version": str(key_result.version),
    }
    if change is not None:
        told = typed_words(change.by, "share") if change.relative else typed_words(change.by, unit)
        found |= {"change": told, "change_of": "baseline" if change.relative else "unit"}
    if bounds is not None:
        found |= {
            "lower": typed_words(bounds.lower, unit),
            "upper": typed_words(bounds.upper, unit),
            "every": bounds.every,
        }
    return found | _binding_fields(key_result.binding)


def where_of(binding: Binding | None) -> Mapping[str, tuple[str | None, ...]]:
    """What a binding is filtered by."""
    return {} if binding is None else {name: tuple(values) for name, values in binding.where}


def typed_words(value: float | None, unit: str) -> str:
    """A value as it is typed and read back, to the digit.

    >>> typed_words(0.9, "share"), typed_words(9000.0, "seconds"), typed_words(40, "count")
    ('90%', '2h 30min', '40')
    >>> typed_words(0.857, "share"), typed_words(-90.5, "seconds"), typed_words(None, "share")
    ('85.7%', '-90.5s', '')
    """
    if value is None:
        return ""
    exact = Decimal(repr(float(value)))
    if unit == "share":
        return f"{_digits(exact * 100)}%"
    if unit != "seconds":
        return _digits(exact)
    sign, left = ("-", -exact) if exact < 0 else ("", exact)
    if left % 60:
        return f"{sign}{_digits(left)}s"
    hours, rest = divmod(left, 3_600)
    parts = [f"{_digits(hours)}h"] if hours else []
    parts += [f"{_digits(rest / 60)}min"] if rest or not hours else []
    return sign + " ".join(parts)


def steps_of(form: PostedForm | None, key_result: KeyResult | None) -> list[tuple[str, str, str, str]]:
    """The rows of steps, with some empty ones: name, weight, day, and what its name was before."""
    if form is not None and "step" in form.fields:
        rows = list(zip(*_columns(form, "step", "step_weight", "step_due", "step_was"), strict=True))
        found = [(row[0], row[1], row[2], row[3]) for row in rows if any(row[:1]) or row[3]]
    else:
        found = [
            (each.name, f"{each.weight:g}", "" if each.due is None else each.due.isoformat(), each.name)
            for each in (() if key_result is None else key_result.milestones)
        ]
    return [*found, *[("", "1", "", "")] * EMPTY_STEPS]


def checkpoints_of(form: PostedForm | None, key_result: KeyResult | None) -> list[tuple[str, str]]:
    """The rows of checkpoints, with an empty one: day, and the share of the way."""
    if form is not None and "checkpoint_day" in form.fields:
        rows = zip(*_columns(form, "checkpoint_day", "checkpoint_share"), strict=True)
        found = [(row[0], row[1]) for row in rows if any(row)]
    else:
        found = [
            (each.day.isoformat(), typed_words(each.progress, "share"))
            for each in (() if key_result is None else key_result.checkpoints)
        ]
    return [*found, *[("", "")] * EMPTY_CHECKPOINTS]


def asked_of(binding: Binding) -> Asked:
    """A binding as an address of a metric asks it."""
    return Asked(
        metric=binding.metric,
        stat=binding.stat,
        clock=binding.clock,
        within="" if binding.within_seconds is None else str(binding.within_seconds),
        where=where_of(binding),
    )


def _binding_fields(binding: Binding | None) -> dict[str, str]:
    if binding is None:
        return {}
    return {
        "metric": binding.metric,
        "stat": binding.stat,
        "clock": binding.clock,
        "within": "" if binding.within_seconds is None else str(binding.within_seconds),
        "window": binding.window.kind,
        "window_days": USUAL_DAYS if binding.window.days is None else str(binding.window.days),
    }


def _digits(value: Decimal) -> str:
    told = f"{value.normalize():f}"
    return told if spoken() == ENGLISH else told.replace(".", ",")


def _point(text: str) -> str:
    """What was typed, with the point of a decimal where German has a comma.

    >>> from deskwise.kernel.language import speaking
    >>> with speaking("de"):
    ...     [_point(each) for each in ("0,9", "1.200", "1.200,5", "4.25")]
    ['0.9', '1200', '1200.5', '4.25']
    """
    if spoken() == ENGLISH:
        return text
    parted = "," in text or _THOUSANDS.fullmatch(text.strip())
    return (text.replace(".", "") if parted else text).replace(",", ".")


def figure_of_form(form: PostedForm, name: str, unit: str) -> float | None:
    """The figure a field says, null where it says nothing; raises `UsageError` for what is none."""
    said = form.one(name).strip()
    if not said:
        return None
    # A figure of a share is a percentage to whoever types it, with its sign or without.
    found = written_value(_point(said), unit)
    return found / 100 if unit == "share" and "%" not in said and abs(found) > 1 else found


def _change(form: PostedForm, unit: str) -> Change | None:
    said = form.one("change").strip()
    if not said:
        return None
    if form.one("change_of") == "unit":
        value = figure_of_form(form, "change", unit)
        assert value is not None
        return Change(value, relative=False)
    written = _point(said)
    return Change(written_value(written if "%" in written else f"{written}%", "share"))


def _bounds(form: PostedForm, unit: str) -> Bounds | None:
    lower, upper = figure_of_form(form, "lower", unit), figure_of_form(form, "upper", unit)
    if lower is None and upper is None:
        return None
    return Bounds(lower, upper, "day" if form.one("every") == "day" else "week")


def _baseline_rule(form: PostedForm, unit: str, kind: KeyResultKind) -> BaselineRule:
    said = form.one("baseline")
    if kind is KeyResultKind.NUMBER:
        said = "number"
    if said == "number":
        found = figure_of_form(form, "baseline_number", unit)
        if found is None:
            raise UsageError(say("the baseline is not given"), do=say("write the number it starts from"))
        return BaselineRule("number", number=found)
    if said == "dates":
        return BaselineRule(
            "dates", written_day(form.one("baseline_first")), written_day(form.one("baseline_last"))
        )
    return BaselineRule(cast("BaselineKind", said)) if said in get_args(BaselineKind) else BaselineRule()


def _direction(form: PostedForm, binding: Binding | None) -> bool | None:
    if binding is not None and metric(binding.metric).better != "neutral":
        return None
    return {"higher": True, "lower": False}.get(form.one("higher_is_better"))


def _window(form: PostedForm) -> Window:
    said = form.one("window")
    if said == "trailing":
        days = form.one("window_days").strip()
        if not (days.isascii() and days.isdigit()) or len(days) > 4:
            raise UsageError(say("the days of the window are no number"), do=say("write one such as 28"))
        return Window("trailing", int(days))
    return Window(cast("WindowKind", said)) if said in get_args(WindowKind) else Window()


def _within(text: str) -> Decimal:
    said = _point(text.strip() or USUAL_WITHIN)
    try:
        return threshold(said)
    except UsageError:
        return Decimal(repr(written_value(said, "seconds")))


def _milestones(form: PostedForm, before: KeyResult) -> tuple[Milestone, ...]:
    """The steps, each done where it was under the name it had."""
    done = {each.name: each.done_at for each in before.milestones}
    found = []
    for name, weight, due, was in zip(
        *_columns(form, "step", "step_weight", "step_due", "step_was"), strict=True
    ):
        if name.strip():
            found.append(
                Milestone(
                    name.strip(),
                    weight_of(weight),
                    written_day(due) if due.strip() else None,
                    done.get(was) if was else None,
                )
            )
    return tuple(found)


def _checkpoints(form: PostedForm) -> tuple[Checkpoint, ...]:
    found = []
    for day, share in zip(*_columns(form, "checkpoint_day", "checkpoint_share"), strict=True):
        if day.strip() or share.strip():
            written = _point(share)
            found.append(
                Checkpoint(
                    written_day(day), written_value(written if "%" in written else f"{written}%", "share")
                )
            )
    return tuple(found)


def _columns(form: PostedForm, *names: str) -> list[tuple[str, ...]]:
    """Fields that are repeated, each as a column of the same length."""
    columns = [form.all(name)[:MOST_ROWS] for name in names]
    longest = max(map(len, columns))
    return [(*column, *[""] * (longest - len(column))) for column in columns]


def filter_pairs(where: Mapping[str, Iterable[str | None]]) -> list[tuple[str, str, str]]:
    """Filters in force, as fields of a form: the dimension, the field's name, and the value."""
    return [(name, FILTER + name, value or "") for name, values in where.items() for value in values]
