"""docs/glossary.md: every word of the registries, in one alphabet."""

from deskwise.app.show_catalogue import show_catalogue
from deskwise.events.quality_checks import QUALITY_CHECKS
from deskwise.events.reject_reasons import REJECT_REASONS
from deskwise.events.vocabulary import COLUMNS, KINDS, ROLES, RULINGS, SCALES, STATUSES
from deskwise.facts.schema import FACT_TABLES
from deskwise.metrics.dimensions import DIMENSIONS
from deskwise.okr.kinds import KINDS as KEY_RESULT_KINDS
from pages.markdown import table

INTRODUCTION = """\
# Glossary

Every word that the registries know, and which one it comes from. The words of the field (request, wait, resolution,
re-contact, window, as-of, mature) are in [the book of definitions](definitions.md), section 1.
"""


def page() -> str:
    """The page's text."""
    found: list[tuple[str, str, str]] = []
    found += [
        (e.metric.name, f"[metric](metrics.md#{e.metric.name})", e.metric.tells) for e in show_catalogue()
    ]
    found += [(each.name, "dimension", each.tells) for each in DIMENSIONS.values()]
    found += [(each.name, "fact", each.tells) for each in FACT_TABLES.values()]
    found += [(each.name, "[column](events.md#columns)", each.meaning) for each in COLUMNS]
    found += [(each.name, "[kind of event](events.md#kinds)", each.records) for each in KINDS]
    found += [(each.name, "[scale](events.md#scales)", each.meaning) for each in SCALES]
    found += [
        (r.code, "[reason of a reject](events.md#why-a-row-is-refused)", r.sentence) for r in REJECT_REASONS
    ]
    found += [(c.code, "[check of quality](quality.md#checks)", c.sentence) for c in QUALITY_CHECKS]
    found += [
        (str(name), f"[kind of key result](objectives.md#{name})", each.tells)
        for name, each in KEY_RESULT_KINDS.items()
    ]
    for title, words in (("role", ROLES), ("status", STATUSES), ("ruling", RULINGS)):
        found += [(word.name, title, word.meaning) for word in words]
    rows = sorted(found, key=lambda row: (row[0].lower(), row[1]))
    return f"{INTRODUCTION}\n" + table(["word", "is a", "meaning"], rows)
