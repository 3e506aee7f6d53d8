"""docs/cli.md: the help page of every command."""

from collections.abc import Iterator

import click

from deskwise.cli.main import COMMANDS, cli

INTRODUCTION = """\
# The command line

What `--help` says of each command. The fields of what `--format json` prints are on [their own page](json.md).

The workspace is one folder. It is the one `--home` names, else `DESKWISE_HOME`, else `.deskwise` in the current folder
if there is one, else `deskwise` in the user's data folder (`~/.local/share`, or `XDG_DATA_HOME`).

Exit codes: 0 done; 1 a finding, as `deskwise rejects` makes when there are rejects; 2 usage or input, with one line
that says what happened and what to do; 3 something that was not foreseen (`DESKWISE_TRACEBACK=1` shows where). An import
with rejected rows ends with 0 and says so.

`--by`, `--stat` and `--where` take several words, and can be given several times: `--by team agent`, `--by team --by
agent` and `--by team,agent` are the same. `--where team=a team=b` is either of the two, `--where team=` is no team.
"""
WIDTH = 100


def page() -> str:
    """The page's text."""
    parts = [INTRODUCTION, *(f"## {path}\n\n{_help(path, command)}" for path, command in _commands())]
    return "\n\n".join(part.rstrip() for part in parts)


def _commands() -> Iterator[tuple[str, click.Command]]:
    ctx = click.Context(cli)
    yield "deskwise", cli
    for name in COMMANDS:
        command = cli.get_command(ctx, name)
        assert command is not None
        yield from _with_inner(f"deskwise {name}", command)


def _with_inner(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """A command and all that are within it."""
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _with_inner(f"{path} {name}", inner)


def _help(path: str, command: click.Command) -> str:
    ctx = click.Context(command, info_name=path, terminal_width=WIDTH, help_option_names=["-h", "--help"])
    lines = command.get_help(ctx).splitlines()
    return "\n".join(f"    {line}".rstrip() for line in lines)
