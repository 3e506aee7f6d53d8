"""The exports of help desks, in their documented columns."""

from __future__ import annotations

from sources.exports.shape import Shape, clock, state, whole

ZENDESK = Shape(
    "Zendesk",
    "iso",
    {
        "Summation column": lambda one, at, number: "1",
        "Id": lambda one, at, number: str(5000 + one.number),
        "Requester": lambda one, at, number: f"Name {one.customer}",
        "Requester id": lambda one, at, number: one.customer,
        "Requester domain": lambda one, at, number: "example.com",
        "Submitter": lambda one, at, number: f"Name {one.customer}",
        "Assignee": lambda one, at, number: one.agent,
        "Group": lambda one, at, number: one.team,
        "Subject": lambda one, at, number: f"Question {one.number}, please",
        "Tags": lambda one, at, number: "a b",
        "Status": state(
            new="New", open="Open", pending="Pending", on_hold="Hold", solved="Solved", closed="Closed"
        ),
        "Priority": lambda one, at, number: one.priority,
        "Via": lambda one, at, number: one.channel,
        "Ticket type": lambda one, at, number: "Incident",
        "Created at": lambda one, at, number: at(one.opened),
        "Updated at": lambda one, at, number: at(one.updated),
        "Assigned at": lambda one, at, number: at(one.opened),
        "Organization": lambda one, at, number: "Acme",
        "Initially assigned at": lambda one, at, number: at(one.opened),
        "Solved at": lambda one, at, number: at(one.solved),
        "Satisfaction Score": lambda one, at, number: (
            "Not Offered" if one.rating is None else "Good" if one.rating > 2 else "Bad"
        ),
        "Group stations": lambda one, at, number: "1",
        "Reopens": lambda one, at, number: "0",
        "First reply time in minutes": lambda one, at, number: number(one.reply_minutes),
        "First reply time in minutes within business hours": lambda one, at, number: "3",
        "Full resolution time in minutes": lambda one, at, number: number(one.solve_minutes),
    },
    {
        "ticket": "Id",
        "opened_at": "Created at",
        "first_reply_after": "First reply time in minutes",
        "assigned_at": "Initially assigned at",
        "resolved_at": "Solved at",
        "updated_at": "Updated at",
        "status": "Status",
        "customer": "Requester id",
        "organisation": "Organization",
        "agent": "Assignee",
        "team": "Group",
        "channel": "Via",
        "type": "Ticket type",
        "priority": "Priority",
        "subject": "Subject",
        "rating": "Satisfaction Score",
    },
)


FRESHDESK = Shape(
    "Freshdesk",
    "iso",
    {
        "Ticket ID": lambda one, at, number: str(one.number),
        "Subject": lambda one, at, number: f"Question {one.number}",
        "Status": state(
            new="Open",
            open="Open",
            pending="Pending",
            on_hold="Waiting on Third Party",
            solved="Resolved",
            closed="Closed",
        ),
        "Priority": lambda one, at, number: one.priority.title(),
        "Source": lambda one, at, number: one.channel.title(),
        "Type": lambda one, at, number: "Question",
        "Agent": lambda one, at, number: one.agent,
        "Group": lambda one, at, number: one.team,
        "Created time": lambda one, at, number: at(one.opened),
        "Due by Time": lambda one, at, number: at(one.opened),
        "Resolved time": lambda one, at, number: at(one.solved),
        "Closed time": lambda one, at, number: at(one.closed),
        "Last update time": lambda one, at, number: at(one.updated),
        "Initial response time": lambda one, at, number: at(one.replied),
        "Time tracked": lambda one, at, number: "00:00:00",
        "First response time (in hrs)": lambda one, at, number: "00:05:00",
        "Resolution time (in hrs)": lambda one, at, number: "00:30:00",
        "Agent interactions": lambda one, at, number: "2",
        "Customer interactions": lambda one, at, number: "1",
        "Resolution status": lambda one, at, number: "Within SLA",
        "Tags": lambda one, at, number: "",
        "Survey results": lambda one, at, number: (
            "" if one.rating is None else "Extremely Happy" if one.rating > 2 else "Extremely Unhappy"
        ),
        "Company Name": lambda one, at, number: "Acme",
        "Email": lambda one, at, number: f"{one.customer}@example.com",
    },
    {
        "ticket": "Ticket ID",
        "opened_at": "Created time",
        "first_reply_at": "Initial response time",
        "resolved_at": "Resolved time",
        "closed_at": "Closed time",
        "updated_at": "Last update time",
        "status": "Status",
        "customer": "Email",
        "organisation": "Company Name",
        "agent": "Agent",
        "team": "Group",
        "channel": "Source",
        "type": "Type",
        "priority": "Priority",
        "subject": "Subject",
        "rating": "Survey results",
    },
)


