"""The words in an address of a period that is held against the one before."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from deskwise.app.compared_periods import PeriodName

OverPeriod = Annotated[
    PeriodName, Query(description="The last full period of this name, against the one before.")
]
WithWeeks = Annotated[bool, Query(description="Whether each figure has its last weeks as well.")]
