"""The headers of call lists: the automatic call distributors of call centres."""

from __future__ import annotations

from deskwise.sources.detection.vendor import Vendor

CALL_CENTRES = (
    Vendor(
        "acd",
        "a call centre's ACD",
        (
            "call_id", "q_start", "q_exit", "q_time", "ser_start", "ser_exit", "ser_time", "vru_entry",
            "vru_exit",
            "ContactId", "InitiationTimestamp", "DisconnectTimestamp", "Agent.ConnectedToAgentTimestamp",
            "Queue.EnqueueTimestamp", "Queue.Duration", "InitiationMethod", "Talkdesk Phone Number",
            "Customer Phone Number", "Interaction ID", "Call Type", "Ring Groups", "Talk Time", "Wait Time",
            "Hold Time", "Abandon Time", "CALL ID", "DNIS", "ANI", "DISPOSITION", "QUEUE WAIT TIME", "SKILL",
            "AFTER CALL WORK TIME", "Call direction", "Call outcome", "Queue name", "Answered at",
            "After-call work",
        ),
        {
            "ticket": ("call_id", "CALL ID", "ContactId", "Interaction ID", "Call SID"),
            "day": ("date", "Call date"),
            "opened_at": (
                "vru_entry",
                "InitiationTimestamp", "Queue.EnqueueTimestamp", "Start Time", "TIMESTAMP", "Call start",
                "Queued at", "Call time",
            ),
            "answered_at": ("ser_start", "Agent.ConnectedToAgentTimestamp", "Answered at", "Answer time"),
            "left_queue_at": ("q_exit", "Queue.DequeueTimestamp"),
            "ended_at": ("ser_exit", "DisconnectTimestamp", "End Time", "Call end"),
            "waited_for": ("Queue.Duration", "QUEUE WAIT TIME", "Wait Time", "Waiting Time", "q_time"),
            "talked_for": ("Agent.AgentInteractionDuration", "Talk Time", "TALK TIME", "ser_time"),
            "outcome": ("outcome", "Call outcome", "Call Type", "DISPOSITION", "Disposition Code"),
            "customer": (
                "customer_id", "CustomerEndpoint.Address", "Customer Phone Number", "ANI", "Caller number",
            ),
            "agent": ("Agent.Username", "Agent Name", "AGENT NAME", "AGENT", "server", "Agent"),
            "team": ("Queue.Name", "Queue name", "Ring Groups", "SKILL", "Queue", "CAMPAIGN"),
            "type": ("type",),
        },
        # Amazon Connect documents the durations of its contact records in seconds.
        units={"Queue.Duration": "seconds", "Agent.AgentInteractionDuration": "seconds"},
    ),
)  # fmt: skip
