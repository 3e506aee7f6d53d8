"""A shop whose tickets have a subject and no category, in a workspace that keeps texts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.bootstrap import open_workspace
from deskwise.facts.rules import Rules
from deskwise.kernel.clock import FixedClock

CLOCK = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
REFUND, RECHNUNG, FATTURA = "refund order", "rechnung falsch", "problema fattura"
SIZES = {REFUND: 45, RECHNUNG: 20, FATTURA: 15}
SUBJECTS = ("Re: Refund for order #", "Rechnung # ist falsch", "Problema con la fattura #")
ALL = {"since": "2025-03-01", "until": "2025-03-02"}


def make_shop(home: Path, *, keep_text: bool = True) -> None:
    """Eighty tickets of one day with a subject like others, and five with one like none."""
    subjects = [
        words.replace("#", str(1000 + place))
        for words, n in zip(SUBJECTS, SIZES.values(), strict=True)
        for place in range(n)
    ]
    subjects += [f"Frau {name}" for name in ("Meyer", "Maier", "Mayr", "Meier", "Mair")]
    rows = [
        f"{place},2025-03-01T{place // 60:02d}:{place % 60:02d}:00Z,opened,customer,c{place},{each}"
        for place, each in enumerate(subjects)
    ]
    path = home.parent / f"{home.name}.csv"
    path.write_text("\n".join(["ticket,at,kind,role,customer,text", *rows]), encoding="utf-8")
    workspace = open_workspace(home)
    workspace.save_settings(f"keep_text = {str(keep_text).lower()}\n", Rules(), keep_text=keep_text)
    asked = ImportRequest((path,), source="shop", keep_text=keep_text)
    import_files(workspace.lake, asked, CLOCK, workspace.fold)
