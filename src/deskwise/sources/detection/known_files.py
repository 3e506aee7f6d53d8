"""Files that a shipped mapping was made for: they are read by it, and nothing has to be asked."""

from __future__ import annotations

import re
from dataclasses import replace

from deskwise.app.file_profile import FileProfile
from deskwise.app.file_understanding import Answers, Understanding
from deskwise.kernel.language import say
from deskwise.sources.detection.detect import understand
from deskwise.sources.mapping_file import parse_mapping, shipped_for, shipped_text

ZONE_LINE = re.compile(r'^timezone = ".*"$', re.MULTILINE)
SOURCE_LINE = re.compile(r'^source = ".*"\n', re.MULTILINE)


def understand_file_of_any_kind(profile: FileProfile, answers: Answers) -> Understanding:
    """A file as the shipped mapping for exactly its columns reads it, else as `understand` finds out.

    Whoever says more of it than a time zone or a source means something else than the mapping does.
    """
    name = shipped_for(column.name for column in profile.columns)
    if name is None or replace(answers, timezone=None, source=None) != Answers():
        return understand(profile, answers)
    text = shipped_text(name)
    if answers.timezone is not None:
        text = ZONE_LINE.sub(f'timezone = "{answers.timezone}"', text)
    if answers.source is not None:
        text = SOURCE_LINE.sub("", text)
    mapping = parse_mapping(text, name)
    used = set(mapping.columns_used())
    found = understand(profile, answers)
    return replace(
        found,
        shape=mapping.shape,
        vendor=None,
        understood=tuple(one for one in found.understood if one.column in used),
        questions=(),
        notes=(
            say(
                "it has exactly the columns that the shipped mapping %(name)s is for, which reads it",
                name=name,
            ),
        ),
        unused=tuple(column.name for column in profile.columns if column.name not in used),
        mapping=text,
    )
