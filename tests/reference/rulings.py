"""What people ruled on events: the last ruling on each counts."""

from __future__ import annotations

from .rows import Event

Key = tuple[str, str | None, str]


class Rulings:
    """The standing ruling of each event, and the events each kind of ruling touches (by identity)."""

    def __init__(self, events: list[Event], apply: bool) -> None:
        last: dict[Key, Event] = {}
        if apply:
            for event in sorted((one for one in events if one.kind == "ruled"), key=lambda one: one.order):
                last[(event.source, event.ticket, event.extra.get("event", ""))] = event
        self.of: dict[int, str] = {}
        for event in events:
            ruling = last.get((event.source, event.ticket, event.event_id))
            if ruling is not None and "ruling" in ruling.extra:
                self.of[id(event)] = ruling.extra["ruling"]
        self.new_issue = {key for key, said in self.of.items() if said == "new_issue"}
        self.same_issue = {key for key, said in self.of.items() if said == "same_issue"}
        self.no_complaint = {key for key, said in self.of.items() if said == "no_complaint"}
        self.on_asking = {key for key, said in self.of.items() if said in ("acknowledgement", "needs_answer")}
        self.acknowledged = {
            id(event)
            for event in events
            if self.of.get(id(event)) == "acknowledgement"
            or (event.extra.get("acknowledgement") == "true" and self.of.get(id(event)) != "needs_answer")
        }
