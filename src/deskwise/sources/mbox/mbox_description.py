"""What the source `mbox` says of itself."""

from deskwise.app.source_port import Gap, SourceDescription, SourceSetting

THREADS = (
    "Threads: a mail belongs to the first id of its References, else of its In-Reply-To, and on to where "
    "that one comes from. Subjects are not compared. The ticket is the Message-ID the thread goes back to."
)
ROLES = (
    "Roles: an address of our domains or addresses is an agent, any other a customer. What is sent or "
    "answered automatically, in bulk or by a list is a bot; a bounce is the system."
)
CUSTOMERS = (
    "The customer is the address of the first mail's sender from outside, or of whom we wrote to, in lower "
    "case; the organisation is its domain, unless anybody gets an address there."
)
NEVER_RESOLVED = (
    "average_resolution_time", "first_contact_resolution", "successful_resolution_rate", "recontact_rate",
    "reopen_rate", "touches", "one_touch_rate", "channel_switch_rate", "requester_wait", "agent_wait",
    "on_hold_time", "bot_resolution_rate", "known_fix_rate", "handoffs", "transfers", "customer_return_rate",
)  # fmt: skip
RATINGS = (
    "customer_rating", "csat", "nps", "ces", "fcr_by_survey", "survey_response_rate", "quality_score",
)  # fmt: skip
WORK = ("handle_time", "time_by_task", "occupancy", "cost_per_request", "cost_of_recontacts")
OTHERS = (
    "abandonment_rate", "promises_kept", "problem_response_time", "problem_resolution_time",
    "incidents_per_problem", "sales_revenue", "stage_conversion",
)  # fmt: skip

DESCRIPTION = SourceDescription(
    kind="mbox",
    title="A support mailbox's export (mbox)",
    history="Every mail in the file, by its own Date; without the sent ones nobody seems to answer.",
    derived=(
        THREADS,
        ROLES,
        CUSTOMERS,
        "Where a thread's first mail is missing, the system opens the ticket at the earliest one there is.",
        "A mail without Message-ID has an id made of its content.",
        "The file's clock is when it was written or put there: the source is complete up to then.",
    ),
    missing=(
        Gap(
            "A mailbox knows no status: nothing is resolved, every request stays in the backlog.",
            NEVER_RESOLVED,
        ),
        Gap("It knows no ratings and no quality reviews.", RATINGS),
        Gap("It knows no assignments, teams, escalations, complaints and sales: their counts are 0."),
        Gap("It knows no work spent.", WORK),
        Gap("It knows no calls, promises, problems and stages of customers.", OTHERS),
        Gap("A mail that was deleted is not told from one that an export leaves out: it stays."),
        Gap("A form on a website that sends under an address of ours counts as ours."),
    ),
    settings=(
        SourceSetting("url", "The file.", "file:///srv/mail/support.mbox"),
        SourceSetting(
            "our_domains",
            "Our domains, with commas; a subdomain is named itself. This or our_addresses is needed.",
            "example.org,support.example.com",
            required=False,
        ),
        SourceSetting("our_addresses", "Further addresses of ours.", "our.shop@gmail.com", required=False),
        SourceSetting(
            "free_mail_domains",
            "Domains that are no organisation, in the place of the well-known ones.",
            "gmail.com,web.de",
            required=False,
        ),
    ),
    overlap_seconds=60.0,
)
