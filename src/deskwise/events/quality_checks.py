"""What may be wrong with data that was taken all the same: each check with what it says and what to do."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["serious", "doubtful"]


@dataclass(frozen=True)
class QualityCheck:
    """A check of imported data.

    `found` is said of a count ("3 of 20 ..."), `sentence` says what it does to the figures, `do` what its
    reader can do. `serious_from` is the share from which a finding is serious; null if it never is.
    """

    code: str
    found: str
    sentence: str
    do: str
    serious_from: float | None

    def severity(self, count: int, total: int) -> Severity:
        """How much a finding matters.

        >>> check = QualityCheck("a", "", "", "", 0.5)
        >>> check.severity(1, 4), check.severity(2, 4)
        ('doubtful', 'serious')
        """
        if self.serious_from is None:
            return "doubtful"
        return "serious" if count >= self.serious_from * total else "doubtful"


# Those that spoil most come first; findings of one severity are told in this order.
QUALITY_CHECKS = (
    QualityCheck(
        "reply_before_opening",
        "tickets have a reply before their opening",
        "No reply can come before what it replies to. These replies are refused (before_opened) and in "
        "no figure: such a ticket counts as unanswered until its next reply.",
        "Open the examples where they come from. A lost time of day, two clocks, or two columns taken "
        "for each other (a date of purchase is no opening) are the usual reasons.",
        0.0,
    ),
    QualityCheck(
        "resolution_before_reply",
        "resolved tickets were resolved before their first reply, without a reopening in between",
        "Either the order in the file is wrong or the columns mean something else. Such a first wait "
        "counts as unanswered, or the resolution is refused, so response and resolution times leave "
        "these tickets out.",
        "Check which column is the reply and which the resolution. If your system writes the status a "
        "moment before the reply it came with, export both with one instant and the reply first.",
        0.01,
    ),
    QualityCheck(
        "refused_rows",
        "rows could not be events",
        "They are in no figure. Replies and resolutions that come too early are told apart, above.",
        "deskwise rejects lists each with its line, the reason and what to do.",
        0.05,
    ),
    QualityCheck(
        "swallowed_rows",
        "lines look like rows, and stand in a cell of another row",
        "A quote that opens in one row and closes in a later one takes all between for one cell. These "
        "lines are in no figure, and the row that holds them may be wrong.",
        "Open the examples in a text editor: a single quote in somebody's words is the usual reason. Export "
        "the file again with quotes in texts doubled.",
        0.0,
    ),
    QualityCheck(
        "negative_duration",
        "amounts of work are below zero",
        "Nobody works less than no time. These rows are refused and missing in handle times and costs.",
        "Look for columns taken for each other, or an end before its beginning, in the system they come "
        "from.",
        0.01,
    ),
    QualityCheck(
        "longer_than_a_year",
        "durations are longer than a year",
        "They count, and a few of them move every mean. Medians and the share within a time hardly notice.",
        "Open the examples: day and month changed round, a wrong century and tickets closed in a "
        "clean-up are the usual reasons. Read medians until you know.",
        0.01,
    ),
    QualityCheck(
        "equal_durations",
        "durations are exactly the same",
        "Real durations differ. One of the two instants was probably made from the other, so these "
        "figures say nothing about anybody.",
        "Check which columns the instants were taken from; leave out the one that is no record of anything.",
        0.0,
    ),
    QualityCheck(
        "all_at_midnight",
        "instants are exactly at midnight, all there are of their kind",
        "The file holds days, not times of day. Durations that begin or end there are wrong by up to a "
        "day, and what happened earlier on that day seems to come after.",
        "Export the column with its time. If there is none, say so in the mapping file with end_of_day "
        "= true where it must come last, and do not read hours from it.",
        0.0,
    ),
    QualityCheck(
        "many_at_midnight",
        "instants are exactly at midnight, far more than at any other full hour",
        "In some rows the time of day was probably lost. Where that makes a reply come before its "
        "ticket it is refused; the others count, with durations wrong by up to a day.",
        "Compare the examples with the system they come from. A nightly job that closes tickets is a "
        "good reason, and then nothing is wrong.",
        0.1,
    ),
    QualityCheck(
        "one_instant",
        "tickets were all opened at the same instant",
        "This is the instant of an import or a move to another system, not of the openings: no duration "
        "from it says anything.",
        "Find the column that holds when the customer wrote.",
        0.0,
    ),
    QualityCheck(
        "one_customer",
        "tickets have all the same customer",
        "Every further ticket of a category then looks like the same customer coming back, so "
        "re-contact rates are far too high and resolution at the first contact far too low.",
        "Name the column that tells customers apart, or none: then nothing is claimed about re-contacts.",
        0.0,
    ),
    QualityCheck(
        "one_value",
        "cells of a column say all the same",
        "A column that should vary and does not was often filled in by a default. Figures split by it "
        "say nothing, and scores that are all equal measure nobody.",
        "Nothing, if it is so (one agent, one product). Else export the column that people fill in.",
        None,
    ),
    QualityCheck(
        "no_opening",
        "tickets have no opening",
        "They are taken as opened by the system at their first event: without customer, without "
        "channel, and without a first response. Their resolution times are too short.",
        "Import the log from its beginning, or declare in a mapping file what opens a ticket.",
        0.05,
    ),
    QualityCheck(
        "no_customer",
        "tickets have no customer",
        "Whether such a customer came back with a new ticket cannot be known; only reopenings can. "
        "Re-contact rates are too low and resolution at the first contact too high.",
        "Map the column that says who asked; an address, a telephone number or an account will do.",
        0.5,
    ),
    QualityCheck(
        "unjudged_recontacts",
        "re-contacts rest on two tickets without a category",
        "Two tickets without a category count as the same issue, which nobody has judged. They make the "
        "re-contact rate higher than it may be.",
        "Fill in categories, or map the column that holds them; readings say how many are unjudged.",
        0.5,
    ),
    QualityCheck(
        "nobody",
        "acts belong to nobody",
        "They count for the whole, and for no agent: figures by agent leave them out.",
        "Map the column that says who replied or held the ticket (actor, agent).",
        0.5,
    ),
    QualityCheck(
        "missing_day",
        "days are without a single event, although the same weekdays around them have many",
        "If the export left them out, counts are too low and waits across them too long.",
        "Nothing, if these are holidays. Else export these days again and import them too.",
        0.1,
    ),
)

CHECK_BY_CODE = {check.code: check for check in QUALITY_CHECKS}
SEVERITIES: tuple[Severity, ...] = ("serious", "doubtful")
