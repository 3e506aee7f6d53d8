"""What is posted of objectives and key results."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from deskwise.app.objectives.check_in import LONGEST_NOTE
from deskwise.app.objectives.talk_of_objectives import LONGEST_REMARK
from deskwise.okr.check_in import LEAST_CONFIDENCE, MOST_CONFIDENCE

# Beyond any figure of a help desk; what is worked out of it stays a number.
LARGEST_VALUE = 1e12
Value = Annotated[float, Field(ge=-LARGEST_VALUE, le=LARGEST_VALUE, allow_inf_nan=False)]


class StepBody(BaseModel):
    """The objective as it was looked at."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(
        ge=1,
        le=2**31 - 1,
        description="The version that was looked at: where it is another one now, nothing is done (409).",
    )


class RemarkBody(BaseModel):
    """What somebody says of an objective."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=LONGEST_REMARK)


class CheckInBody(BaseModel):
    """What somebody says of a key result."""

    model_config = ConfigDict(extra="forbid")

    confidence: int | None = Field(
        None, ge=LEAST_CONFIDENCE, le=MOST_CONFIDENCE, description="How sure one is that it will be met."
    )
    moved_by: str = Field("", max_length=LONGEST_NOTE, description="What moved it.")
    next_step: str = Field("", max_length=LONGEST_NOTE, description="What is next.")
    value: Value | None = Field(None, description="The value of today, of a number that nothing reads.")


class OverrideBody(BaseModel):
    """A value that is to count in the place of what is read."""

    model_config = ConfigDict(extra="forbid")

    value: Value = Field(description="In the unit of the key result: durations in seconds, shares 0 to 1.")
    why: str = Field(min_length=1, max_length=LONGEST_NOTE, description="Why, in a line; it stays with it.")
