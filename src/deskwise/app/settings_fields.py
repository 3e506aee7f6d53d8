"""What forms are made from: every setting with its name in words, and how people write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo  # noqa: TID253 - models of a file

from deskwise.app.settings_document import SettingsDocument
from deskwise.app.settings_values import Choices, Section, Shape

Level = Literal["named", "listed"]


@dataclass(frozen=True)
class SettingField:
    """One setting. `default` is its value where it is left out, null where it has none then.

    `example` is TOML. `unit` is what a number of it counts, empty where it counts nothing.
    """

    name: str
    title: str
    tells: str
    shape: Shape
    choices: tuple[str, ...]
    default: Any
    required: bool
    example: str
    unit: str


@dataclass(frozen=True)
class SettingGroup:
    """Settings that belong together.

    `levels` say how many there may be: none of it is one, "named" any number by names of the user's, "listed"
    any number one after another, and both so many lists by name.
    """

    name: str
    title: str
    tells: str
    levels: tuple[Level, ...]
    required: bool
    members: tuple[SettingField | SettingGroup, ...]


Setting = SettingField | SettingGroup


@dataclass(frozen=True)
class SettingsSection:
    """A part of the settings that is read and changed at once."""

    name: str
    title: str
    tells: str


SECTIONS = (
    SettingsSection("calendar", "Calendar", "Whose days, weeks and quarters the figures are of."),
    SettingsSection("counting", "Counting", "What counts as what, and within which time."),
    SettingsSection("teams", "Teams", "Which line of support each team is, and what its hours cost."),
    SettingsSection("schedules", "Opening hours", "When each team works: working time counts inside these."),
    SettingsSection("sla", "SLA policies", "How soon replies and resolutions are due, and for whom."),
    SettingsSection("privacy", "Texts and people", "What is kept of people, for how long, and who sees it."),
    SettingsSection("connections", "Connections", "Help desks that are synced."),
)
# Where a setting goes that names no section.
OTHER = SettingsSection("more", "More", "Everything else.")
UNITS = {"_days": "days", "_seconds": "seconds", "_per_minute": "a minute"}


@cache
def all_settings() -> tuple[Setting, ...]:
    """Every setting at the top, in the order of the document."""
    return _members(SettingsDocument)


def sections() -> tuple[SettingsSection, ...]:
    """The sections that hold a setting, in their order."""
    return tuple(each for each in (*SECTIONS, OTHER) if settings_of(each.name))


def settings_of(section: str) -> tuple[Setting, ...]:
    """The settings of a section; none where there is no such section."""
    known = {each.name for each in SECTIONS}
    found = []
    for setting in all_settings():
        said = SettingsDocument.model_fields[setting.name].json_schema_extra
        named = str(said.get("section", OTHER.name)) if isinstance(said, dict) else OTHER.name
        if (named if named in known else OTHER.name) == section:
            found.append(setting)
    return tuple(found)


def way_to(path: Sequence[str | int]) -> Iterator[Setting | str]:
    """The settings and the user's own names that a path of keys leads through, as far as it is known."""
    within: tuple[Setting, ...] = all_settings()
    passing = 0
    for step in path:
        if passing:  # a name of the user's or a place in a list, which may be spelled like a setting
            passing -= 1
            yield str(step)
            continue
        found = next((each for each in within if each.name == step), None)
        if found is None:
            yield str(step)
            within = ()
            continue
        yield found
        within = found.members if isinstance(found, SettingGroup) else ()
        passing = len(found.levels) if isinstance(found, SettingGroup) else 0


def _members(model: type[Section]) -> tuple[Setting, ...]:
    return tuple(_setting(field.alias or name, field) for name, field in model.model_fields.items())


def _setting(name: str, field: FieldInfo) -> Setting:
    title = field.title or name.replace("_", " ").capitalize()
    tells = field.description or ""
    levels, inner, marks = _taken_apart(field.annotation, list(field.metadata))
    if isinstance(inner, type) and issubclass(inner, Section):
        return SettingGroup(name, title, tells, levels, field.is_required(), _members(inner))
    shape, choices = _shape(inner, marks)
    default = None if field.is_required() else field.default
    example = str(field.examples[0]) if field.examples else ""
    unit = next((word for ending, word in UNITS.items() if name.endswith(ending)), "")
    return SettingField(name, title, tells, shape, choices, default, field.is_required(), example, unit)


def _taken_apart(annotation: Any, marks: list[Any]) -> tuple[tuple[Level, ...], Any, list[Any]]:
    """How many there may be of what an annotation is of, what that is, and what was noted beside it."""
    levels: tuple[Level, ...] = ()
    while not any(isinstance(mark, Shape) for mark in marks):
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation, marks = arguments[0], [*marks, *arguments[1:]]
        elif origin in {Union, UnionType}:
            annotation = next(one for one in arguments if one is not NoneType)
        elif origin is dict and _of_sections(arguments[1]):
            levels, annotation = (*levels, "named"), arguments[1]
        elif origin is list and _of_sections(arguments[0]):
            levels, annotation = (*levels, "listed"), arguments[0]
        else:
            break
    return levels, annotation, marks


def _of_sections(annotation: Any) -> bool:
    _, inner, _ = _taken_apart(annotation, [])
    return isinstance(inner, type) and issubclass(inner, Section)


def _shape(annotation: Any, marks: list[Any]) -> tuple[Shape, tuple[str, ...]]:
    chosen = next((mark.words for mark in marks if isinstance(mark, Choices)), ())
    noted = next((mark for mark in marks if isinstance(mark, Shape)), None)
    if noted is not None:
        return noted, chosen
    if get_origin(annotation) is Literal:
        return Shape.CHOICE, tuple(map(str, get_args(annotation)))
    plain = {bool: Shape.SWITCH, int: Shape.WHOLE, str: Shape.TEXT}
    return plain.get(annotation, Shape.TOML), chosen
