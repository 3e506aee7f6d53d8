"""Objectives in the state, with all that is said and decided of them; see `app.okr_store.OkrStore`."""

from __future__ import annotations

from deskwise.stores.state.okr_check_in_rows import CheckInRows
from deskwise.stores.state.okr_close_out_rows import CloseOutRows
from deskwise.stores.state.okr_cycle_rows import CycleRows
from deskwise.stores.state.okr_key_result_rows import KeyResultRows
from deskwise.stores.state.okr_objective_rows import ObjectiveRows
from deskwise.stores.state.okr_team_rows import TeamRows


class OkrRows(CycleRows, ObjectiveRows, KeyResultRows, TeamRows, CheckInRows, CloseOutRows):
    """Objectives and what belongs to them, in one transaction."""