HUBSPOT = Shape(
    "HubSpot",
    "iso",
    {
        "Ticket ID": lambda one, at, number: str(900000 + one.number),
        "Ticket name": lambda one, at, number: f"Question {one.number}",
        "Pipeline": lambda one, at, number: "Support Pipeline",
        "Ticket status": state(
            new="New (Support Pipeline)",
            open="Waiting on us (Support Pipeline)",
            pending="Waiting on contact (Support Pipeline)",
            on_hold="Waiting on us (Support Pipeline)",
            solved="Closed (Support Pipeline)",
            closed="Closed (Support Pipeline)",
        ),
        "Create date": lambda one, at, number: at(one.opened),
        "Close date": lambda one, at, number: at(one.solved),
        "Last modified date": lambda one, at, number: at(one.updated),
        "Priority": lambda one, at, number: one.priority.upper(),
        "Category": lambda one, at, number: "Billing issue",
        "Ticket owner": lambda one, at, number: one.agent,
        "HubSpot team": lambda one, at, number: one.team,
        "Source": lambda one, at, number: one.channel,
        "Time to first agent email reply (HH:mm:ss)": lambda one, at, number: clock(one.reply_minutes),
        "Time to close (HH:mm:ss)": lambda one, at, number: clock(one.solve_minutes),
        "Associated Company (Primary)": lambda one, at, number: "Acme",
        "Associated Contact": lambda one, at, number: one.customer,
    },
    {
        "ticket": "Ticket ID",
        "opened_at": "Create date",
        "first_reply_after": "Time to first agent email reply (HH:mm:ss)",
        "closed_at": "Close date",
        "updated_at": "Last modified date",
        "status": "Ticket status",
        "customer": "Associated Contact",
        "organisation": "Associated Company (Primary)",
        "agent": "Ticket owner",
        "team": "HubSpot team",
        "channel": "Source",
        "category": "Category",
        "priority": "Priority",
        "subject": "Ticket name",
    },
)


INTERCOM = Shape(
    "Intercom",
    "utc",
    {
        "Conversation ID": lambda one, at, number: str(21000 + one.number),
        "Conversation started at": lambda one, at, number: at(one.opened),
        "Conversation first replied at": lambda one, at, number: at(one.replied),
        "Conversation last closed at": lambda one, at, number: at(one.solved),
        "Conversation updated at": lambda one, at, number: at(one.updated),
        "Current conversation state": state(
            new="open", open="open", pending="snoozed", on_hold="snoozed", solved="closed", closed="closed"
        ),
        "Channel": lambda one, at, number: one.channel,
        "Teammate currently assigned": lambda one, at, number: one.agent,
        "Team currently assigned": lambda one, at, number: one.team,
        "User ID": lambda one, at, number: one.customer,
        "Company": lambda one, at, number: "Acme",
        "Conversation rating": lambda one, at, number: whole(one.rating),
        "Conversation tags": lambda one, at, number: "",
    },
    {
        "ticket": "Conversation ID",
        "opened_at": "Conversation started at",
        "first_reply_at": "Conversation first replied at",
        "closed_at": "Conversation last closed at",
        "updated_at": "Conversation updated at",
        "status": "Current conversation state",
        "customer": "User ID",
        "organisation": "Company",
        "agent": "Teammate currently assigned",
        "team": "Team currently assigned",
        "channel": "Channel",
        "rating": "Conversation rating",
    },
)


