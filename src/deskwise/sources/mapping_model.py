"""What a mapping file may say: its keys, their types and what they mean."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator  # noqa: TID253 - models of a file

Name = Annotated[str, StringConstraints(min_length=1)]


class ColumnCell(BaseModel):
    """A cell filled from a column of the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    column: Name = Field(description="The column of the file.", examples=["Resource"])


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
        description="How instants are written, in the letters of strptime; ISO 8601 if it is missing.",
        examples=["%d/%m/%Y %H:%M"],
    )
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = Field(
        default=None,
        description="What parts the cells of a CSV file; found out if it is missing.",
        examples=[";"],
    )
    columns: dict[Name, Name] = Field(
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

    @model_validator(mode="after")
    def _belongs_together(self) -> MappingModel:
        if self.activities and self.activity is None:
            raise ValueError(
                'activities are named, but not the column that holds them (activity = "Activity")'
            )
        if self.activity is not None and not self.activities:
            raise ValueError(
                'a column of activities is named, but no activity ([activities] "Closed" = "note")'
            )
        return self
