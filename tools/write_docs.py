"""Write the pages of docs/ that are made from the registries, or check that they are fresh.

python tools/write_docs.py            writes them
python tools/write_docs.py --check    fails if any would change
"""

import sys
from collections.abc import Callable
from pathlib import Path

from pages import (
    analyses_page,
    cli_page,
    events_page,
    exports_page,
    glossary_page,
    metrics_page,
    objectives_page,
    people_page,
    quality_page,
    settings_page,
    sources_page,
)

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- Made by `make docs` from {origin}. Change that, not this page. -->\n\n"

PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "metrics.md": ("the catalogue", metrics_page.page),
    "analyses.md": ("the registry of analyses", analyses_page.page),
    "objectives.md": ("the kinds of key results", objectives_page.page),
    "events.md": ("the vocabulary of events", events_page.page),
    "exports.md": ("the tables of detection", exports_page.page),
    "quality.md": ("the checks of imported data", quality_page.page),
    "settings.md": ("the settings document", settings_page.page),
    "people.md": ("the table of access", people_page.page),
    "sources.md": ("the registry of sources", sources_page.page),
    "cli.md": ("the commands", cli_page.page),
    "glossary.md": ("the registries", glossary_page.page),
}


def texts() -> dict[str, str]:
    """The text of every page that is made, by its file name."""
    return {
        name: MADE.format(origin=origin) + page().rstrip() + "\n" for name, (origin, page) in PAGES.items()
    }


def stale(docs: Path = DOCS) -> list[str]:
    """The names of the pages that are missing or not as they would be made."""
    return [
        name
        for name, text in texts().items()
        if not (docs / name).is_file() or (docs / name).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write the pages; with --check only say which are stale, and 1 if any is."""
    if arguments == ["--check"]:
        found = stale()
        for name in found:
            print(f"docs/{name} is stale: run `make docs`")
        return 1 if found else 0
    if arguments:
        print(__doc__)
        return 2
    for name, text in texts().items():
        (DOCS / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
