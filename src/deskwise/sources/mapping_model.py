"""What a mapping file may say: its keys, their types and what they mean."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator  # noqa: TID253 - models of a file

from deskwise.kernel.language import say

Name = Annotated[str, StringConstraints(min_length=1)]
Names = Annotated[list[Name], Field(min_length=1)]


class ColumnCell(BaseModel):
    """A cell filled from a column of the file, as it is or translated value by value."""

    model_config = ConfigDict(extra="forbid", strict=True)

    column: Name | Names = Field(
        description="The column of the file, or several, which are joined by hyphens.", examples=["Resource"]
    )
    values: dict[str, str] | None = Field(
        default=None, description="What the file's values mean in the log.", examples=['"Open" = "open"']
    )
    other: str | None = Field(
        default=None,
        description="What becomes of values not named: reject, skip (no such event), keep, or a value.",
        examples=["reject"],
    )

    @model_validator(mode="after")
    def _belongs_together(self) -> ColumnCell:
        if self.other is not None and self.values is None:
            raise ValueError(say('other is for values not named: name some (values = { "Open" = "open" })'))
        return self


CellValue = str | ColumnCell


class EventModel(BaseModel):
    """An event that a record becomes: its kind, and any column of the canonical log.

    A text fills the column with that text, `{ column = "..." }` with what that column of the file says.
    """

    model_config = ConfigDict(extra="allow", strict=True)

    kind: Name = Field(description="One of the kinds.", examples=["status"])
    extra: dict[Name, CellValue] = Field(default_factory=dict, description="Further fields.")

    @property
    def cells(self) -> dict[str, Any]:
        """What fills the columns beside kind and extra."""
        return dict(self.__pydantic_extra__ or {})


class AtModel(BaseModel):
    """When an event was, where one column does not say it all."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    column: Name | None = Field(default=None, description="A column of instants.", examples=["Created at"])
    date: Name | None = Field(default=None, description="A column of dates.", examples=["Date"])
    time: Name | None = Field(default=None, description="The column of times beside it.", examples=["Time"])
    plus: Name | Names | None = Field(
        default=None, description="Columns of durations to add.", examples=["First reply minutes"]
    )
    unit: Literal["seconds", "minutes", "hours", "days", "clock"] | None = Field(
        default=None, description="What plus is counted in; clock is 1:02:03.", examples=["minutes"]
    )
    date_format: Name | None = Field(default=None, description="As above, for these columns alone.")
    end_of_day: bool = Field(default=False, description="The last moment of that day.")
    else_: Name | AtModel | None = Field(
        default=None, alias="else", description="What counts where this is empty.", examples=["Created at"]
    )

    @model_validator(mode="after")
    def _belongs_together(self) -> AtModel:
        if (self.column is None) == (self.date is None):
            raise ValueError(say('name one column (column = "Created at"), or a date and a time'))
        if (self.date is None) != (self.time is None):
            raise ValueError(say('a date and a time belong together (date = "Date", time = "Time")'))
        if (self.plus is None) != (self.unit is None):
            raise ValueError(say('plus and unit belong together (plus = "Minutes", unit = "minutes")'))
        return self


class ConditionModel(BaseModel):
    """When an event is made: a column is filled or not, or says one of some texts."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    column: Name = Field(description="The column of the file.", examples=["Status"])
    in_: Annotated[list[str], Field(min_length=1)] | None = Field(
        default=None, alias="in", description="The texts it may say.", examples=['["Closed"]']
    )
    filled: bool | None = Field(default=None, description="Whether it is filled.", examples=["true"])

    @model_validator(mode="after")
    def _one_question(self) -> ConditionModel:
        if (self.in_ is None) == (self.filled is None):
            raise ValueError(say('ask one thing: in = ["Closed"], or filled = true'))
        return self


class RowEventModel(EventModel):
    """An event that each row of a snapshot, or of a list of calls, becomes."""

    at: Name | AtModel = Field(description="When it was.", examples=["Created at"])
    when: ConditionModel | list[ConditionModel] = Field(
        default_factory=list, description="All that must hold for the event to be made."
    )


class OpenedModel(BaseModel):
    """How tickets come to be where the log has no record of it."""

    model_config = ConfigDict(extra="allow", strict=True, populate_by_name=True)

    from_: Literal["first_row"] = Field(
        alias="from", description="The first record of a ticket opens it as well.", examples=["first_row"]
    )
    extra: dict[Name, CellValue] = Field(default_factory=dict, description="Further fields.")

    @property
    def cells(self) -> dict[str, Any]:
        """What fills the opening's columns."""
        return dict(self.__pydantic_extra__ or {})


