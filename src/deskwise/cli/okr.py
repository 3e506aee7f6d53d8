"""`deskwise okr`: objectives and key results, from the first draft to what was learnt of them."""

from __future__ import annotations

import click

from deskwise.cli import okr_add, okr_at_end, okr_cycles, okr_files, okr_import, okr_look, okr_say, okr_values
from deskwise.cli.okr_desk import InOrder


@click.group(
    "okr",
    cls=InOrder,
    epilog="""\b
Examples, from the first draft to the end:
  deskwise okr add cycle "Q1 2027" --from 2027-01-01 --to 2027-03-31
  deskwise okr add objective "Customers get a first answer fast" --team support --key fast-answers
  deskwise okr add key-result fast-answers --key median --title "Median first answer" \\
      --metric first_response_time --stat p50 --target 2h
  deskwise okr propose fast-answers
  deskwise okr activate fast-answers
  deskwise okr tree
  deskwise okr check-in fast-answers/median --confidence 7 --moved-by "a second shift" --next "e-mail"
  deskwise okr close fast-answers --went-well "the shift" --next-time "begin with e-mail"
""",
)
def command() -> None:
    """Set objectives, and see how far their key results have come.

    An objective is named by its key, a key result by both: fast-answers/median. Without --cycle the one that
    runs today is meant.
    """


for _each in (
    *okr_cycles.COMMANDS, *okr_look.COMMANDS, *okr_add.COMMANDS, *okr_say.COMMANDS, *okr_values.COMMANDS,
    *okr_at_end.COMMANDS, *okr_files.COMMANDS, *okr_import.COMMANDS,
):  # fmt: skip
    command.add_command(_each)
