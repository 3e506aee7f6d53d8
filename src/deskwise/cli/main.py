"""The command `deskwise`: its commands by name, loaded when asked for, and what becomes of errors."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

from deskwise.kernel.errors import DeskwiseError
from deskwise.kernel.version import __version__

DONE, FINDING, USAGE, UNEXPECTED, STOPPED = 0, 1, 2, 3, 130
TRACEBACK_VARIABLE = "DESKWISE_TRACEBACK"

# Each command's module and its line in the help, so that the help page imports none of them.
COMMANDS: dict[str, tuple[str, str]] = {
    "import": ("deskwise.cli.import_log", "Read event logs into the workspace."),
    "connect": ("deskwise.cli.connect", "Connect a help desk: test it, and show its first tickets."),
    "sync": ("deskwise.cli.sync", "Bring in what is new at the connected help desks."),
    "sources": ("deskwise.cli.sources", "Print how far each source is, and what it cannot give."),
    "map": ("deskwise.cli.map", "Show how an export is understood, and draft its mapping."),
    "metrics": ("deskwise.cli.metrics", "Print figures."),
    "spread": ("deskwise.cli.spread", "Print how the durations behind a figure are spread."),
    "requests": ("deskwise.cli.requests", "Print the requests behind a figure, and what each gave."),
    "explain": ("deskwise.cli.explain", "Print a ticket's events and what was counted of them."),
    "rule": ("deskwise.cli.rule", "Rule on an event of a ticket, or take a ruling back."),
    "disputes": ("deskwise.cli.disputes", "Show and decline what people dispute in figures."),
    "analyse": ("deskwise.cli.analyse", "Print what figures do not show by themselves."),
    "catalogue": ("deskwise.cli.catalogue", "Print what the metrics mean."),
    "serve": ("deskwise.cli.serve", "Serve the pages, for browsers, and the API, for programs."),
    "settings": ("deskwise.cli.settings", "Show or change the settings."),
    "rejects": ("deskwise.cli.rejects", "Print the rows that could not be events, and why."),
    "quality": ("deskwise.cli.quality", "Print what is doubtful in the data of an import."),
    "demo": ("deskwise.cli.demo", "Make a sample company and show its figures."),
    "export": ("deskwise.cli.export", "Write the log to a file that imports again."),
    "check": ("deskwise.cli.check", "Prove that the workspace is whole."),
    "backup": ("deskwise.cli.backup", "Copy the workspace into one file, while it is in use."),
    "forget": ("deskwise.cli.forget", "Let people's identifiers leave the workspace; figures stay."),
    "personal-data": ("deskwise.cli.personal_data", "Print what is held on a person, in all stores."),
    "restore": ("deskwise.cli.restore", "Put a backup in the workspace's place."),
    "people": ("deskwise.cli.people", "Show, invite and change the people who sign in."),
    "okr": ("deskwise.cli.okr", "Set objectives, and see how far their key results have come."),
    "limits": ("deskwise.cli.limits", "Show and set since when limits are drawn."),
    "reasons": ("deskwise.cli.reasons", "Show, name and merge the reasons that subjects give."),
    "tokens": ("deskwise.cli.tokens", "Make, show and revoke the tokens of programs."),
    "webhooks": ("deskwise.cli.webhooks", "Make the secrets that help desks sign deliveries with."),
    "audit": ("deskwise.cli.audit", "Print who changed what."),
}
NAME, ATTRIBUTE = "deskwise", "command"


class Deskwise(click.Group):
    """A group that knows the names of its commands and loads one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command called so, loaded; null if there is none."""
        if cmd_name not in COMMANDS:
            return None
        found = getattr(importlib.import_module(COMMANDS[cmd_name][0]), ATTRIBUTE)
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list of commands in the help page, from their lines alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def main(  # type: ignore[override]  # one way of ending, in tests too
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,  # noqa: ARG002 - click's signature
        **extra: Any,
    ) -> Any:
        """Run, and end the process with the exit code that says what came of it."""
        extra["standalone_mode"] = False
        sys.exit(self._code(args, NAME, extra))

    def _code(self, args: Sequence[str] | None, prog_name: str, extra: dict[str, Any]) -> int:
        try:
            outcome = super().main(args, prog_name, **extra)
        except DeskwiseError as error:
            return _told(f"deskwise: {error.what}: {error.do}", error.exit_code)
        except click.ClickException as error:
            return _told(_usage_words(error), USAGE)
        except (click.Abort, KeyboardInterrupt):
            return _told("deskwise: stopped", STOPPED)
        except BrokenPipeError:
            # Whoever read has had enough; what is still buffered would fail again at the end of the process.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        except Exception as error:  # noqa: BLE001 - the outermost edge: nobody else is left to tell it
            return _unexpected(error)
        return outcome if isinstance(outcome, int) else DONE


def _usage_words(error: click.ClickException) -> str:
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    what = error.format_message().rstrip(".").replace(". Did you mean", ", did you mean").rstrip("?")
    return f"deskwise: {what[:1].lower()}{what[1:]}: see {ctx.command_path if ctx else 'deskwise'} --help"


def _unexpected(error: Exception) -> int:
    # An unknown error's own words may quote somebody's tickets: they are for whoever asks for them.
    if os.environ.get(TRACEBACK_VARIABLE):
        traceback.print_exception(error)
    kind = type(error).__name__
    return _told(
        f"deskwise: something went wrong that was not foreseen ({kind}): "
        f"run it again with {TRACEBACK_VARIABLE}=1 to see where, and report it",
        UNEXPECTED,
    )


def _told(line: str, code: int) -> int:
    click.echo(line, err=True)
    return code


@click.group(
    cls=Deskwise,
    no_args_is_help=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Exit codes: 0 done, 1 a finding (such as rejects), 2 usage or input, 3 something not foreseen.
""",
)
@click.version_option(__version__, prog_name="deskwise", message="%(prog)s %(version)s")
@click.option(
    "--home",
    metavar="DIR",
    help="The workspace: a folder. Default: DESKWISE_HOME, else .deskwise here if there is one, "
    "else deskwise in your data folder (~/.local/share).",
)
@click.pass_context
def cli(ctx: click.Context, home: str | None) -> None:
    """Support numbers you can click until you believe them.

    \b
    Events go in:        deskwise import tickets.csv --source desk --timezone Europe/Berlin
    Figures come out:    deskwise metrics first_response_time --every month --by team
    Each one opens:      deskwise requests first_response_time --by team
                         deskwise explain 4711
    With nothing yet:    deskwise demo
    """  # noqa: D301 - click wants the very character
    ctx.obj = home
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run() -> None:
    """What the installed command `deskwise` calls."""
    cli.main()


if __name__ == "__main__":
    run()
