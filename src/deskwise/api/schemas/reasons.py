"""Reasons that customers' subjects give: what is answered, and what is posted."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from deskwise.api.schemas.figures import Answer
from deskwise.api.selection_words import LONGEST, MOST
from deskwise.app.name_reasons import LONGEST_NAME

Key = Annotated[str, Field(min_length=1, max_length=LONGEST, description="The leading words of the cluster.")]
Name = Annotated[
    str, Field(min_length=1, max_length=LONGEST_NAME, description="What it is called; the same makes one.")
]
Version = Annotated[
    int | None,
    Field(
        ge=0,
        description="The version of the name it had when it was looked at, 0 of none: where it is another"
        " one now, nothing is changed (409). Null asks not.",
    ),
]


class Cluster(Answer):
    """Subjects that say the same."""

    key: str
    requests: int | None = Field(
        description="Null for who may not see a figure of few people, and where there are none any more."
    )
    version: int = Field(description="That of its name, 0 where it has none.")


class Reason(Answer):
    """Clusters of one name, or one that has none."""

    name: str
    clusters: list[Cluster]


class Reasons(Answer):
    """The reasons, the largest first."""

    kept: bool = Field(description="Whether texts are kept; without them there are no reasons.")
    reasons: list[Reason]


class NamedReason(Answer):
    """The name that a cluster has now."""

    key: str
    name: str
    version: int


class NamedReasons(Answer):
    """The names that were given."""

    named: list[NamedReason]


class NamingBody(BaseModel):
    """A name for a cluster."""

    model_config = ConfigDict(extra="forbid")

    key: Key
    name: Name
    version: Version = None


class MergingBody(BaseModel):
    """One name for several clusters."""

    model_config = ConfigDict(extra="forbid")

    keys: list[Key] = Field(min_length=1, max_length=MOST)
    name: Name


class TakenBackNameBody(BaseModel):
    """A cluster whose name is taken back."""

    model_config = ConfigDict(extra="forbid")

    key: Key
    version: Version = None
