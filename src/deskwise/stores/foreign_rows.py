"""A foreign file's rows as typed columns of the canonical log, through a mapping."""

from __future__ import annotations

from collections import Counter

from deskwise.events.translation import Cell, Emission, Translation
from deskwise.events.vocabulary import KINDS_NEEDING_A_TICKET, ORDER_IN_A_RECORD
from deskwise.stores.extra_sql import extra_map
from deskwise.stores.foreign_cells import CellSql, cell_sql, column_text, condition_sql, left_out, number_sql
from deskwise.stores.foreign_instants import column_instant, moment_rows
from deskwise.stores.instants_sql import InstantSql
from deskwise.stores.read_files import FileColumn, FileRows
from deskwise.stores.sql_text import literal, literals
from deskwise.stores.typed_rows import TEXT_COLUMNS, TypedRows, typed_select, whole_number

PLACES_IN_A_RECORD = 100


def translated_rows(
    rows: FileRows,
    table: str,
    translation: Translation,
    source: str,
    zone_name: str | None,
    keep_text: bool,
) -> TypedRows:
    """A foreign file's rows as events; `table` holds the rows of the file, as `used_rows` gives them."""
    making = _Making(rows, table, translation, source, zone_name, keep_text)
    if translation.shape == "log":
        selects = [making.from_record(emission) for emission in translation.emissions]
    else:
        selects = making.from_rows()
    own_ids = any(name == "event_id" for name, _ in translation.cells)
    cells = [cell for _, cell in translation.cells]
    cells += [cell for emission in translation.emissions for _, cell in emission.cells]
    return TypedRows(
        "\nunion all by name\n".join(selects),
        may_be_malformed=True,
        may_have_extra=True,
        event_ids="all" if translation.shape == "snapshot" else "some" if own_ids else "none",
        numbered_by_order=False,
        zone_name=zone_name,
        may_be_unmapped=any(cell.unnamed == "reject" and cell.values for cell in cells),
    )


