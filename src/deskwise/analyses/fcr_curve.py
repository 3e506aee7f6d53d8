"""First contact resolution and re-contact at every window of 1 to 30 days, beside what customers say."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.analyses.entry import AnalysisEntry
from deskwise.analyses.fcr_curve_words import doubts, sentences
from deskwise.analyses.finding import Cell as TableCell
from deskwise.analyses.finding import Finding, Number, NumberColumn, NumberTable, Outcome
from deskwise.analyses.flattening import Flattening, flattening
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Windows
from deskwise.analyses.of_whom import whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.kernel.language import marked
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.intervals import Interval, wilson
from deskwise.metrics.readings import Reading
from deskwise.metrics.recontact_windows import FCR, AtWindow, WindowCases, at_window, came_on

SURVEY = "fcr_by_survey"
DAY, DAY_SECONDS, MOST = 86_400_000_000, 86_400.0, 30
# In which a window usually lies.
BAND = (5, 10)
# Without a window that is set, what customers say is held against the record at this one.
USUAL = 7
# Of fewer mature resolutions nothing is said, nor of where it flattens with fewer that came back.
FEWEST, FEWEST_BACK = 30, 10
RESOLVED, NOT_RESOLVED = marked("one contact was enough"), marked("it was not")
NOT_ASKED = marked("not asked of it")


@dataclass(frozen=True)
class Share:
    """So many of so many, with its 95 % interval (Wilson); null of none."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> Interval:
        """Its interval; null below two cases."""
        return wilson(self.hits, self.n) or (None, None)


@dataclass(frozen=True)
class Window:
    """What is counted at a window of so many days."""

    days: float
    counts: AtWindow

    @property
    def fcr(self) -> Share:
        """First contact resolution."""
        return Share(self.counts.resolved, self.counts.n_asked)

    @property
    def back(self) -> Share:
        """Re-contact."""
        return Share(self.counts.recontacts, self.counts.n)


@dataclass(frozen=True)
class Judged:
    """First resolutions by what the record says (null: it is not asked) and what customers say."""

    counts: dict[tuple[bool | None, bool | None], int]

    def n(self, *record: bool | None, said: tuple[bool | None, ...] = (True, False)) -> int:
        """How many are so in the record and so judged."""
        return sum(self.counts.get((each, word), 0) for each in record for word in said)

    @property
    def agree(self) -> Share:
        """Of those that both judge, how many they judge alike."""
        alike = self.n(True, said=(True,)) + self.n(False, said=(False,))
        return Share(alike, self.n(True, False))

    @property
    def unjudged(self) -> Share:
        """Of those that the record judges, how many no customer did."""
        return Share(self.n(True, False, said=(None,)), self.n(True, False, said=(True, False, None)))


@dataclass(frozen=True)
class FcrCurve:
    """What sentences are made of: every window that may be seen, in order; `own` is the one that is set.

    `at` is the one that customers are held against: the one that is set, or the usual one. `flat` is null
    where too few came back or nothing falls, `hidden` how many windows may not be seen.
    """

    windows: tuple[Window, ...]
    own: Window | None
    at: Window
    flat: Flattening | None
    survey: Reading
    judged: Judged
    hidden: int

    def days(self, days: int) -> Window | None:
        """The window of so many days, null where it may not be seen."""
        return next((each for each in self.windows if each.days == days), None)


def fcr_curve(ground: Ground) -> Finding:
    """First contact resolution at every window.

    Raises `NotAllowedError` where whoever asks may not see it at the window that is set.
    """
    whole, survey = whole_of(ground, FCR, "share"), whole_of(ground, SURVEY, "share")
    daily = ground.windows(DAY, MOST)
    own = _own(ground, daily)
    windows = [
        Window(days, at_window(daily.cases, days)) for days in range(1, MOST + 1) if days not in daily.hidden
    ]
    if own is not None and own[0].days not in {each.days for each in windows}:
        windows.append(own[0])
    windows.sort(key=lambda each: each.days)
    usual = Window(USUAL, at_window(daily.cases, USUAL))
    at, cases, units = own or (usual, daily.cases, USUAL)
    told = FcrCurve(
        windows=tuple(windows),
        own=None if own is None else own[0],
        at=at,
        flat=_flat(daily),
        survey=survey,
        judged=_judged(cases, units),
        hidden=len(daily.hidden),
    )
    return _finding(ground, whole, told)


