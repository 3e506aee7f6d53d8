"""Values with their units, written for people. Rounded for the eye only: never to be read back."""

MINUTE, HOUR, DAY = 60, 3_600, 86_400
NOTHING = "—"
_MINUS = "−"


def format_value(value: float | None, unit: str) -> str:
    """A value in words; `unit` is seconds, share, count, score, per 100, points or a currency.

    Null is a dash, never 0. Durations show their two largest units, a day being 24 hours on both clocks.

    >>> format_value(11_040, "seconds"), format_value(187_200, "seconds"), format_value(0.25, "seconds")
    ('3 h 4 min', '2 d 4 h', '0.25 s')
    >>> format_value(0.8241, "share"), format_value(None, "share")
    ('82.4 %', '—')
    >>> format_value(12_345, "count"), format_value(1.5, "count"), format_value(4.3333, "score")
    ('12,345', '1.5', '4.33')
    >>> format_value(12.25, "per 100"), format_value(-8.5, "points")
    ('12.2 per 100', '−8.5 points')
    >>> format_value(1234.5, "EUR")
    '1,234.50 EUR'
    """
    if value is None:
        return NOTHING
    sign = _MINUS if value < 0 else ""
    text = _unsigned(abs(value), unit)
    return text if not any(digit in text for digit in "123456789") else sign + text


def _unsigned(value: float, unit: str) -> str:
    if unit == "seconds":
        return _duration(value)
    if unit == "share":
        return f"{value * 100:.1f} %"
    if unit in {"count", "score"}:
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if unit in {"per 100", "points"}:
        return f"{value:,.1f} {unit}"
    return f"{value:,.2f} {unit}"


def _duration(seconds: float) -> str:
    if seconds < MINUTE - 0.005 and seconds != int(seconds):
        return f"{seconds:.2f}".rstrip("0").rstrip(".") + " s"
    # Each unit rounds the seconds themselves: what is rounded twice can end up a whole unit off.
    if (whole := round(seconds)) < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return _pair(whole, MINUTE, "min", 1, "s")
    if (whole := _rounded(seconds, MINUTE)) < DAY:
        return _pair(whole, HOUR, "h", MINUTE, "min")
    return _pair(_rounded(seconds, HOUR), DAY, "d", HOUR, "h")


def _rounded(seconds: float, to: int) -> int:
    return int((seconds + to / 2) // to) * to


def _pair(seconds: int, large: int, large_name: str, small: int, small_name: str) -> str:
    """Both units, or only the larger if nothing of the smaller is left.

    >>> _pair(3_660, HOUR, "h", MINUTE, "min"), _pair(7_200, HOUR, "h", MINUTE, "min")
    ('1 h 1 min', '2 h')
    """
    rest = seconds % large // small
    head = f"{seconds // large:,} {large_name}"
    return f"{head} {rest} {small_name}" if rest else head