class _Making:
    """The selects of one file, one for each event that its rows become."""

    def __init__(
        self,
        rows: FileRows,
        table: str,
        translation: Translation,
        source: str,
        zone_name: str | None,
        keep_text: bool,
    ) -> None:
        self._rows = rows
        self._table = table
        self._translation = translation
        self._source = source
        self._zone_name = zone_name
        self._keep_text = keep_text

    def from_record(self, emission: Emission) -> str:
        """An event of a log's record: by its activity, or by its being its ticket's first."""
        translation = self._translation
        kind = emission.kind
        place = ORDER_IN_A_RECORD.index(kind) if kind is not None else PLACES_IN_A_RECORD - 1
        conditions = []
        if emission.first_row:
            conditions.append("is_first")
        elif translation.activity_column is not None:
            activity = f"coalesce({column_text(self._rows, translation.activity_column)}, '')"
            if emission.activities is not None:
                conditions.append(f"{activity} in ({literals(emission.activities)})")
            else:
                named = {name for other in translation.emissions for name in other.activities or ()}
                named |= set(translation.silent_activities)
                conditions.append(f"{activity} not in ({literals(sorted(named))})" if named else "true")
        return self._event(
            self._numbered_records(),
            emission,
            place=place,
            # One record may make several events, each with an id of its own.
            id_ending=None if kind is None else f":{kind}",
            conditions=conditions,
        )

    def _numbered_records(self) -> str:
        """A log's records with their instants and, where it matters, which is the first of its ticket."""
        cells = dict(self._translation.cells)
        at = self._rows.column(cells["at"].column or "")
        assert at is not None
        instant = column_instant(at, self._translation.date_format)
        select = f"select *, {instant.instant} as at_instant, {instant.local} as at_local from {self._table}"
        if any(emission.first_row for emission in self._translation.emissions):
            ticket = cell_sql(self._rows, cells["ticket"]).text
            select = (
                f"select *, row_number() over (partition by {ticket}"
                f" order by coalesce(at_instant, at_local), row) = 1 as is_first from ({select})"
            )
        return select

    def from_rows(self) -> list[str]:
        """The events that each row of a snapshot, or each call, becomes."""
        emissions = self._translation.emissions
        # What is wrong with a row as a whole is told once, on the event that is made whatever the row says.
        told_on = next(
            (one for one in emissions if one.kind in KINDS_NEEDING_A_TICKET),
            emissions[0],
        )
        of_kind: Counter[str | None] = Counter(one.kind for one in emissions)
        numbers: Counter[str | None] = Counter()
        selects = []
        for place, emission in enumerate(emissions):
            numbers[emission.kind] += 1
            selects.append(
                self._row_event(
                    emission,
                    place,
                    number=numbers[emission.kind],
                    alone=of_kind[emission.kind] == 1,
                    told=emission is told_on,
                )
            )
        return selects

    def _row_event(self, emission: Emission, place: int, *, number: int, alone: bool, told: bool) -> str:
        assert emission.at is not None
        kind = emission.kind
        moment = moment_rows(self._table, self._rows, emission.at, self._translation, self._zone_name)
        conditions = [condition_sql(self._rows, condition) for condition in emission.when]
        if kind != "opened":
            conditions.append(moment.there)
        whole = "not malformed"
        if self._translation.shape == "snapshot":
            ticket = cell_sql(self._rows, self._cells(emission)["ticket"]).text
            whole += f" and {ticket} is not null"
        made = " and ".join(conditions) or "true"
        conditions = [f"(not ({whole}) or ({made}))"] if told else [whole, made]
        if self._translation.shape == "snapshot":
            id_ending, event_id = None, literal(f"{kind}:{number}")
        else:
            id_ending, event_id = f":{kind}" if alone else f":{kind}:{number}", None
        return self._event(
            moment.select,
            emission,
            place=place,
            id_ending=id_ending,
            event_id=event_id,
            conditions=conditions,
        )

    def _cells(self, emission: Emission) -> dict[str, Cell]:
        return dict(self._translation.cells) | dict(emission.cells)

    def _event(
        self,
        select: str,
        emission: Emission,
        *,
        place: int,
        id_ending: str | None,
        conditions: list[str],
        event_id: str | None = None,
    ) -> str:
        cells = self._cells(emission)
        found = {name: cell_sql(self._rows, cell) for name, cell in cells.items() if name != "at"}
        texts = {
            name: found[name].text if name in found else "null::varchar"
            for name in (*TEXT_COLUMNS, "source", "text")
        }
        if emission.kind is not None:
            texts["kind"] = literal(emission.kind)
        if event_id is not None:
            texts["event_id"] = event_id
        elif "event_id" in cells and id_ending is not None:
            texts["event_id"] = f"{texts['event_id']} || {literal(id_ending)}"
        further = [
            FileColumn(name, column_text(self._rows, column), "VARCHAR")
            for name, column in self._translation.extra
        ]
        further += [
            FileColumn(name.removeprefix("extra."), one.text, "VARCHAR")
            for name, one in found.items()
            if name.startswith("extra.")
        ]
        extra, extra_bad = extra_map(None, list({column.name: column for column in further}.values()))
        revision, revision_bad = whole_number(_as_column(found.get("revision")))
        skipped = [left_out(self._rows, cell) for name, cell in cells.items() if name != "at"]
        where = conditions + [f"not ({one})" for one in skipped if one is not None]
        unnamed = [one.unnamed for one in found.values() if one.unnamed is not None]
        return typed_select(
            select,
            {name: texts[name] for name in TEXT_COLUMNS},
            source=f"coalesce(nullif({texts['source']}, ''), {literal(self._source)})",
            revision=revision,
            seq=f"row * {PLACES_IN_A_RECORD} + {place}",
            instant=InstantSql("at_instant", "at_local"),
            value=number_sql(found["value"], self._translation.decimal_comma)
            if "value" in found
            else "null::decimal(38, 9)",
            text=texts["text"] if self._keep_text else "null::varchar",
            malformed=" or ".join(part for part in ("malformed", revision_bad) if part),
            unmapped=" or ".join(unnamed) or "false",
            extra=extra,
            extra_bad=extra_bad,
            where=" and ".join(where) or "true",
        )


def _as_column(cell: CellSql | None) -> FileColumn | None:
    if cell is None:
        return None
    return cell.typed or FileColumn("", cell.text, "VARCHAR")
