"""`deskwise settings`: show the settings, change one, or load a file of them."""

from __future__ import annotations

from pathlib import Path

import click

from deskwise.app.access.holders import TERMINAL
from deskwise.app.change_settings import SettingsKeeper, show_settings
from deskwise.app.plain_json import plain_values
from deskwise.app.settings_document import SettingsDocument, parse_settings, set_key
from deskwise.app.settings_versions import version_json
from deskwise.app.workspace import Workspace
from deskwise.cli.output import Column, format_option, print_csv, print_json, print_table
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_state, open_workspace
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import InputError


@click.group(
    "settings",
    epilog="""\b
Examples:
  deskwise settings show
  deskwise settings set window_days 5
  deskwise settings set teams.support.tier 1
  deskwise settings load settings.toml
  deskwise settings versions
""",
)
def command() -> None:
    """Show or change the settings: window, zone, teams, schedules, SLA.

    A change makes the facts anew, so that every figure, past ones too, is read under the same settings.
    """


@command.command("show", epilog="\b\nExample:\n  deskwise settings show > settings.toml")
@format_option
@home_option
def show(form: str, home: str | None) -> None:
    """Print all settings as a settings file, defaults too."""
    document = show_settings(open_workspace(chosen_home(home)))
    if form == "table":
        click.echo(document.to_toml(with_defaults=True), nl=False)
        return
    table = document.model_dump(by_alias=True)
    if form == "json":
        print_json(table)
    else:
        print_csv([{"key": key, "value": value} for key, value in table.items()], ("key", "value"))


@command.command("set", epilog="\b\nExamples:\n  deskwise settings set window_days none\n"
                 "  deskwise settings set zone Europe/Berlin")  # fmt: skip
@click.argument("key")
@click.argument("value")
@home_option
def set_one(key: str, value: str, home: str | None) -> None:
    """Change one setting, named by its key; VALUE is TOML, or text without quotes."""
    folder = chosen_home(home)
    workspace = open_workspace(folder)
    _save(folder, workspace, set_key(show_settings(workspace), key, value))


@command.command("load", epilog="\b\nExample:\n  deskwise settings load settings.toml")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.toml")
@home_option
def load(file: Path, home: str | None) -> None:
    """Put a settings file in place of all settings; it is taken as a whole or not at all."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{file} cannot be read", do="check its name and that you may read it") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is no text in UTF-8", do="save it in UTF-8") from error
    folder = chosen_home(home)
    _save(folder, open_workspace(folder), parse_settings(text))


@command.command("versions", epilog="\b\nExample:\n  deskwise settings versions")
@format_option
@home_option
def versions(form: str, home: str | None) -> None:
    """Print every version there was: when it was saved, and by whom."""
    found = open_workspace(chosen_home(home)).settings_versions()
    rows = [version_json(each) for each in found]
    if form == "json":
        print_json({"versions": rows})
    elif form == "csv":
        print_csv(plain_values(rows), ("version", "at", "who"))
    elif rows:
        columns = (Column("version", "right"), Column("at"), Column("who"))
        cells = [
            [
                str(each.number),
                "" if each.at is None else f"{each.at:%Y-%m-%d %H:%M}",
                each.who or "not known",
            ]
            for each in found
        ]
        print_table(columns, cells)
    else:
        click.echo("All settings have their defaults.")


def _save(folder: Path, workspace: Workspace, document: SettingsDocument) -> None:
    keeper = SettingsKeeper(workspace, open_state(folder), SystemClock(), TERMINAL)
    with told_if_long("making the facts anew"):
        keeper.keep(document)
    click.echo(document.to_toml() or "All settings have their defaults.\n", nl=False)
