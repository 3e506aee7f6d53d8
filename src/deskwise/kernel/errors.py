"""The tree of errors: what happened, to what (ids, never customers' text), and what to do.

Sorted by who can act: `UsageError` the person typing, `InputError` whoever made the file,
`SettingsError` whoever keeps the settings, `WorkspaceError` whoever keeps the machine, `SourceError` whoever
keeps the help desk that is read, `NotAllowedError` whoever keeps the list of people.
"""

from typing import Any


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


class ChangedMeanwhileError(UsageError):
    """Somebody else changed the same thing since it was read. `now` is what is there; nothing was changed."""

    def __init__(self, what: str, *, do: str, now: Any) -> None:
        super().__init__(what, do=do)
        self.now = now


class NotAllowedError(DeskwiseError):
    """Whoever asks may not do or see this."""


class SignInError(NotAllowedError):
    """Nobody is signed in by that; it never says which part was wrong.

    `retry_after_seconds` is how long to wait before the next try counts, null where none has to wait.
    """

    def __init__(self, what: str, *, do: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(what, do=do)
        self.retry_after_seconds = retry_after_seconds


class ProviderError(DeskwiseError):
    """The provider of identities that people sign in at could not be asked, or does not know us."""


class SignatureError(NotAllowedError):
    """What was delivered is not signed as it has to be; it never says by which part it was found out."""


class ReplayedError(NotAllowedError):
    """What was delivered was delivered before."""


class LinkError(NotAllowedError):
    """A one-time link is unknown, used already, or has run out."""


class UnknownNameError(UsageError):
    """What was asked for by its name is not there."""


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


class EmptyWorkspaceError(WorkspaceError):
    """Nothing was imported yet, or nothing that counts."""


class WorkspaceBusyError(WorkspaceError):
    """Another process is writing; the same call may succeed later."""


class SourceError(DeskwiseError):
    """A help desk did not give what it was asked for. It quotes no answer: that may be customers' text."""


class SyncStoppedError(DeskwiseError):
    """A sync was told to stop, and has kept what it brought; its exit code is that of a SIGTERM."""

    exit_code = 143


class FinalSourceError(SourceError):
    """Asking again gives the same: somebody has to change something."""


class SourceCredentialsError(FinalSourceError):
    """The help desk does not know us: the user, token or secret is wrong, or has run out."""


class SourcePermissionError(FinalSourceError):
    """The help desk knows us, and does not let us see what was asked for."""


class SourceSchemaError(FinalSourceError):
    """The answer is not what this source's version of it should be, or the question is not understood."""


class SourceMissingError(SourceSchemaError):
    """What was asked for is not there, or not for us."""


class PassingSourceError(SourceError):
    """It may go well later. `retry_after_seconds` is how long it asks to wait, null if it does not say."""

    def __init__(self, what: str, *, do: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(what, do=do)
        self.retry_after_seconds = retry_after_seconds


class SourceRateError(PassingSourceError):
    """The help desk was asked more often than it allows."""


class SourceServerError(PassingSourceError):
    """The help desk failed, or its answer broke off."""


class SourceNetworkError(PassingSourceError):
    """The help desk could not be reached, or took too long."""
