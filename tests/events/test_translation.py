from __future__ import annotations

from deskwise.events.translation import Cell, Emission, Translation


def test_the_columns_a_translation_reads_each_once() -> None:
    translation = Translation(
        "t",
        cells=(("ticket", Cell(column="a")), ("role", Cell(constant="agent"))),
        emissions=(Emission("note", cells=(("actor", Cell(column="b")), ("team", Cell(column="a")))),),
        activity_column="c",
        extra=(("site", "d"),),
    )
    assert translation.columns_used() == ("a", "b", "c", "d")
