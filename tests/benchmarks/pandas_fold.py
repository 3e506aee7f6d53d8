"""The heart of the fold in pandas, as an analyst would write it: what Deskwise's own is measured beside.

It makes requests with their resolutions, reopenings, re-contacts, escalations and ratings, and waits with
what answered them, on the elapsed clock. It leaves out what the fold makes beside these (working time,
spells, sales, promises, links, SLA clocks, work, outages), and what few logs hold (merges, rulings).
"""

from __future__ import annotations

import sys
import time
from typing import Any

import pandas as pd

WINDOW = pd.Timedelta(days=7)
COLUMNS = [
    "ticket", "at", "seq", "kind", "role", "status", "customer", "category", "value", "scale"
]  # fmt: skip


def fold(events: pd.DataFrame) -> dict[str, float]:
    """Fold a log into requests and waits; returns the totals by which they can be compared."""
    log = events[events.ticket.notna()].sort_values(["ticket", "at", "seq"], kind="stable")
    moves = _moves(log)
    requests = _requests(log, moves)
    waits = _waits(log, moves)
    requests = requests.join(waits[waits.number == 0].set_index("ticket").seconds.rename("first_response"))
    answered = waits[waits.answered]
    return {
        "tickets": float(requests.index.nunique()),
        "resolved": float(requests.resolved_at.notna().sum()),
        "reopenings": float(requests.reopenings.sum()),
        "answered_waits": float(len(answered)),
        "answered_wait_seconds": float(answered.seconds.sum()),
    }


def _moves(log: pd.DataFrame) -> pd.DataFrame:
    moves = log[log.kind == "status"][["ticket", "at", "status"]].copy()
    done = moves.status.isin(["solved", "closed"])
    before = done.groupby(moves.ticket).shift(fill_value=False)
    moves["resolves"], moves["reopens"] = done & ~before, ~done & before
    moves["last_resolved_at"] = moves["at"].where(moves.resolves).groupby(moves.ticket).ffill()
    return moves


def _requests(log: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    opened = log[log.kind == "opened"].drop_duplicates("ticket").set_index("ticket")
    found = opened[["at", "customer", "category", "role"]].rename(columns={"at": "raised_at"})
    changed = log[(log.kind == "changed") & log.category.notna()].groupby("ticket").category.last()
    found["category"] = changed.reindex(found.index).fillna(found.category)
    resolved = moves[moves.resolves].groupby("ticket")["at"]
    found["first_resolved_at"], last = resolved.first(), resolved.last()
    stands = moves.groupby("ticket").status.last().isin(["solved", "closed"])
    found["resolved_at"] = last.where(stands.reindex(last.index))
    within = moves.reopens & (moves["at"] - moves.last_resolved_at.groupby(moves.ticket).shift() <= WINDOW)
    found["reopenings"] = within.groupby(moves.ticket).sum().reindex(found.index, fill_value=0)
    found["escalated"] = found.index.isin(log.ticket[log.kind == "escalated"])
    ratings = log[(log.kind == "rated") & (log.scale == "1-5")]
    found["rating"] = ratings.groupby("ticket").value.last()
    # The next ticket of the same customer in the same category, within the window after the resolution.
    mine = found[found.first_resolved_at.notna() & found.customer.notna()].reset_index()
    later = found[found.customer.notna()].reset_index()[["raised_at", "customer", "category"]]
    paired = pd.merge_asof(
        mine.sort_values("first_resolved_at"),
        later.sort_values("raised_at").rename(columns={"raised_at": "next_at"}),
        left_on="first_resolved_at", right_on="next_at", by=["customer", "category"],
        direction="forward", allow_exact_matches=False, tolerance=WINDOW,
    )  # fmt: skip
    again = set(paired.ticket[paired.next_at.notna()])
    found["contacted_again"] = found.index.isin(again) | (found.reopenings > 0)
    return found


def _waits(log: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    ends = moves[moves.resolves][["ticket", "at"]].assign(what="resolved")
    said = log[log.kind.isin(["opened", "message", "answered"])]
    asked = said[(said.role == "customer") | ((said.kind == "opened") & said.role.isna())]
    asked = asked[["ticket", "at"]].assign(what="asked")
    told = said[((said.kind == "message") & (said.role == "agent")) | (said.kind == "answered")]
    told = told[["ticket", "at"]].assign(what="answered")
    turns = pd.concat([asked, told, ends], ignore_index=True)
    turns = turns.sort_values(["ticket", "at"], kind="stable")
    previous = turns.what.groupby(turns.ticket).shift()
    turns = turns[(turns.what != "asked") | (previous != "asked") & ~_on_resolved(turns, previous, moves)]
    following = turns.groupby("ticket")
    turns["ended_at"], turns["by"] = following["at"].shift(-1), following.what.shift(-1)
    waits = turns[turns.what == "asked"].copy()
    waits["answered"] = waits.by == "answered"
    waits["seconds"] = (waits.ended_at - waits["at"]).dt.total_seconds()
    waits["number"] = waits.groupby("ticket").cumcount()
    return waits


def _on_resolved(turns: pd.DataFrame, previous: pd.Series, moves: pd.DataFrame) -> pd.Series:
    """The messages on a resolved ticket that did not reopen it: most say thank you."""
    reopenings = moves[moves.reopens][["ticket", "at"]].rename(columns={"at": "reopened_at"})
    late = turns[(turns.what == "asked") & (previous == "resolved")].reset_index(names="row")
    paired = pd.merge_asof(
        late.sort_values("at"), reopenings.sort_values("reopened_at"), left_on="at", right_on="reopened_at",
        by="ticket", direction="forward", tolerance=pd.Timedelta(seconds=60),
    )  # fmt: skip
    silent = paired.row[paired.reopened_at.isna()]
    return pd.Series(turns.index.isin(silent), index=turns.index)


def _read(files: list[str]) -> Any:
    return pd.concat([pd.read_parquet(file, columns=COLUMNS) for file in files], ignore_index=True)


if __name__ == "__main__":
    began = time.perf_counter()
    totals = fold(_read(sys.argv[1:]))
    print(time.perf_counter() - began, *totals.values())
