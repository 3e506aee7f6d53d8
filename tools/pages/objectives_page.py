"""docs/objectives.md: what objectives are, every kind of key result, and the rules they are judged by."""

from deskwise.okr.kind import FIELDS, Field, Kind
from deskwise.okr.kinds import FIELD_WORDS, KINDS
from deskwise.okr.score import GRADE_WORDS, GRADES, MET_AT
from deskwise.okr.status import (
    LEAST_CHANCE_AT_RISK,
    LEAST_CHANCE_ON_TRACK,
    MOST_BEHIND_AT_RISK,
    MOST_BEHIND_ON_TRACK,
    STATUS_WORDS,
)
from pages.markdown import code, table

INTRODUCTION = """\
# Objectives

An *objective* says what is to become better until a cycle ends, and why. Its *key results* say how that is known: most read a
metric of [the catalogue](metrics.md), by the same definition and from the same requests as everywhere else, so that they keep
their own score. Section 9 of [the book](definitions.md) holds the words; this page says the rules where the book leaves a choice.

| word | what it is |
|---|---|
| cycle | the days objectives are set for: a quarter of the fiscal year, or any others. It follows the calendar, or the data where a log is looked at afterwards |
| baseline | what a key result starts from: read once over an equal span before the cycle, the same days a year earlier or chosen days, or a number; then frozen |
| target | the value a key result is to reach |
| progress | how far it has come: 0 at the baseline, 1 at the target; below 0 where it is worse than the baseline, above 1 beyond the target |
| score | progress between 0 and 1 |
| pace | the progress that is expected today |
| chance | the computed probability that the target is met at the cycle's end |
| status | one verdict, what it is from, and a sentence that says so |
| check-in | what the owner of a key result says of it, with what it read at that moment |

Which way is better, the metric says; of a neutral one whoever writes the key result, and where nobody says it, the way from
the baseline to the target.
"""

AFTER_KINDS = """\
## Progress

Everything is worked out from what was measured; nothing is rounded before it is shown.

* A key result without a figure has no progress. It is not at 0.
* A count, a sum of time or money grows with the time it is read over. Held against a baseline, it is brought to the
  baseline's length: 30 complaints in 20 working days are 90 in 60. There is none before the first day has ended. `accumulate`
  is held against no baseline and takes the sum as it is.
* `change` says whether it is a share of the baseline (`relative`, -0.25 is a quarter less) or units of the metric (0.1 of a share
  is 10 points). A share of a baseline that is 0 or negative says nothing, and is refused.
* `keep` counts the weeks (or days) that have ended. A week the cycle's edge cuts counts like the others once it has ended: it
  is part of the cycle, and no other week stands for its days. A week without a figure is neither kept nor lost, and how many there
  were is told beside it. The edges of the bounds are within them.
* `milestones` are done or not; half a milestone is none. One of weight 2 counts as much as two of weight 1.

## Refused

With the figures that show it, before an objective becomes active: a statistic the metric does not have; a metric without data;
a target that is what the baseline is already; a target that is worse than the baseline in the direction of the metric; a
target or bound the metric cannot have, such as a share of 120 %; a figure that is several, such as sales without their currency; a
checkpoint or a milestone's day that is not in the cycle.

## Pace

The working days of the cycle that have ended before today, out of all of them. Today does not count until it is over, so a
cycle of one day expects nothing while it lasts and all of it afterwards. A cycle without a working day counts all its days.

* Checkpoints of the owner bend the line: it runs straight from 0 at the start through each, at the end of its day, to 1 at the
  cycle's end, unless there is one at the end itself. Checkpoints between the same two working days: the last counts.
* A milestone with a day is expected once that day is over, and nothing of it before; one without, along the line. Checkpoints
  stand before the days of milestones.
* `keep` is expected to be whole from the start: a week out of bounds is behind, and nothing makes up for it.

Ahead and behind are points of progress: at 40 % where 50 % are expected is 10 points behind.
"""


def page() -> str:
    """The page's text."""
    rows = [[f"[{name}](#{name})", kind.tells, kind.example, kind.formula] for name, kind in KINDS.items()]
    parts = [
        INTRODUCTION,
        "## Kinds of key results",
        table(["kind", "what it is", "for example", "progress"], rows),
        *(_kind(kind) for kind in KINDS.values()),
        AFTER_KINDS,
        _status(),
        _scores(),
        OTHERS,
    ]
    return "\n\n".join(part.rstrip() for part in parts)


