"""Workbooks for tests, written part by part, so that the damaged and the strange can be written too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

Value = str | int | float | bool | datetime | date | None
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Styles by number: plain, instant, date, time, elapsed.
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="1">
<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/>
</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>
<xf numFmtId="14"/><xf numFmtId="21"/><xf numFmtId="46"/></cellXfs></styleSheet>"""


def letters(column: int) -> str:
    """The letters of a column, from 0."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def cell(value: Value, place: str, shared: list[str] | None = None) -> str:
    """A cell as a sheet writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        return f'<c r="{place}" s="1"><v>{(value - datetime(1899, 12, 30)).total_seconds() / 86400!r}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="2"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if shared is not None:
        shared.append(value)
        return f'<c r="{place}" t="s"><v>{len(shared) - 1}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet(rows: Sequence[Sequence[Value]], shared: list[str] | None = None) -> str:
    """A sheet of rows; an empty row is left out, as programs do."""
    written = ""
    for number, row in enumerate(rows, start=1):
        cells = "".join(cell(value, f"{letters(at)}{number}", shared) for at, value in enumerate(row))
        written += f'<row r="{number}">{cells}</row>' if row else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{written}</sheetData></worksheet>'


def workbook(*sheets: str, shared: Sequence[str] = (), properties: str = "") -> bytes:
    """A workbook of sheets."""
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<workbookPr {properties}/><sheets>"
        + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
        + "</Relationships>",
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{n}.xml": text for n, text in zip(numbers, sheets, strict=True)},
    }
    if shared:
        parts["xl/sharedStrings.xml"] = (
            f'<sst xmlns="{MAIN}">' + "".join(f"<si><t>{escape(text)}</t></si>" for text in shared) + "</sst>"
        )
    return zipped(parts)


def table(rows: Sequence[Sequence[Value]]) -> bytes:
    """A workbook of one sheet with shared texts, as Excel writes it."""
    shared: list[str] = []
    written = sheet(rows, shared)
    return workbook(written, shared=shared)


def zipped(parts: dict[str, str | bytes] | dict[str, str] | dict[str, bytes]) -> bytes:
    """A zip file of these parts."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()
