"""docs/sources.md: the help desks that can be connected, as each says itself."""

from deskwise.app.source_port import SourceDescription
from deskwise.sources.registry import describe_source, source_kinds
from pages.markdown import code, table

INTRODUCTION = """\
# Help desks that can be connected

What each source gives, what is concluded from it, and what it cannot give: a metric that rests on that alone is null,
never 0. How to connect and sync them is in [syncing.md](syncing.md). Everything else comes in as a
[file](formats.md)."""
NONE_YET = "None is connected over a network yet: import [exports](exports.md) instead."


def page() -> str:
    """The page's text."""
    sections = [section(describe_source(kind)) for kind in source_kinds()]
    return "\n\n".join([INTRODUCTION, *(sections or [NONE_YET])])


def section(about: SourceDescription) -> str:
    """What the page says of one source."""
    settings = [
        [
            code(one.name if one.name in ("url", "user", "token") else f"options.{one.name}"),
            one.tells,
            "yes" if one.required else "",
            code(one.example),
        ]
        for one in about.settings
    ]
    gaps = [[gap.what, ", ".join(code(metric) for metric in gap.metrics)] for gap in about.missing]
    parts = [
        f"## {about.title}\n\nKind {code(about.kind)}.",
        f"**History.** {about.history}",
    ]
    if about.derived:
        parts.append("**Concluded, not told:**\n\n" + "\n".join(f"* {one}" for one in about.derived))
    if gaps:
        parts.append("**Missing:**\n\n" + table(["what", "null where it is the only source"], gaps))
    parts.append(table(["setting", "meaning", "needed", "example"], settings))
    parts.append(f"A change may become visible there up to {about.overlap_seconds:,.0f} seconds late.")
    return "\n\n".join(parts)