def _own(ground: Ground, daily: Windows) -> tuple[Window, tuple[WindowCases, ...], int] | None:
    """The window that is set, with its cases and how many of their units it is; null of none.

    One that is no whole number of days, or longer than all of them, is counted in units of itself.
    """
    if ground.window is None:
        return None
    days, rest = divmod(ground.window, DAY)
    if not rest and days <= MOST:
        return Window(days, at_window(daily.cases, days)), daily.cases, days
    found = ground.windows(ground.window, 1)
    return Window(ground.window / DAY, at_window(found.cases, 1)), found.cases, 1


def _flat(daily: Windows) -> Flattening | None:
    """Where it flattens, of the days that may be seen and of which enough are mature."""
    last = next((day for day in range(1, MOST + 1) if day in daily.hidden), MOST + 1) - 1
    steps = [each for each in came_on(daily.cases, last) if each[1] >= FEWEST]
    return flattening(steps) if sum(back for back, _ in steps) >= FEWEST_BACK else None


def _judged(cases: tuple[WindowCases, ...], units: int) -> Judged:
    counts: dict[tuple[bool | None, bool | None], int] = {}
    for each in cases:
        if each.mature_for >= units:
            record = each.one and each.came_in > units if each.asked else None
            key = (record, each.survey)
            counts[key] = counts.get(key, 0) + each.n
    return Judged(counts)


def _finding(ground: Ground, whole: Reading, told: FcrCurve) -> Finding:
    outcome: Outcome = "found" if told.flat is not None and told.flat.beyond_noise else "nothing"
    if told.at.counts.n_asked < FEWEST:
        outcome = "too few"
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told, outcome),
        doubts=doubts(told, outcome),
        numbers=_numbers(told),
        columns=_columns(),
        rows=tuple(_row(each) for each in told.windows),
        rests_on=rests_on_period(ground, whole, None, told.at.counts.n_asked),
        label=marked("First contact resolution and re-contact at every window"),
        more=(_agreement(told.judged),),
    )


def _numbers(told: FcrCurve) -> tuple[Number, ...]:
    flat, survey = told.flat, told.survey
    low, high = survey.interval or (None, None)
    found = [
        Number(
            "window",
            marked("window that is set"),
            None if told.own is None else told.own.days * DAY_SECONDS,
            "seconds",
        ),
        _share("fcr", marked("first contact resolution by record"), told.at.fcr),
        _share("recontact_rate", marked("re-contact rate"), told.at.back),
    ]
    for days in BAND:
        at = told.days(days)
        label = marked("first contact resolution at 5 days") if days == BAND[0] else marked("at 10 days")
        found.append(_share(f"fcr_{days}", label, Share(0, 0) if at is None else at.fcr))
    if flat is not None:
        found += [
            Number(
                "flattens_after", marked("it flattens after"), flat.after * DAY_SECONDS, "seconds",
                flat.low * DAY_SECONDS, flat.high * DAY_SECONDS,
            ),
            Number("daily_before", marked("come back a day until then"), flat.before, "share"),
            Number("daily_after", marked("come back a day from then on"), flat.afterwards, "share"),
            Number("chance", marked("chance of such a fall where there is none"), flat.chance, "share"),
        ]  # fmt: skip
    return (
        *found,
        Number(
            "fcr_by_survey", marked("first contact resolution by survey"),
            None if survey.value is None else float(survey.value), "share", low, high,
        ),
        Number("answers", marked("answers to the survey"), survey.n, "count"),
        _share("not_surveyed", marked("resolutions no customer judged"), told.judged.unjudged),
        _share("agree", marked("record and customer agree"), told.judged.agree),
        _share(
            "unjudged", marked("re-contacts that rest on two empty categories"),
            Share(told.at.counts.unjudged, told.at.counts.recontacts),
        ),
    )  # fmt: skip


def _share(name: str, label: str, share: Share) -> Number:
    return Number(name, label, share.value, "share", *share.interval)