def _kind(kind: Kind) -> str:
    rows = [
        ["label", kind.label],
        ["needs", _fields(kind.needs)],
        ["may have", _fields(kind.may)],
        ["baseline", "yes" if kind.has_baseline else "no"],
        ["met before the cycle ends", "yes, for it cannot be lost again" if kind.lasting else "no"],
        ["golden case", f"[{kind.golden}](../golden/okr/{kind.golden}.toml)"],
    ]
    return f"### {kind.name}\n\n{kind.tells} {kind.example}\n\n" + table(["", ""], rows)


def _fields(names: tuple[Field, ...]) -> str:
    return ", ".join(f"{FIELD_WORDS[name]} ({code(name)})" for name in FIELDS if name in names) or "—"


def _status() -> str:
    rows = [
        ["met", "after the end: a score that meets it", "before: a sum that is reached, all milestones done"],
        [
            "on track",
            f"a chance of {LEAST_CHANCE_ON_TRACK:.0%} or more",
            f"behind by up to {MOST_BEHIND_ON_TRACK:.0f} points, or ahead",
        ],
        [
            "at risk",
            f"a chance of {LEAST_CHANCE_AT_RISK:.0%} or more",
            f"behind by up to {MOST_BEHIND_AT_RISK:.0f} points",
        ],
        ["off track", "a smaller chance", "behind by more; after the end: not met"],
        ["no data", "no figure, or the data end long before today", "whatever the last value was"],
    ]
    assert [row[0] for row in rows] == list(STATUS_WORDS.values())
    return (
        "## Status\n\nFrom the chance where one was computed, else from the pace; it says which.\n\n"
        + table(["status", "from the chance", "where there is none"], rows)
        + "\n\n"
        + STATUS_RULES
    )


STATUS_RULES = """\
* Silence is never green. Without a figure, or where the data end earlier than today by more days than lie between two check-ins
  (in a cycle that follows the calendar; after its end, earlier than its last day), the status is *no data*. A typed number is
  as old as its last value. Milestones are known at any time.
* What has reached its target before the cycle's end and can still be lost is judged like everything else, and a sentence says that
  it has reached it. It is *met* when that can no longer be undone.
* A `keep` that has lost so many weeks that it cannot be met any more has no chance left: it is off track at once, however
  little it is behind.
* Where the pace alone would say otherwise than the chance, a sentence says so and why.
* Lists show how many key results have which status, and no mean."""


def _scores() -> str:
    edges = [edge for edge, _ in GRADES]
    rows = [
        [f"from {edge:g}" + (f" to below {edges[place - 1]:g}" if place else " to 1"), GRADE_WORDS[grade]]
        for place, (edge, grade) in enumerate(GRADES)
    ]
    met = " and ".join(f"{ambition} is met at {least:g}" for ambition, least in MET_AT.items())
    return (
        "## Scores\n\nAt close-out an objective's score is the mean of its key results' scores, each by its weight.\n\n"
        + table(["score", "grade"], rows)
        + f"\n\nThe objective that is {met}.\n\n"
        + SCORE_RULES
    )


SCORE_RULES = """\
* A grade begins at its lower edge: a score between two of the book's ranges, such as 0.65, has the lower grade, so that what is
  graded as delivered is also what meets an aspirational objective.
* A key result without a figure has no score of its own, and counts as 0 in its objective's: what was not measured was not
  reached, and leaving it out would pay for not measuring. Where none has a figure, the objective has no score.
* Where an objective pools its children, it reads one value of all their cases: numerators and denominators are added up,
  of means the sums and the cases, of counts and sums the values. A case of two children counts twice. Quantiles cannot be pooled:
  the median of two teams is not made of their medians."""

OTHERS = """\
## Check-ins that are owed

A check-in is due every so many days after the cycle's first day, and on its last. One on a due day, or after the due day
before, meets it; one that comes later meets the next. A key result that came in later owes those from its own day on. A cycle
that follows the data owes none.

## Restated

What a key result read at a check-in or at close-out stays as it was read. Where the same time reads otherwise now, all that has
changed since is named: the definition, the settings, rulings, cases that were provisional then, events that came in late.
"""
