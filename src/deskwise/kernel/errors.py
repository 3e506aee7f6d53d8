"""The tree of errors: what happened, to what (ids, never customers' text), and what to do.

Sorted by who can act: `UsageError` the person typing, `InputError` whoever made the file,
`SettingsError` whoever keeps the settings, `WorkspaceError` whoever keeps the machine.
"""


class DeskwiseError(Exception):
    """Something Deskwise can explain.

    `what` says what happened and to what; `do` says what to do next.

    >>> str(DeskwiseError("no metric is called art", do="see deskwise catalogue"))
    'no metric is called art: see deskwise catalogue'
    """

    exit_code = 2

    def __init__(self, what: str, *, do: str) -> None:
        super().__init__(f"{what}: {do}")
        self.what = what
        self.do = do


class UsageError(DeskwiseError):
    """The question was not asked in a way that can be answered."""


class InputError(DeskwiseError):
    """A file or stream cannot be read as what it is said to be."""


class ForeignColumnsError(InputError):
    """A file can be read, but has not the columns of this log: it is another system's."""

    def __init__(self, what: str, *, do: str, file: str) -> None:
        super().__init__(what, do=do)
        self.file = file


class MappingError(InputError):
    """A mapping file contradicts itself or the file it maps."""


class SettingsError(DeskwiseError):
    """The settings do not hold together."""


class WorkspaceError(DeskwiseError):
    """The workspace is missing, locked, of a newer version or damaged."""


class WorkspaceBusyError(WorkspaceError):
    """Another process is writing; the same call may succeed later."""
