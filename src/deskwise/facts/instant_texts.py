"""An instant that the import spelled out in a further field, as whole microseconds since 1970 in UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

# As the import writes it, e.g. 2025-01-01T10:00:00.000000Z; what it could not read it left as it was.
SPELLED_OUT = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z$"
)
PLACES = {
    "year": (0, 4),
    "month": (5, 2),
    "day": (8, 2),
    "hour": (11, 2),
    "minute": (14, 2),
    "second": (17, 2),
    "fraction": (20, 6),
}
# From the first of March of the year -400, from which the days are counted below, to 1970.
DAYS_BEFORE_1970 = 719_468 + 146_097


def with_instant(rows: ir.Table, text: ir.StringValue, name: str) -> ir.Table:
    """`rows` with the instant under a name; null where none is spelled out, and where there is no such day.

    Its digits are counted up: engines do not agree on how an instant is read from a text, on the years they
    have, and on whose clock it is read by.
    """
    import ibis

    kept = rows.columns
    rows = rows.mutate(spelled=ibis.ifelse(text.re_search(SPELLED_OUT), text, ibis.null("string")))
    rows = rows.mutate(
        **{f"spelled_{part}": rows.spelled.substr(*place).cast("int64") for part, place in PLACES.items()}
    )
    year, month, day = rows.spelled_year, rows.spelled_month, rows.spelled_day
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    rows = rows.mutate(
        # Years that begin in March have their leap day last; four centuries more keep them positive.
        years=year + ibis.ifelse(month > 2, 400, 399),
        months=month + ibis.ifelse(month > 2, -3, 9),
        length=ibis.cases(
            ((month == 2) & leap, 29), (month == 2, 28), (month.isin([4, 6, 9, 11]), 30), else_=31
        ),
    )
    leap_days = rows.years // 4 - rows.years // 100 + rows.years // 400
    days = rows.years * 365 + leap_days + (rows.months * 153 + 2) // 5 + day - 1 - DAYS_BEFORE_1970
    seconds = ((days * 24 + rows.spelled_hour) * 60 + rows.spelled_minute) * 60 + rows.spelled_second
    instant = ibis.ifelse(
        rows.spelled_day <= rows.length, seconds * 1_000_000 + rows.spelled_fraction, ibis.null("int64")
    )
    return rows.select(*kept, instant.name(name))
