"""docs/settings.md: every setting with its default."""

from deskwise.app.settings_document import describe_settings
from pages.markdown import code, table

INTRODUCTION = """\
# Settings

The settings of a workspace shape its facts: change one, and every figure, past ones too, is made anew under it. Two
shape none: `connections` say which help desks are [synced](syncing.md), and where their secrets are, and
`people_figures` who [sees](people.md) the figures of single people.

    deskwise settings show > settings.toml      # all of them, defaults too
    deskwise settings set window_days 5         # one
    deskwise settings load settings.toml        # a whole file, checked as a whole
    deskwise settings versions                  # each version, when it was saved and by whom

What is saved at once is a version. It is kept with the figures it made, and the [audit](people.md) has each of its keys before
and after. Of two who change the same version the second is told what is there now, and nothing is lost.

On the pages, an admin finds every setting under `/settings`: what it is, since which version, and its default. A form changes it;
before anything is saved, a page says in words what would change and whether figures are made anew. That is done beside the pages:
everybody reads the figures there are until it is done, the page that shows how far it is may be closed, and a server that stops
meanwhile leaves all as it was. What somebody else changed since is shown, and the change is put on top of it; of what both
changed, whoever comes second chooses. `/settings/file` takes the whole as TOML, `/settings/versions` brings an earlier one back.

`NAME` in a key stands for a name of yours, `[]` for each entry of a list, which `settings set` counts from 0
(`sla.0.name`). Values are TOML."""

EXAMPLE = """\
## An example

    window_days = 7                    # or "none"
    zone = "Europe/Berlin"
    fiscal_year_starts = 4             # month
    [teams.support]
    tier = 1
    hourly_cost = { EUR = 38.0 }
    [[schedules.default]]              # or [[schedules.support]]; one after another by `from`
    from = 2025-01-01                  # may be missing on the first
    zone = "Europe/Berlin"
    week = { mon = [["09:00", "17:30"]], fri = [["09:00", "12:00"], ["13:00", "15:00"]] }
    holidays = { country = "DE", region = "BE", dates = [2025-12-24] }
    exceptions = { 2025-12-31 = [["09:00", "12:00"]] }
    [[sla]]
    name = "gold"
    from = 2025-01-01
    match = { organisation = "acme", priority = "high" }
    first_response = { working = "1h" }
    resolution = { working = "16h", pauses = ["pending"] }
"""


def page() -> str:
    """The page's text."""
    rows = [
        [code(each.key), each.tells, code(each.default), code(each.example)] for each in describe_settings()
    ]
    return "\n\n".join(
        [INTRODUCTION, "## All settings\n\n" + table(["key", "meaning", "default", "example"], rows), EXAMPLE]
    )


def example_text() -> str:
    """The example as the settings file it shows."""
    return (
        "\n".join(line.removeprefix("    ") for line in EXAMPLE.splitlines() if line.startswith("    "))
        + "\n"
    )
