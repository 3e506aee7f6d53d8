"""The first pass: each row by itself becomes a row of the log, with the reason it is refused for, if any."""

from __future__ import annotations

from deskwise.events.vocabulary import (
    DEFAULT_REVIEW_SCALE,
    KIND_NAMES,
    KINDS_NEEDING_A_TICKET,
    KINDS_NEVER_NEGATIVE,
    KINDS_WITH_A_VALUE,
    KINDS_WITHOUT_A_TICKET,
    ROLE_NAMES,
    STATUS_NAMES,
    UNTRANSLATED,
    Scale,
    scales_of,
)
from deskwise.stores.fold_keys import FOLD_KEY
from deskwise.stores.instants_sql import from_text, iso_text, placed
from deskwise.stores.log_tables import LOG_COLUMNS
from deskwise.stores.sql_text import literal, literals, quoted
from deskwise.stores.typed_rows import TypedRows

DAY_MICROSECONDS = 86_400_000_000
# What an event says, but for its id, its revision and its place in the log.
CONTENT = (
    "at", "kind", "actor", "role", "team", "agent", "customer", "organisation", "status", "channel", "type",
    "category", "priority", "product", "value", "scale", "text", "extra",
)  # fmt: skip
MADE_ID_MARK = "#"


def content_sql(prefix: str = "", without: str | None = None) -> str:
    """The content of an event as one text: equal texts are equal contents, null is unlike any text.

    The column `without` is read as null.
    """
    parts = ", chr(31), ".join(
        "chr(30)" if name == without else f"coalesce({prefix}{_as_text(name)}, chr(30))" for name in CONTENT
    )
    return f"concat({parts})"


def made_id_sql(without: str | None = None) -> str:
    """The id of an event whose source gave none: a hash of what it says (its ordinal is added later)."""
    identity = "concat(source, chr(31), coalesce(ticket, chr(30)), chr(31), revision, chr(31), "
    return f"{literal(MADE_ID_MARK)} || md5({identity}{content_sql(without=without)}))"


def checked_select(rows: TypedRows, *, file: int, import_id: int, now_micros: int) -> str:
    """The rows as rows of the log; `refusal` holds the reason of the first fault, null if there is none.

    `superseded` is null where the id was made here in a file that gives some ids: see `made_here`.
    """
    at = placed("at_instant", "at_local", rows.zone_name)
    no_ticket = literals(KINDS_WITHOUT_A_TICKET)
    carried = ", ".join(quoted(name) for name in CONTENT if name not in ("at", "extra"))
    typed = (
        "select row, source, event_id, coalesce(revision, 0) as revision,"
        f" case when ticket is not null and kind in ({no_ticket}) then null else ticket end as ticket,"
        f" seq, {at} as at_micros, at_local, {carried},"
        f" malformed, unmapped, {_due_read(rows)}, extra_bad"
        f" from ({rows.select})"
    )
    typed = f'select *, make_timestamp(at_micros) as "at" from ({typed})'
    if rows.may_have_extra:
        typed = f"select * exclude (due_instant, due_local), {_due_placed(rows)} as due from ({typed})"
        typed = f"select * replace ({_extra_with_due()} as extra) from ({typed})"
    filled: dict[str, str] = {name: quoted(name) for name in LOG_COLUMNS}
    if rows.event_ids == "all":
        filled["superseded"] = "false"
    elif rows.event_ids == "some":
        missing = "event_id is null or event_id = ''"
        filled["event_id"] = f"case when {missing} then {made_id_sql()} else event_id end"
        filled["superseded"] = f"case when {missing} then null else false end"
    else:
        filled["event_id"] = made_id_sql()
        filled["superseded"] = "false"
    filled["refusal"] = _reason(rows, now_micros)
    filled["import_id"] = str(import_id)
    filled["file"] = str(file)
    filled["fold_key"] = FOLD_KEY
    picked = ", ".join(f"{expression} as {quoted(name)}" for name, expression in filled.items())
    return f"select {picked} from ({typed})"


