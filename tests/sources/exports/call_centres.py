"""The call lists of two automatic call distributors, in their documented columns."""

from __future__ import annotations

from sources.exports.shape import Shape, whole

ACD = Shape(
    "a call centre's ACD",
    "iso",
    {},
    {
        "ticket": "Interaction ID",
        "opened_at": "Start Time",
        "ended_at": "End Time",
        "waited_for": "Wait Time (seconds)",
        "talked_for": "Talk Time (seconds)",
        "outcome": "Call outcome",
        "customer": "Customer Phone Number",
        "agent": "Agent Name",
        "team": "Ring Groups",
    },
    calls={
        "Interaction ID": lambda one, at, number: f"c{one.number}",
        "Start Time": lambda one, at, number: at(one.began),
        "End Time": lambda one, at, number: at(one.ended),
        "Talkdesk Phone Number": lambda one, at, number: "+49301000",
        "Customer Phone Number": lambda one, at, number: one.caller,
        "Wait Time (seconds)": lambda one, at, number: str(one.waited),
        "Talk Time (seconds)": lambda one, at, number: whole(one.talked),
        "Hold Time": lambda one, at, number: "0",
        "Agent Name": lambda one, at, number: "" if one.answered is None else one.agent,
        "Ring Groups": lambda one, at, number: one.queue,
        "Call outcome": lambda one, at, number: "Abandoned" if one.answered is None else "Answered",
    },
)


CONNECT = Shape(
    "a call centre's ACD",
    "iso_z",
    {},
    {
        "ticket": "ContactId",
        "opened_at": "InitiationTimestamp",
        "answered_at": "Agent.ConnectedToAgentTimestamp",
        "left_queue_at": "Queue.DequeueTimestamp",
        "ended_at": "DisconnectTimestamp",
        "waited_for": "Queue.Duration",
        "customer": "CustomerEndpoint.Address",
        "agent": "Agent.Username",
        "team": "Queue.Name",
    },
    calls={
        "ContactId": lambda one, at, number: f"0000-{one.number}",
        "Channel": lambda one, at, number: "VOICE",
        "InitiationMethod": lambda one, at, number: "INBOUND",
        "InitiationTimestamp": lambda one, at, number: at(one.began),
        "Queue.Name": lambda one, at, number: one.queue,
        "Queue.DequeueTimestamp": lambda one, at, number: at(one.answered or one.ended),
        "Queue.Duration": lambda one, at, number: str(one.waited),
        "Agent.Username": lambda one, at, number: "" if one.answered is None else one.agent,
        "Agent.ConnectedToAgentTimestamp": lambda one, at, number: at(one.answered),
        "DisconnectTimestamp": lambda one, at, number: at(one.ended),
        "CustomerEndpoint.Address": lambda one, at, number: one.caller,
    },
)
