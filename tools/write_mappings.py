"""Write the shipped mappings of the systems whose exports are known, or check that they are fresh.

python tools/write_mappings.py            writes them
python tools/write_mappings.py --check    fails if any would change

Each is what `deskwise map` drafts from an export in the columns the system documents, with made-up rows
(tests/sources/exports), and with the words the system has for statuses, channels and ratings beside those
that these rows happen to have.
"""

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from deskwise.app.file_profile import ColumnProfile, FileProfile  # noqa: E402
from deskwise.app.file_understanding import Answers  # noqa: E402
from deskwise.sources.detection.detect import understand  # noqa: E402
from deskwise.stores.column_profiles import DuckdbFileProfiler  # noqa: E402
from sources.exports import call_centres, help_desks, service_desks  # noqa: E402
from sources.exports.files import Export  # noqa: E402
from sources.exports.shape import Shape  # noqa: E402
from sources.exports.tickets import STYLES  # noqa: E402

MAPPINGS = ROOT / "src" / "deskwise" / "sources" / "mappings"
Words = Mapping[str, tuple[str, ...]]
# A note that counts the made-up rows says nothing of anybody else's.
OF_ROWS = " ratings of "


@dataclass(frozen=True)
class MadeMapping:
    """A mapping to be made: its name, what it is for, the export it is drafted from.

    `words` are what columns of that export can say beside what the made-up rows say.
    """

    name: str
    says: str
    shape: Shape
    words: Words

    @property
    def export(self) -> Export:
        """The export, as the system writes it by itself."""
        return Export(self.name, self.shape, STYLES[self.shape.style])


MADE = (
    MadeMapping(
        "zendesk",
        "Zendesk's export of tickets",
        help_desks.ZENDESK,
        {
            "Status": ("On-hold", "Deleted"),
            "Via": ("Mail", "Web form", "Web Form", "Chat", "Phone", "Twitter", "Facebook", "API"),
            "Ticket type": ("Question", "Problem"),
            "Satisfaction Score": ("Good with comment", "Bad with comment", "Offered", "Unoffered"),
        },
    ),
    MadeMapping(
        "freshdesk",
        "Freshdesk's export of tickets",
        help_desks.FRESHDESK,
        {
            "Status": ("Waiting on Customer",),
            "Source": ("Portal", "Feedback Widget", "Outbound Email", "Facebook", "Twitter"),
            "Type": ("Incident", "Problem"),
        },
    ),
    MadeMapping(
        "hubspot",
        "HubSpot's export of tickets",
        help_desks.HUBSPOT,
        {
            "Ticket status": ("New", "Waiting on contact", "Waiting on us", "Closed"),
            "Source": ("Email", "Chat", "Form", "Phone"),
        },
    ),
    MadeMapping(
        "intercom",
        "Intercom's export of conversations",
        help_desks.INTERCOM,
        {"Channel": ("Email", "Chat", "Messenger", "Phone", "Facebook", "Instagram", "Twitter")},
    ),
    MadeMapping(
        "jira",
        "Jira's export of the issues of a service project",
        service_desks.JIRA,
        {"Status": ("Open", "In Progress", "Reopened", "Escalated", "Pending", "Done", "Canceled")},
    ),
    MadeMapping(
        "servicenow",
        "ServiceNow's export of incidents",
        service_desks.SERVICENOW,
        {
            "State": ("Active", "Canceled", "Cancelled", "1", "2", "3", "6", "7", "8"),
            "Contact type": ("Email", "Phone", "Self-service", "Chat", "Walk-in"),
        },
    ),
    MadeMapping(
        "zoho_desk",
        "Zoho Desk's export of tickets",
        help_desks.ZOHO,
        {
            "Status (Ticket)": ("Escalated", "Pending"),
            "Channel": ("Email", "Phone", "Web", "Chat", "Facebook", "Twitter"),
        },
    ),
    MadeMapping(
        "help_scout",
        "Help Scout's export of conversations",
        help_desks.HELP_SCOUT,
        {"Status": ("spam",), "Type": ("email", "chat", "phone")},
    ),
    MadeMapping(
        "salesforce",
        "Salesforce's report of cases",
        service_desks.SALESFORCE,
        {
            "Status": ("In Progress", "Escalated", "Waiting on Customer", "Resolved"),
            "Case Origin": ("Email", "Phone", "Web", "Chat"),
            "Type": ("Question", "Problem"),
        },
    ),
    MadeMapping("github", "GitHub's list of issues", service_desks.GITHUB, {"state": ("OPEN", "CLOSED")}),
    MadeMapping(
        "acd",
        "The list of calls of a call centre's distributor",
        call_centres.ACD,
        {"Call outcome": ("Missed", "Voicemail", "Outbound")},
    ),
    MadeMapping("amazon_connect", "Amazon Connect's contact records", call_centres.CONNECT, {}),
)


def text_of(made: MadeMapping) -> str:
    """The text of a shipped mapping."""
    with tempfile.TemporaryDirectory(prefix="deskwise-") as folder:
        profile = DuckdbFileProfiler(threads=1).profile(made.export.write(Path(folder)))
    drafted = understand(_with_words(profile, made.words), Answers()).mapping
    # The name and the rows of the made-up file are nobody's business.
    comments, _, rest = drafted.partition("\n\n")
    notes = [line for line in comments.splitlines() if line.startswith("# Note: ") and OF_ROWS not in line]
    first = rest.splitlines()[0]
    assert first.startswith("name = ")
    heading = [
        f"# {made.says}, in its documented columns. `make mappings` drafts it with `deskwise map`;",
        "# change tools/write_mappings.py, not this file.",
        "# Where your columns have other names, or your dates are written in another way, leave --map out:",
        "# the export is then understood by what it holds. `deskwise map FILE -o M.toml` drafts a mapping.",
        *notes,
    ]
    return "\n".join([*heading, "", f'name = "{made.name}"', *rest.splitlines()[1:]]) + "\n"


def _with_words(profile: FileProfile, words: Words) -> FileProfile:
    """A profile that has further words in some columns, none of them in any row."""

    def further(column: ColumnProfile) -> ColumnProfile:
        known = dict(column.values)
        new = {word: 0 for word in words.get(column.name, ()) if word not in known}
        return replace(column, values=known | new)

    assert set(words) <= {column.name for column in profile.columns}
    return replace(profile, columns=tuple(further(column) for column in profile.columns))


def texts() -> dict[str, str]:
    """The text of every mapping that is made, by its name."""
    return {made.name: text_of(made) for made in MADE}


def stale(folder: Path = MAPPINGS) -> list[str]:
    """The names of the mappings that are missing or not as they would be made."""
    return [
        name
        for name, text in texts().items()
        if not (path := folder / f"{name}.toml").is_file() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write the mappings; with --check only say which are stale, and 1 if any is."""
    if arguments == ["--check"]:
        found = stale()
        for name in found:
            print(f"the shipped mapping {name} is stale: run `make mappings`")
        return 1 if found else 0
    if arguments:
        print(__doc__)
        return 2
    for name, text in texts().items():
        (MAPPINGS / f"{name}.toml").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