ZOHO = Shape(
    "Zoho Desk",
    "zoho",
    {
        "Ticket Id": lambda one, at, number: str(one.number),
        "Ticket Reference Id": lambda one, at, number: f"44000{one.number}",
        "Subject": lambda one, at, number: f"Question {one.number}",
        "Status (Ticket)": state(
            new="Open", open="Open", pending="Awaiting Customer Response", on_hold="On Hold", solved="Closed",
            closed="Closed",
        ),
        "Created Time (Ticket)": lambda one, at, number: at(one.opened),
        "Ticket Closed Time": lambda one, at, number: at(one.solved),
        "Modified Time (Ticket)": lambda one, at, number: at(one.updated),
        "Priority (Ticket)": lambda one, at, number: one.priority,
        "Category (Ticket)": lambda one, at, number: "Software",
        "Channel": lambda one, at, number: one.channel,
        "Ticket Owner": lambda one, at, number: one.agent,
        "Department": lambda one, at, number: one.team,
        "Contact Name (Ticket)": lambda one, at, number: one.customer,
        "Account Name (Ticket)": lambda one, at, number: "Acme",
        "Number of Reopen": lambda one, at, number: "0",
        "Happiness Rating": lambda one, at, number: (
            "" if one.rating is None else "Good" if one.rating > 3 else "Okay" if one.rating > 2 else "Bad"
        ),
    },
    {
        "ticket": "Ticket Id",
        "opened_at": "Created Time (Ticket)",
        "closed_at": "Ticket Closed Time",
        "updated_at": "Modified Time (Ticket)",
        "status": "Status (Ticket)",
        "customer": "Contact Name (Ticket)",
        "organisation": "Account Name (Ticket)",
        "agent": "Ticket Owner",
        "team": "Department",
        "channel": "Channel",
        "category": "Category (Ticket)",
        "priority": "Priority (Ticket)",
        "subject": "Subject",
        "rating": "Happiness Rating",
    },
    first_reply=False,
)  # fmt: skip


HELP_SCOUT = Shape(
    "Help Scout",
    "iso_z",
    {
        "Conversation Number": lambda one, at, number: str(one.number),
        "Subject": lambda one, at, number: f"Question {one.number}",
        "Status": state(
            new="active",
            open="active",
            pending="pending",
            on_hold="pending",
            solved="closed",
            closed="closed",
        ),
        "Mailbox": lambda one, at, number: one.team,
        "Customer Email": lambda one, at, number: f"{one.customer}@example.com",
        "Assignee": lambda one, at, number: one.agent,
        "Type": lambda one, at, number: one.channel,
        "Created At": lambda one, at, number: at(one.opened),
        "Closed At": lambda one, at, number: at(one.solved),
        "Modified At": lambda one, at, number: at(one.updated),
        "First Response Time (seconds)": lambda one, at, number: (
            "" if one.reply_minutes is None else str(round(one.reply_minutes * 60))
        ),
        "Rating": lambda one, at, number: (
            ""
            if one.rating is None
            else "Great"
            if one.rating > 3
            else "Okay"
            if one.rating > 2
            else "Not Good"
        ),
    },
    {
        "ticket": "Conversation Number",
        "opened_at": "Created At",
        "first_reply_after": "First Response Time (seconds)",
        "closed_at": "Closed At",
        "updated_at": "Modified At",
        "status": "Status",
        "customer": "Customer Email",
        "agent": "Assignee",
        "team": "Mailbox",
        "channel": "Type",
        "subject": "Subject",
        "rating": "Rating",
    },
)