def made_here(files_without_ids: list[int]) -> str:
    """SQL that is true of staged rows whose id was made by this import."""
    files = ", ".join(str(file) for file in files_without_ids) or "null"
    return f"(superseded is null or file in ({files}))"


def _as_text(name: str) -> str:
    if name == "at":
        return 'epoch_us("at")::varchar'
    if name in ("value", "extra"):
        return f"{name}::varchar"
    return quoted(name)


def _due_read(rows: TypedRows) -> str:
    if not rows.may_have_extra:
        return "extra"
    due = from_text("extra['due']")
    has_due = "extra is not null and map_contains(extra, 'due')"
    return (
        f"extra, case when {has_due} then {due.instant} end as due_instant,"
        f" case when {has_due} then {due.local} end as due_local"
    )


def _due_placed(rows: TypedRows) -> str:
    if rows.zone_name is None:
        return "due_instant"
    return "case when due_instant is null and due_local is null then null else " + (
        placed("due_instant", "due_local", rows.zone_name) + " end"
    )


def _extra_with_due() -> str:
    others = "list_filter(map_entries(extra), lambda e: e.key <> 'due')"
    due = f"[struct_pack(key := 'due', value := {iso_text('due')})]"
    return (
        f"case when due is null then extra else map_from_entries(list_sort(list_concat({others}, {due}))) end"
    )


def _reason(rows: TypedRows, now_micros: int) -> str:
    latest = now_micros + DAY_MICROSECONDS
    reasons: list[tuple[str, str]] = []
    if rows.may_be_malformed:
        reasons.append(("malformed", "malformed_row"))
    reasons += [
        (f"kind = {literal(UNTRANSLATED)}", "untranslated"),
        (f"kind is null or kind not in ({literals(KIND_NAMES)})", "unknown_kind"),
        (f"role not in ({literals(ROLE_NAMES)})", "unknown_role"),
        ("at_micros is null and at_local is null", "no_instant"),
        ("at_micros is null", "zone_undeclared"),
        (f"at_micros > {latest}", "in_the_future"),
        (f"ticket is null and kind in ({literals(KINDS_NEEDING_A_TICKET)})", "no_ticket"),
        (
            f"kind = 'status' and (status is null or status not in ({literals(STATUS_NAMES)}))",
            "unknown_status",
        ),
        (f"kind in ({literals(KINDS_WITH_A_VALUE)}) and value is null", "no_number"),
        (f"kind = 'rated' and (scale is null or scale not in ({_names('rated')}))", "unknown_scale"),
        (f"kind = 'reviewed' and scale not in ({_names('reviewed')})", "unknown_scale"),
        (f"value < 0 and kind in ({literals(KINDS_NEVER_NEGATIVE)})", "negative_value"),
        (f"kind = 'rated' and not {_on_scale('scale', scales_of('rated'))}", "off_scale"),
        (
            "kind = 'reviewed' and not "
            + _on_scale(f"coalesce(scale, {literal(DEFAULT_REVIEW_SCALE)})", scales_of("reviewed")),
            "off_scale",
        ),
    ]
    if rows.may_have_extra:
        reasons.append(("extra_bad", "extra_no_map"))
    if rows.may_be_unmapped:
        reasons.append(("unmapped", "unmapped_value"))
    cases = " ".join(f"when {condition} then {literal(code)}" for condition, code in reasons)
    return f"case {cases} end"


def _names(kind: str) -> str:
    return literals(scale.name for scale in scales_of(kind))


def _on_scale(name: str, scales: tuple[Scale, ...]) -> str:
    cases = " ".join(
        f"when {literal(scale.name)} then "
        + (
            f"value in ({scale.lowest}, {scale.highest})"
            if scale.whole
            else f"value between {scale.lowest} and {scale.highest}"
        )
        for scale in scales
    )
    return f"case {name} {cases} end"