class MappingModel(BaseModel):
    """A mapping file as a whole."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name | None = Field(default=None, description="What messages call it; else the file's name.")
    shape: Literal["log", "snapshot", "calls"] = Field(
        default="log",
        description="What a row is: an event (log), a ticket (snapshot) or a call (calls).",
        examples=["snapshot"],
    )
    activity: Name | None = Field(
        default=None, description="The column that says what happened.", examples=["Activity"]
    )
    other: Literal["note", "reject"] = Field(
        default="reject", description="What becomes of activities that are not named.", examples=["note"]
    )
    timezone: Name | None = Field(
        default=None, description="The zone of times without offset.", examples=["Europe/Rome"]
    )
    date_format: Name | None = Field(
        default=None,
        description="How instants are written, in the letters of strptime, or epoch_seconds or "
        "epoch_milliseconds since 1970; ISO 8601 if it is missing.",
        examples=["%d/%m/%Y %H:%M"],
    )
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = Field(
        default=None,
        description="What parts the cells of a CSV file; found out if it is missing.",
        examples=[";"],
    )
    encoding: Name | None = Field(
        default=None,
        description="How the file's letters are written; found out if it is missing.",
        examples=["latin-1"],
    )
    decimal_comma: bool = Field(
        default=False, description="Whether numbers are written 1.234,5.", examples=["true"]
    )
    missing: list[str] = Field(
        default_factory=list,
        description="Texts that mean nothing, as an empty cell does, in every column.",
        examples=['["N/A", "0:00:00"]'],
    )
    headers: Names | None = Field(
        default=None,
        description="All columns of the file it is for, by which a shipped mapping is found.",
        examples=['["Ticket", "Created at"]'],
    )
    columns: dict[Name, Name | Names | ColumnCell] = Field(
        description="Which column of the file fills which column of the log, for every event.",
        examples=['ticket = "case:concept:name"'],
    )
    set: dict[Name, str] = Field(
        default_factory=dict,
        description="Columns of the log that are the same for every event.",
        examples=['source = "helpdesk"'],
    )
    extra: dict[Name, Name] = Field(
        default_factory=dict,
        description="Further fields, and the columns of the file that fill them.",
        examples=['language = "Language"'],
    )
    opened: OpenedModel | None = Field(
        default=None, description="Opens a ticket by its first record.", examples=['from = "first_row"']
    )
    activities: dict[Name, EventModel | Name | list[EventModel | Name]] = Field(
        default_factory=dict,
        description="What each activity becomes: an event, several, none ([]), or just a kind.",
        examples=['"Resolve ticket" = { kind = "status", status = "solved" }'],
    )
    events: list[RowEventModel] = Field(
        default_factory=list,
        description="What each row of a snapshot or of calls becomes, in this order.",
        examples=['[[events]] kind = "opened", at = "Created at"'],
    )

    @model_validator(mode="after")
    def _belongs_together(self) -> MappingModel:
        if self.shape != "log":
            named = [key for key in ("activity", "opened", "activities") if getattr(self, key)]
            if named:
                raise ValueError(
                    say(
                        '%(named)s is for logs; a row of shape "%(shape)s" becomes [[events]]',
                        named=named[0],
                        shape=self.shape,
                    )
                )
            if not self.events:
                raise ValueError(
                    say(
                        'shape "%(shape)s" needs [[events]]: what each row becomes ([[events]] kind = '
                        '"opened", at = "Created at")',
                        shape=self.shape,
                    )
                )
            return self
        if self.events:
            raise ValueError(say('[[events]] need shape = "snapshot" (one row a ticket) or shape = "calls"'))
        if self.activities and self.activity is None:
            raise ValueError(
                say('activities are named, but not the column that holds them (activity = "Activity")')
            )
        if self.activity is not None and not self.activities:
            raise ValueError(
                say('a column of activities is named, but no activity ([activities] "Closed" = "note")')
            )
        return self
