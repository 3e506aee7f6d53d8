"""The fifty exports: every system's columns, in ways to write instants, part cells and name files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sources.exports import call_centres, help_desks, service_desks
from sources.exports.shape import Shape
from sources.exports.tickets import STYLES, Style, calls, tickets


@dataclass(frozen=True)
class Export:
    """A file of a system, in a style, with a delimiter (JSON lines where there is none) and decimal signs."""

    name: str
    shape: Shape
    style: Style
    delimiter: str | None = ","
    decimal_comma: bool = False
    without: tuple[str, ...] = ()
    bom: bool = False

    @property
    def headers(self) -> list[str]:
        """The columns it has."""
        return [one for one in (self.shape.cells or self.shape.calls) if one not in self.without]

    @property
    def means(self) -> dict[str, str]:
        """What its columns mean."""
        return {meaning: column for meaning, column in self.shape.means.items() if column not in self.without}

    def rows(self, days: tuple[int, ...] | None = None) -> list[list[str]]:
        """The cells, row by row."""

        def at(instant: datetime | None) -> str:
            return "" if instant is None else self.style.write(instant)

        def number(value: float | None) -> str:
            written = "" if value is None else f"{value:.1f}"
            return written.replace(".", ",") if self.decimal_comma else written

        if self.shape.calls:
            return [[self.shape.calls[name](one, at, number) for name in self.headers] for one in calls()]
        told = tickets() if days is None else tickets(days)
        return [[self.shape.cells[name](one, at, number) for name in self.headers] for one in told]

    def write(self, folder: Path, days: tuple[int, ...] | None = None) -> Path:
        """The file, written."""
        if self.delimiter is None:
            lines = [json.dumps(dict(zip(self.headers, row, strict=True))) for row in self.rows(days)]
            text, ending = "\n".join(lines) + "\n", ".jsonl"
        else:
            made = io.StringIO(newline="")
            writer = csv.writer(made, delimiter=self.delimiter, lineterminator="\r\n")
            writer.writerow(self.headers)
            writer.writerows(self.rows(days))
            text, ending = made.getvalue(), ".tsv" if self.delimiter == "\t" else ".csv"
        path = folder / f"{self.name}{ending}"
        path.write_bytes(("\ufeff" if self.bom else "").encode() + text.encode())
        return path


def _several(name: str, shape: Shape, *styles: str) -> list[Export]:
    """A system's export as it writes it itself, and in four further ways."""
    parted: list[str | None] = [",", ";", "\t", None, "|"]
    return [
        Export(
            f"{name}_{style}",
            shape,
            STYLES[style],
            delimiter=parted[place % len(parted)],
            decimal_comma=parted[place % len(parted)] == ";" and shape is help_desks.ZENDESK,
            bom=place == 2,
        )
        for place, style in enumerate((shape.style, *styles))
    ]


EXPORTS = [
    *_several("zendesk", help_desks.ZENDESK, "german", "american", "iso_z", "british_full"),
    *_several("freshdesk", help_desks.FRESHDESK, "dutch", "american_short", "iso_offset"),
    *_several("hubspot", help_desks.HUBSPOT, "german_full", "british", "epoch_ms"),
    *_several("intercom", help_desks.INTERCOM, "iso_t", "named", "epoch"),
    *_several("jira", service_desks.JIRA, "german", "american", "iso_fraction"),
    *_several("servicenow", service_desks.SERVICENOW, "german_full", "british_full", "iso_z"),
    *_several("zoho_desk", help_desks.ZOHO, "iso", "dutch", "iso_offset"),
    *_several("help_scout", help_desks.HELP_SCOUT, "iso_blank", "american", "epoch"),
    *_several("salesforce", service_desks.SALESFORCE, "german", "british", "iso_fraction", "japanese"),
    *_several("github", service_desks.GITHUB, "utc", "iso_offset", "iso_fraction"),
    *_several("generic", service_desks.GENERIC, "german", "american", "offset"),
    *_several("acd", call_centres.ACD, "german_full", "british_full", "iso_offset"),
    *_several("connect", call_centres.CONNECT, "offset", "iso_fraction", "epoch"),
]
