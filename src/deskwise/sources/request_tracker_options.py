"""What the user says of a Request Tracker: which custom fields, queues and statuses mean what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from deskwise.app.source_port import SourceSetting
from deskwise.events.vocabulary import STATUS_NAMES, scales_of
from deskwise.kernel.errors import SettingsError

# Deskwise has no word for a ticket that was turned down: it is done for good, and nobody says it is solved.
STATUSES = {
    "new": "new",
    "open": "open",
    "stalled": "pending",
    "resolved": "solved",
    "rejected": "closed",
    "deleted": "removed",
}
STATUS_WORDS = (*STATUS_NAMES, "removed")
DEFAULT_SCALE = "1-5"

OPTIONS = (
    SourceSetting(
        "category_field", "The custom field that says what a ticket is about.", "Category", required=False
    ),
    SourceSetting("type_field", "The custom field that says its type.", "Kind of request", required=False),
    SourceSetting("product_field", "The custom field that says which product.", "Product", required=False),
    SourceSetting(
        "rating_field", "The custom field that holds the customer's rating.", "Satisfaction", required=False
    ),
    SourceSetting("rating_scale", "Its scale; 1-5 if not said.", "good_bad", required=False),
    SourceSetting(
        "rating_values",
        "What its words score, where they are no numbers.",
        "good = 1, bad = 0",
        required=False,
    ),
    SourceSetting(
        "extra_fields",
        "Further custom fields to keep; all others are counted and left where they are.",
        "Region, Contract",
        required=False,
    ),
    SourceSetting(
        "statuses",
        f"What statuses of your own lifecycles mean, or others than usual: {', '.join(STATUS_WORDS)}.",
        "waiting for parts = on_hold, rejected = removed",
        required=False,
    ),
    SourceSetting(
        "higher_queues",
        "Queues of a higher tier: a move into one of them from another queue is an escalation.",
        "Second line, Developers",
        required=False,
    ),
    SourceSetting("problem_queues", "Queues whose tickets are problems.", "Problems", required=False),
    SourceSetting(
        "problem_links",
        "Links that lead from an incident to its problem.",
        "DependsOn, MemberOf",
        required=False,
    ),
    SourceSetting("bots", "Users that are programs and talk to customers.", "autoresponder", required=False),
)


@dataclass(frozen=True)
class RequestTrackerOptions:
    """The options of a connection to a Request Tracker, read.

    Custom fields are named as they are in Request Tracker, or by their number. `statuses` maps a status, in
    small letters, to one of the book's or to `removed`.
    """

    category_field: str | None = None
    type_field: str | None = None
    product_field: str | None = None
    rating_field: str | None = None
    rating_scale: str = DEFAULT_SCALE
    rating_values: Mapping[str, Decimal] | None = None
    extra_fields: frozenset[str] = frozenset()
    statuses: Mapping[str, str] | None = None
    higher_queues: frozenset[str] = frozenset()
    problem_queues: frozenset[str] = frozenset()
    problem_links: frozenset[str] = frozenset()
    bots: frozenset[str] = frozenset()

    def status(self, said: str) -> str | None:
        """The book's word for a status, or `removed`; null for one that nobody explained.

        >>> RequestTrackerOptions().status("stalled")
        'pending'
        """
        word = said.lower()
        return (self.statuses or {}).get(word) or STATUSES.get(word)

    def score(self, said: str) -> Decimal | None:
        """The number that a rating is; null for one that is none, or is off its scale.

        >>> RequestTrackerOptions().score("4")
        Decimal('4')
        """
        value = (self.rating_values or {}).get(said.lower())
        if value is None:
            try:
                value = Decimal(said)
            except InvalidOperation:
                return None
        scale = next(one for one in scales_of("rated") if one.name == self.rating_scale)
        fits = value.is_finite() and scale.lowest <= value <= scale.highest
        return value if fits and not (scale.whole and value != value.to_integral_value()) else None


def read_options(options: Mapping[str, str]) -> RequestTrackerOptions:
    """The options as values; raises `SettingsError` for one that cannot be.

    >>> read_options({"statuses": "Waiting for parts = on_hold"}).statuses
    {'waiting for parts': 'on_hold'}
    """
    known = {setting.name for setting in OPTIONS}
    for name in options:
        if name not in known:
            raise SettingsError(
                f"options.{name}: Request Tracker has no such option", do=f"use {', '.join(sorted(known))}"
            )
    scale = options.get("rating_scale", DEFAULT_SCALE)
    scales = [one.name for one in scales_of("rated")]
    if scale not in scales:
        raise SettingsError(
            f"options.rating_scale: no scale is called {scale}", do=f"use {', '.join(scales)}"
        )
    statuses = _pairs("statuses", options)
    for said, word in statuses.items():
        if word not in STATUS_WORDS:
            raise SettingsError(
                f"options.statuses: {said} is said to be {word}", do=f"use {', '.join(STATUS_WORDS)}"
            )
    return RequestTrackerOptions(
        category_field=options.get("category_field"),
        type_field=options.get("type_field"),
        product_field=options.get("product_field"),
        rating_field=options.get("rating_field"),
        rating_scale=scale,
        rating_values={
            said: _number(said, value) for said, value in _pairs("rating_values", options).items()
        },
        extra_fields=_names("extra_fields", options),
        statuses=statuses,
        higher_queues=_names("higher_queues", options),
        problem_queues=_names("problem_queues", options),
        problem_links=_names("problem_links", options),
        bots=_names("bots", options),
    )


def _names(name: str, options: Mapping[str, str]) -> frozenset[str]:
    return frozenset(part.strip() for part in options.get(name, "").split(",") if part.strip())


def _pairs(name: str, options: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for part in options.get(name, "").split(","):
        if not part.strip():
            continue
        said, sign, value = part.partition("=")
        if not (sign and said.strip() and value.strip()):
            raise SettingsError(f"options.{name}: {part.strip()} is no pair", do="write a = b, c = d")
        found[said.strip().lower()] = value.strip()
    return found


def _number(said: str, value: str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise SettingsError(
            f"options.rating_values: {said} is said to be {value}", do="use a number, such as good = 1"
        ) from error
