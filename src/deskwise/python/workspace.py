"""A workspace in Python: the commands as methods, their options as keywords."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from deskwise import bootstrap
from deskwise.app import workspace as app
from deskwise.app.ask_import import import_request
from deskwise.app.explain_ticket import explain_ticket
from deskwise.app.lake import ImportProgress
from deskwise.app.list_rejects import list_rejects
from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import read_metrics
from deskwise.app.show_catalogue import show_catalogue
from deskwise.app.show_quality import show_quality
from deskwise.app.understand_files import import_understood
from deskwise.app.workspace_home import data_folder, default_home
from deskwise.kernel.clock import Clock, SystemClock
from deskwise.kernel.errors import UsageError, WorkspaceError
from deskwise.kernel.periods import Grain
from deskwise.metrics.definition import Clock as Reckoning
from deskwise.python.asked import (
    Threshold,
    Values,
    When,
    Words,
    chosen,
    day_or_instant,
    question,
    seconds,
    split_by,
)
from deskwise.python.catalogue import Catalogue
from deskwise.python.explanation import Explanation
from deskwise.python.import_progress import ProgressCalls
from deskwise.python.import_summary import ImportSummary
from deskwise.python.quality import Quality
from deskwise.python.readings import Readings
from deskwise.python.rejects import Rejects
from deskwise.python.requests import Requests

if TYPE_CHECKING:
    from deskwise.python.analysis import Analysis
    from deskwise.python.reasons import Reasons
    from deskwise.python.settings import Settings
    from deskwise.python.syncs import Sources, Syncs

Named: TypeAlias = str | os.PathLike[str]


def open(home: Named | None = None) -> Workspace:  # noqa: A001 - deskwise.open is what it is called
    """The workspace in a folder; without one that of the command line: see `deskwise --help`.

    Nothing is made there before something is imported. Raises `WorkspaceError` for a path that is a file.
    """
    folder = default_home() if home is None else Path(home).expanduser()
    if folder.is_file():
        raise WorkspaceError(
            f"{folder} is a file, and a workspace is a folder",
            do="open a folder, and import the file into it: deskwise.open(FOLDER).import_(FILE)",
        )
    return Workspace(folder, bootstrap.open_workspace(folder, stays_open=True))


def demo(
    home: Named | None = None, *, tickets: int = 7_000, seed: int = 1, placebo: bool = False
) -> Workspace:
    """The workspace of a sample company, made in a folder of its own unless it is there already.

    Without a folder it is `deskwise-demo` in your data folder. Another `seed` is another company; `placebo`
    its twin in which nothing is hidden to be found. Raises `UsageError` where the folder holds another log.
    """
    from deskwise.app.make_demo import make_demo  # noqa: PLC0415 slow
    from deskwise.app.objectives.sample_objectives import add_sample_objectives  # noqa: PLC0415 slow
    from deskwise.sample.company import SampleCompany  # noqa: PLC0415 slow

    for name, number, least in (("tickets", tickets, 1), ("seed", seed, 0)):
        if number < least:
            raise UsageError(f"{name} is {number}", do=f"give {least} or more")
    workspace = open(data_folder() / "deskwise-demo" if home is None else home)
    make_demo(workspace._kept, SampleCompany(seed, tickets, placebo), SystemClock())
    add_sample_objectives(workspace._kept, bootstrap.open_state(workspace.home))
    return workspace


@dataclass(frozen=True)
class Workspace:
    """One log with its settings and facts, in the folder `home`.

    Every method gives what the command of its name prints, and raises the same errors: `UsageError`,
    `InputError`, `SettingsError`, `SourceError`, `WorkspaceError`, all of them `DeskwiseError` with
    `what` and `do`.
    """

    home: Path
    _kept: app.Workspace = field(repr=False)
    _now: Clock = field(default_factory=SystemClock, repr=False)

    def metrics(
        self,
        *names: str,
        by: Words = (),
        every: Grain | None = None,
        since: When | None = None,
        until: When | None = None,
        where: Mapping[str, Values] | None = None,
        stat: Words = (),
        within: Threshold | None = None,
        clock: Reckoning = "elapsed",
        as_of: When | None = None,
    ) -> Readings:
        """Figures: of the metrics named, or of all that have what is asked.

        `by` splits them by dimensions and `every` by time. `since` (included) and `until` (not included) are
        dates or instants in the workspace's zone. `where` maps dimensions to the values they may have, None
        being one. `stat` are statistics, `within` the threshold of "within" in seconds or as a timedelta,
        `clock` elapsed or working time. `as_of` reads what was known earlier.

        Raises:
            UsageError: a name does not exist, or what is asked does not fit together.
            WorkspaceError: nothing was imported yet.
        """
        asked = question(
            names, by=by, every=every, since=since, until=until, where=where, stat=stat, within=within,
            clock=clock, as_of=as_of,
        )  # fmt: skip
        return Readings(read_metrics(self._kept, asked), split_by(asked), asked.every, asked.clock)

    def requests(
        self,
        metric: str,
        *,
        by: Words = (),
        every: Grain | None = None,
        since: When | None = None,
        until: When | None = None,
        where: Mapping[str, Values] | None = None,
        stat: Words = (),
        within: Threshold | None = None,
        clock: Reckoning = "elapsed",
        as_of: When | None = None,
        limit: int | None = None,
        state: str | None = None,
        gave: str | None = None,
    ) -> Requests:
        """The cases behind a figure, in the order they are counted at; the first `limit`, or all.

        The keywords of `metrics` select the same cases: those counted, those only below the line, and those
        left out, open or provisional, with the reason. `state` leaves those in one of these states; `gave`
        the counted ones that gave "yes" or "no" (a share), were "within" or "beyond" the threshold `within`
        (a duration), or are of a "promoter", "passive" or "detractor" (nps).

        Raises:
            UsageError: a name does not exist, or what is asked does not fit together.
            WorkspaceError: nothing was imported yet.
        """
        if limit is not None and limit < 1:
            raise UsageError(f"a limit of {limit} leaves no case", do="give 1 or more, or None for all")
        asked = question(
            [metric], by=by, every=every, since=since, until=until, where=where, stat=stat, within=within,
            clock=clock, as_of=as_of,
        )  # fmt: skip
        return Requests(list_requests(self._kept, asked, limit, state=state, gave=gave), split_by(asked))

    def explain(self, ticket: str, *, source: str | None = None, clock: Reckoning = "elapsed") -> Explanation:
        """A ticket opened: its events with what each did, the facts made of them, what is counted of it.

        Raises:
            UsageError: nobody knows the ticket, or several sources do and none is named.
            WorkspaceError: nothing was imported yet.
        """
        return Explanation(explain_ticket(self._kept, str(ticket), source, clock))

    def analyse(
        self,
        name: str,
        metric: str = "",
        *,
        stat: str | None = None,
        within: Threshold | None = None,
        clock: Reckoning | None = None,
        period: str | None = None,
        since: When | None = None,
        until: When | None = None,
        where: Mapping[str, Values] | None = None,
        **options: str | None,
    ) -> Analysis:
        """What a figure does not show by itself: the finding of an analysis, such as "what_changed".

        It is asked about the last full `period` of a name ("4_weeks", "week", "month", "quarter") against the
        one before, or about the time from `since` to `until` against as long a time before. Some are always
        about the same metric, and take none. `options` are the analysis' own, such as `by` of "what_changed":
        see docs/analyses.md.

        Raises:
            UsageError: a name does not exist, or the analysis has nothing to say of such a figure.
            WorkspaceError: nothing was imported yet.
        """
        from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
        from deskwise.app.analyse import analyse  # noqa: PLC0415 slow
        from deskwise.app.analysis_question import AnalysisQuestion  # noqa: PLC0415 slow
        from deskwise.app.asking import Asking  # noqa: PLC0415 slow
        from deskwise.python.analysis import Analysis  # noqa: PLC0415 slow

        asked = AnalysisQuestion(
            name,
            metric,
            stat=stat or "",
            clock=clock or "",
            within_seconds=None if within is None else seconds(within),
            period=period or "",
            since=day_or_instant(since) or "",
            until=day_or_instant(until) or "",
            where=chosen(where),
            options={key: value for key, value in options.items() if value is not None},
        )
        asking = Asking(
            self._kept,
            bootstrap.open_state(self.home),
            TERMINAL,
            comments=bootstrap.open_comments(self.home),
        )
        return Analysis(analyse(asking, asked))

    def import_(
        self,
        *files: Named,
        map: Named | None = None,  # noqa: A002 - the option's name
        source: str | None = None,
        timezone: str | None = None,
        as_of: When | None = None,
        dry_run: bool = False,
        progress: Callable[[ImportProgress], object] | None = None,
    ) -> ImportSummary:
        """Read event logs, all files as one whole; what was imported before is not counted again.

        A file with another system's columns, such as a help desk's export, is understood by its headers and
        what it holds, and `notes` of the answer say how; `map` is a mapping file, or the name of a shipped
        one, that says it instead.
        `source` names rows that name none, `timezone` is the zone of local times, `as_of` until when the data
        is complete. `dry_run` says what would be, and changes nothing. `progress` is called with an
        `ImportProgress` from a thread beside the import, twice a second where something changed: `print`
        will do; without it nothing is told.

        Raises:
            InputError: a file cannot be read, or leaves a question open; then nothing was imported.
            MappingError: the mapping file contradicts itself or the file.
            UsageError: a zone or an instant does not exist.
            WorkspaceBusyError: another process is writing.
        """
        request = import_request(
            self._kept,
            [Path(file).expanduser() for file in files],
            None if map is None else bootstrap.read_mapping(Path(map)),
            source=source,
            timezone=timezone,
            as_of=day_or_instant(as_of),
            dry_run=dry_run,
        )
        reader = bootstrap.file_reader()
        if progress is None:
            done = import_understood(self._kept, request, self._now, reader)
        else:
            with ProgressCalls(progress) as calls:
                done = import_understood(self._kept, request, self._now, reader, watch=calls.watch)
        return ImportSummary(done.summary, self._kept.rules().zone, dry_run, done.notes)

    def catalogue(self, metric: str | None = None) -> Catalogue:
        """What the metrics mean: all of them, or one in full.

        Raises:
            UsageError: no metric is called so.
        """
        return Catalogue(show_catalogue(metric), metric is not None)

    def rejects(self, *, import_: int | None = None, reason: str | None = None) -> Rejects:
        """The rows that could not be events, of one import or for one reason if that is named.

        Raises:
            UsageError: no reason is called so.
            WorkspaceError: nothing was imported yet.
        """
        return Rejects(tuple(list_rejects(self._kept.lake, import_, reason)))

    def quality(self, *, import_: int | None = None) -> Quality:
        """What is doubtful in the data of the last import, or of the one that is named.

        Raises:
            UsageError: there is no such import.
            WorkspaceError: nothing was imported yet, or that import was not judged.
        """
        return Quality(show_quality(self._kept.lake, import_))

    def sync(
        self,
        *names: str,
        since: When | None = None,
        full: bool = False,
        progress: Callable[[ImportProgress], object] | None = None,
    ) -> Syncs:
        """Bring in what is new at these connected help desks, or at all of them; one after the other.

        `since` goes through the history again from what was changed since, `full` through all of it, and
        looks for deleted tickets. `progress` is as in `import_`.

        Raises:
            SourceError: a help desk failed; what it gave, and what came before it, stays.
            UsageError: nothing is connected, or nothing is called so.
            SettingsError: a secret is not where it should be.
            WorkspaceBusyError: another process is writing, or syncing the same.
        """
        from deskwise.app.connections import named_connections  # noqa: PLC0415 slow
        from deskwise.app.sync_connection import sync_connection, sync_request  # noqa: PLC0415 slow
        from deskwise.python.syncs import Syncs  # noqa: PLC0415 slow

        wanted = names or named_connections(self._kept, None)
        requests = [sync_request(self._kept, name, day_or_instant(since), full=full) for name in wanted]
        store, secrets = bootstrap.open_syncs(self.home), bootstrap.secrets()
        reader = bootstrap.file_reader()
        with ProgressCalls(progress or (lambda _: None)) as calls:
            watch = None if progress is None else calls.watch
            done = [
                sync_connection(
                    self._kept, store, one, secrets, bootstrap.open_source, self._now, reader, watch
                )
                for one in requests
            ]
        return Syncs(tuple(done), self._kept.rules().zone)

    def sources(self) -> Sources:
        """How far each connected help desk is: state, freshness, last error, what is missing."""
        from deskwise.app.connections import connections  # noqa: PLC0415 slow
        from deskwise.app.show_sources import show_sources  # noqa: PLC0415 slow
        from deskwise.python.syncs import Sources  # noqa: PLC0415 slow

        store = bootstrap.open_syncs(self.home)
        found = show_sources(store, connections(self._kept), bootstrap.describe_sources(), self._now)
        return Sources(found, self._kept.rules().zone)

    @property
    def reasons(self) -> Reasons:
        """The reasons that customers' subjects give, to be listed, named and merged."""
        from deskwise.python.reasons import Reasons  # noqa: PLC0415 slow

        return Reasons(self._kept, self.home, self._now)

    @property
    def settings(self) -> Settings:
        """The settings as they stand; the defaults in a workspace that was never set up."""
        from deskwise.app.change_settings import show_settings  # noqa: PLC0415 slow
        from deskwise.python.settings import Settings  # noqa: PLC0415 slow

        return Settings(show_settings(self._kept))