def _columns() -> tuple[NumberColumn, ...]:
    return (
        NumberColumn("days", marked("window in days"), "count"),
        NumberColumn("fcr", marked("first contact resolution"), "share"),
        NumberColumn("fcr_low", marked("from"), "share"),
        NumberColumn("fcr_high", marked("to"), "share"),
        NumberColumn("fcr_n", marked("asked of"), "count"),
        NumberColumn("recontact_rate", marked("re-contact rate"), "share"),
        NumberColumn("recontact_low", marked("from"), "share"),
        NumberColumn("recontact_high", marked("to"), "share"),
        NumberColumn("n", marked("mature resolutions"), "count"),
        NumberColumn("provisional", marked("not mature yet"), "count"),
        NumberColumn("unjudged", marked("re-contacts unjudged"), "count"),
    )


def _row(each: Window) -> tuple[TableCell, ...]:
    counts = each.counts
    days = int(each.days) if each.days == int(each.days) else each.days
    return (
        days, each.fcr.value, *each.fcr.interval, counts.n_asked, each.back.value, *each.back.interval,
        counts.n, counts.provisional, counts.unjudged,
    )  # fmt: skip


def _agreement(judged: Judged) -> NumberTable:
    return NumberTable(
        "agreement",
        marked("What the record says, and what customers say"),
        (
            NumberColumn("record", marked("by record"), None, said=True),
            NumberColumn("yes", marked("customer: solved"), "count"),
            NumberColumn("no", marked("customer: not solved"), "count"),
            NumberColumn("unjudged", marked("no customer judged"), "count"),
        ),
        tuple(
            (words, *(judged.counts.get((record, said), 0) for said in (True, False, None)))
            for record, words in ((True, RESOLVED), (False, NOT_RESOLVED), (None, NOT_ASKED))
        ),
    )


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "share"


ENTRY = AnalysisEntry(
    name="fcr_curve",
    label="First contact resolution by window",
    tells="First contact resolution and re-contact at every window of 1 to 30 days, and where they flatten.",
    answers="How much of first contact resolution does its window make, and what do customers say?",
    assumes=(
        "Who comes back soon comes back for the same matter; who comes back late comes for another.",
        "A re-contact is seen: who gives up, or calls from elsewhere, counts as resolved.",
        "Whether a request was resolved at first contact is asked of the first resolution alone.",
    ),
    distrust=(
        "Requests stay cut as the window that is set cuts them: a reopening beyond it began a new request.",
        "A longer window leaves fewer resolutions mature, the older ones: look how many are counted.",
        "Where every day brings back as many, it flattens nowhere, and no window is the right one.",
        "Who answers a survey is not who does not: the two figures are of different customers.",
        "Of re-contacts between two requests without a category nobody can say whether they are the same.",
    ),
    method=(
        "The first resolutions of the period. The facts keep the re-contact that came next whenever it came,"
        " so that each window asks anew whether one came within it and whether the resolution is mature: its"
        " window ended at or before as-of. First contact resolution and re-contact rate are those of the"
        " book of definitions, and at the window that is set they are the metrics' own readings. Intervals"
        " are Wilson's. A day's rate is that of those who came back on it of those who are mature for it and"
        " were not back before. The clearest fall of it is after the day at which two rates, one up to it"
        " and one from then on, make the re-contacts likeliest; it is beyond noise where fewer than 5 % of"
        " 1,999 draws with one rate fall as clearly. The days after it are looked through again, as long as"
        " the rate falls to half or less, and it flattens after the last such day; its interval holds the"
        " days with 95 % of the likelihood. The band of 5 to 10 days is where windows usually lie. By survey"
        " is the share of yes on the scale solved in the period; beside it stand the same first resolutions,"
        " mature at the window that is set (without one at 7 days), by what the record says and what their"
        " customer said. Nothing is said of fewer than 30 resolutions."
    ),
    reference=(
        "D. V. Hinkley, Inference about the change-point in a sequence of random variables, Biometrika 57"
        " (1970); E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference,"
        " Journal of the American Statistical Association 22 (1927)"
    ),
    libraries="numpy for the draws, scipy for the logarithms of likelihoods; the curves are counts.",
    example="fcr_curve-ten_come_back_and_ten_are_not_mature",
    of=FCR,
    compares=False,
    period="quarter",
    supports=_supports,
    run=fcr_curve,
)
