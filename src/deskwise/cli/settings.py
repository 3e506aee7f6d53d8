"""`deskwise settings`: show the settings, change one, or load a file of them."""

from __future__ import annotations

from pathlib import Path

import click

from deskwise.app.change_settings import load_settings, set_setting, show_settings
from deskwise.app.settings_document import SettingsDocument
from deskwise.cli.output import format_option, print_csv, print_json
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace
from deskwise.kernel.errors import InputError


@click.group(
    "settings",
    epilog="""\b
Examples:
  deskwise settings show
  deskwise settings set window_days 5
  deskwise settings set teams.support.tier 1
  deskwise settings load settings.toml
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
    workspace = open_workspace(chosen_home(home))
    with told_if_long("making the facts anew"):
        document = set_setting(workspace, key, value)
    _print_saved(document)


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
    workspace = open_workspace(chosen_home(home))
    with told_if_long("making the facts anew"):
        document = load_settings(workspace, text)
    _print_saved(document)


def _print_saved(document: SettingsDocument) -> None:
    click.echo(document.to_toml() or "All settings have their defaults.\n", nl=False)
