"""What a column can mean, and how exports in general call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# What the cells must look like before a header is believed: "any" asks nothing.
Cells = Literal["any", "instant", "day", "duration", "words", "score"]


@dataclass(frozen=True)
class Meaning:
    """A meaning, what it says, what its cells look like and its headers, the more certain first.

    `shapes` are the file shapes it is looked for in.
    """

    name: str
    says: str
    cells: Cells
    headers: tuple[str, ...]
    shapes: tuple[str, ...] = ("snapshot", "log", "calls")


MEANINGS = (
    Meaning(
        "ticket",
        "which ticket, case, conversation or call it is",
        "any",
        (
            "Ticket ID", "Ticket number", "Ticket no", "Ticket #", "Ticket", "Case ID", "Case number", "Case",
            "Issue key", "Issue ID", "Incident number", "Incident ID", "Request ID", "Request number",
            "Conversation ID", "Call ID", "Interaction ID", "Contact ID", "case:concept:name", "Reference",
            "Unique id", "Number", "Key", "ID", "Ticketnummer", "Ticket-Nr", "Vorgangsnummer",
            "Numéro de ticket", "ID de ticket", "Número de ticket", "ID do ticket",
        ),
    ),
    Meaning(
        "opened_at",
        "when the customer raised it",
        "instant",
        (
            "Created at", "Created on", "Created time", "Created", "Create date", "Creation date",
            "Date created",
            "Created date", "Opened at", "Opened on", "Opened", "Open date", "Date opened",
            "Date/Time Opened",
            "Submitted at", "Reported at", "Issue reported at", "Reported", "Started at", "Start time",
            "Conversation started at", "Ticket created", "Ticket created at", "Call start", "Call start time",
            "Received at", "Time", "Call time", "Created time", "Opened time", "Uhrzeit", "Erstellt am",
            "Erstellt", "Erstelldatum", "Eröffnet am", "Angelegt am",
            "Date de création", "Créé le", "Fecha de creación", "Creado el", "Data de criação", "Criado em",
        ),
        ("snapshot", "calls"),
    ),
    Meaning(
        "day",
        "the day, where others say the time of day",
        "day",
        ("Date", "Call date", "Day", "Datum", "Start date", "Created date", "Date opened", "Opened date",
         "Fecha", "Data"),
        ("snapshot", "calls"),
    ),
    Meaning(
        "first_reply_at",
        "when a person first answered",
        "instant",
        (
            "First reply at", "First replied at", "First response at", "First responded at",
            "First response date", "First reply date", "First response time", "First reply time",
            "Initial response time", "Responded at", "Issue responded", "Replied at", "Erste Antwort am",
            "Erste Antwort", "Première réponse le", "Primera respuesta",
        ),
        ("snapshot",),
    ),
    Meaning(
        "first_reply_after",
        "how long the first answer took",
        "duration",
        (
            "First reply time", "First response time", "Time to first response", "Time to first reply",
            "First reply time in minutes", "First reply minutes", "First response minutes",
            "First response time in minutes", "First response time (in mins)", "First response time (min)",
            "First response hours", "First response time (in hrs)", "First response time (hours)",
            "First response time in seconds", "First response seconds", "Erstantwortzeit (Minuten)",
            "Erstantwortzeit",
        ),
        ("snapshot",),
    ),
    Meaning(
        "assigned_at",
        "when the agent got it",
        "instant",
        ("Assigned at", "Initially assigned at", "First assigned at", "Assigned time", "Assigned on"),
        ("snapshot",),
    ),
    Meaning(
        "resolved_at",
        "when it was solved",
        "instant",
        (
            "Resolved at", "Solved at", "Resolved on", "Resolved time", "Resolved", "Resolution date",
            "Date resolved", "Resolved date", "Solved", "Solved on", "Resolution time", "Time to resolution",
            "Completed at", "Gelöst am", "Résolu le", "Resuelto el", "Resolvido em",
        ),
        ("snapshot",),
    ),
    Meaning(
        "resolved_after",
        "how long it took to solve it",
        "duration",
        (
            "Full resolution time in minutes", "Resolution time in minutes", "Resolution time (in hrs)",
            "Resolution time (hours)", "Resolution time in hours", "Resolution hours", "Resolution minutes",
            "Time to resolution", "Time to resolve", "Time to close", "Resolution time",
            "Lösungszeit (Stunden)",
        ),
        ("snapshot",),
    ),
    Meaning(
        "closed_at",
        "when it was closed",
        "instant",
        (
            "Closed at", "Closed on", "Closed time", "Close date", "Closed date", "Date closed", "Closed",
            "Date/Time Closed", "Ended at", "Geschlossen am", "Abgeschlossen am", "Fermé le", "Cerrado el",
            "Fechado em",
        ),
        ("snapshot",),
    ),
    Meaning(
        "updated_at",
        "when it last changed",
        "instant",
        (
            "Updated at", "Last updated at", "Updated on", "Updated", "Last updated", "Last update time",
            "Last updated time", "Last modified", "Last modified date", "Last modified at", "Modified at",
            "Modified on", "Modified time", "Date modified", "Geändert am", "Aktualisiert am", "Modifié le",
        ),
        ("snapshot",),
    ),
    Meaning(
        "status",
        "its status now",
        "words",
        ("Status", "Ticket status", "Case status", "State", "Issue status", "Statut", "Estado", "Zustand"),
        ("snapshot", "log"),
    ),
    Meaning(
        "customer",
        "who asked",
        "any",
        (
            "Requester ID", "Requester email", "Requester", "Customer ID", "Customer email", "Customer",
            "Customer name", "Contact ID", "Contact email", "Contact", "Contact name", "Client ID", "Client",
            "Caller", "Caller ID", "Reporter", "Reported by", "User ID", "Author", "From number", "ANI",
            "Customer phone number", "Phone number", "Kunde", "Kunden-ID", "Kundennummer", "Anforderer",
            "Demandeur", "Cliente", "Solicitante",
        ),
    ),
    Meaning(
        "organisation",
        "their account",
        "any",
        (
            "Organization", "Organisation", "Company", "Company name", "Account name", "Account", "Firma",
            "Unternehmen", "Entreprise", "Empresa",
        ),
        ("snapshot", "calls"),
    ),
    Meaning(
        "agent",
        "who has it",
        "any",
        (
            "Assignee", "Assigned to", "Agent", "Agent name", "Ticket owner", "Case owner", "Owner",
            "Owner name", "Handled by", "Responsible", "Technician", "Assigned agent", "Server",
            "Zugewiesen an",
            "Bearbeiter", "Assigné à", "Agente", "Asignado a", "Atribuído a",
        ),
        ("snapshot", "calls"),
    ),
    Meaning(
        "team",
        "the team that has it",
        "any",
        (
            "Group", "Team", "Assignment group", "Assigned group", "Support group", "Department", "Queue",
            "Queue name", "Skill", "Supervisor", "Mailbox", "Inbox", "Gruppe", "Abteilung", "Groupe", "Grupo",
            "Equipo",
        ),
    ),
    Meaning(
        "channel",
        "how it came",
        "any",
        (
            "Channel", "Ticket channel", "Channel name", "Via", "Source", "Origin", "Case origin",
            "Contact type",
            "Contact method", "Kanal", "Canal",
        ),
        ("snapshot",),
    ),
    Meaning(
        "type",
        "question, incident, problem ...",
        "any",
        ("Ticket type", "Issue type", "Case type", "Request type", "Type", "Typ", "Tipo"),
        ("snapshot", "calls"),
    ),
    Meaning(
        "category",
        "what it is about",
        "any",
        ("Category", "Ticket category", "Topic", "Reason", "Case reason", "Contact reason", "Kategorie",
         "Catégorie", "Categoría", "Categoria"),
        ("snapshot", "calls"),
    ),
    Meaning(
        "priority",
        "how urgent it is",
        "any",
        ("Priority", "Ticket priority", "Urgency", "Severity", "Priorität", "Priorité", "Prioridad",
         "Prioridade"),
        ("snapshot", "calls"),
    ),
    Meaning(
        "product",
        "which product",
        "any",
        ("Product", "Product name", "Product purchased", "Product category", "Service", "Produkt", "Produit",
         "Producto", "Produto"),
        ("snapshot", "calls"),
    ),
    Meaning(
        "subject",
        "its subject, kept only where you chose to keep text",
        "any",
        ("Subject", "Title", "Summary", "Ticket subject", "Short description", "Ticket name", "Betreff",
         "Objet",
         "Asunto", "Assunto"),
        ("snapshot",),
    ),
    Meaning(
        "rating",
        "what the customer gave",
        "score",
        (
            "CSAT score", "CSAT", "CSAT rating", "Satisfaction score", "Satisfaction rating", "Satisfaction",
            "Customer satisfaction rating", "Customer satisfaction", "Customer rating", "Survey score",
            "Survey results", "Survey result", "Rating", "Conversation rating", "Happiness rating", "NPS",
            "NPS score", "CES", "CES score", "Customer effort score", "Bewertung", "Zufriedenheit", "Note",
        ),
        ("snapshot", "calls"),
    ),
    Meaning(
        "rated_at",
        "when the customer gave it",
        "instant",
        ("Rated at", "Survey response date", "Survey responded at", "Survey date", "Satisfaction date",
         "Rating date"),
        ("snapshot",),
    ),
    Meaning(
        "at",
        "when it happened",
        "instant",
        (
            "time:timestamp", "Timestamp", "Event time", "Event timestamp", "Complete timestamp",
            "Occurred at",
            "Happened at", "Event date", "Date time", "Datetime", "Time", "Created at", "Created", "At",
            "Date",
            "Zeitstempel", "Zeitpunkt",
        ),
        ("log",),
    ),
    Meaning(
        "activity",
        "what happened",
        "words",
        (
            "Activity", "concept:name", "Event", "Event type", "Event name", "Action", "Action type",
            "Activity name", "Activity type", "Operation", "Change type", "Part type", "Aktivität",
            "Ereignis",
        ),
        ("log",),
    ),
    Meaning(
        "actor",
        "who did it",
        "any",
        ("org:resource", "Resource", "Actor", "Performed by", "Author", "User", "Agent", "Agent name", "By",
         "Bearbeiter"),
        ("log",),
    ),
    Meaning("role", "in which role", "words", ("Role", "Actor role", "Author role", "Author type"), ("log",)),
    Meaning(
        "waited_for",
        "how long the caller waited",
        "duration",
        (
            "Wait time", "Waiting time", "Queue time", "Queue wait time", "Time in queue", "Queue duration",
            "Seconds waited", "Wait seconds", "Speed of answer", "Q time", "Wartezeit",
        ),
        ("calls",),
    ),
    Meaning(
        "answered_at",
        "when a person picked it up",
        "instant",
        ("Answered at", "Answer time", "Connected at", "Connect time", "Picked up at", "Service start",
         "Talk start", "Angenommen am"),
        ("calls",),
    ),
    Meaning(
        "left_queue_at",
        "when the caller left the queue",
        "instant",
        ("Left queue at", "Dequeued at", "Abandoned at", "Queue exit", "Q exit"),
        ("calls",),
    ),
    Meaning(
        "ended_at",
        "when the call ended",
        "instant",
        ("Ended at", "End time", "Call end", "Call end time", "Disconnected at", "Hangup time", "Hung up at",
         "Service end", "Beendet am"),
        ("calls",),
    ),
    Meaning(
        "talked_for",
        "how long they talked",
        "duration",
        ("Talk time", "Talk duration", "Conversation time", "Handle time", "Handling time", "Service time",
         "Duration in call", "Call duration", "Duration", "Ser time", "Gesprächsdauer"),
        ("calls",),
    ),
    Meaning(
        "outcome",
        "how the call ended",
        "words",
        ("Outcome", "Call outcome", "Call status", "Call result", "Result", "Disposition", "Call disposition",
         "Status", "Answered", "Abandoned", "Ergebnis"),
        ("calls",),
    ),
)  # fmt: skip

MEANING_BY_NAME = {meaning.name: meaning for meaning in MEANINGS}
