"""A form of settings as a page shows it: parts with what is in them, what they mean, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from deskwise.app.settings_descriptions import SettingMistake
from deskwise.app.settings_fields import Setting, SettingField, SettingGroup
from deskwise.app.settings_texts import CLOSED, MONTHS, example_text, setting_words
from deskwise.app.settings_values import Shape
from deskwise.kernel.language import marked, say
from deskwise.web.settings_fields import HERE, NAME, Fields, Place, ReadSettings, numbers_of

Wrong = Mapping[str, Sequence[str]]
# What a setting of few words is called where its word alone says too little.
CHOICE_WORDS = {
    "apply": marked("apply: people's rulings count"),
    "ignore": marked("ignore: the log as it was delivered"),
    "count": marked("count: they are in the figures"),
    "exclude": marked("exclude: they are left out, and counted apart"),
    "resolver": marked("resolver: whose resolution came last before it"),
    "everyone_who_replied": marked("everyone who replied"),
    "last_replier": marked("last replier"),
    "as_given": marked("as given: by the help desk's identifiers"),
    "pseudonyms": marked("pseudonyms: hashes under a key of the workspace's own"),
    "on": marked("on: whom their role lets"),
    "own": marked("own: each only their own"),
    "off": marked("off: nobody"),
}


@dataclass(frozen=True)
class FieldPart:
    """One field."""

    path: str
    title: str
    tells: str
    shape: Shape
    value: str
    options: tuple[tuple[str, str], ...]
    placeholder: str
    example: str
    unit: str
    wrong: tuple[str, ...]
    suggest: str = ""
    kind: str = "field"

    @property
    def ticked(self) -> frozenset[str]:
        """Which of several words are chosen."""
        return frozenset(one.strip() for one in self.value.split(","))


@dataclass(frozen=True)
class GroupPart:
    """Fields that belong together. `name` is a field for what the user calls it, null where it has none."""

    path: str
    title: str
    tells: str
    parts: tuple[Part, ...]
    wrong: tuple[str, ...]
    name: FieldPart | None = None
    here: str | None = None
    kind: str = "group"


@dataclass(frozen=True)
class EntriesPart:
    """Any number of entries, and a button for one more."""

    path: str
    title: str
    tells: str
    entries: tuple[GroupPart | EntriesPart, ...]
    wrong: tuple[str, ...]
    following: int
    ordered: bool
    name: FieldPart | None = None
    kind: str = "entries"


Part = FieldPart | GroupPart | EntriesPart
# By the name of a setting, the list of known values that its field offers.
SUGGESTED = {"team": "team", "channel": "channel", "priority": "priority", "type": "type"}


def parts_of(
    settings: tuple[Setting, ...], fields: Fields, wrong: Wrong, before: str = ""
) -> tuple[Part, ...]:
    """The parts of a form with these fields."""
    return tuple(
        _field(each, before + each.name, fields, wrong)
        if isinstance(each, SettingField)
        else _group(each, before + each.name, fields, wrong, len(each.levels))
        for each in settings
    )


def wrong_fields(read: ReadSettings, mistakes: Sequence[SettingMistake]) -> dict[str, list[str]]:
    """What is wrong, by the field it is shown at; under an empty name what is at no field of the form."""
    found = {path: list(told) for path, told in read.wrong.items()}
    for each in mistakes:
        path = next((read.fields[place] for place in _upwards(each.place) if place in read.fields), "")
        told = found.setdefault(path, [])
        if each.wrong not in told and path + f".{NAME}" not in read.wrong:
            told.append(each.wrong)
    return found


def _upwards(place: Place) -> list[Place]:
    return [place[:length] for length in range(len(place), 0, -1)]


def _field(setting: SettingField, path: str, fields: Fields, wrong: Wrong) -> FieldPart:
    words = setting.choices
    if setting.shape is Shape.SWITCH:
        words = ("no", "yes")
    options = tuple((word, say(CHOICE_WORDS.get(word, word.replace("_", " ")))) for word in words)
    if setting.shape is Shape.MONTH:
        options = tuple((str(number), say(name)) for number, name in enumerate(MONTHS, 1))
    value = fields.get(path, "")
    if setting.shape is Shape.MONTH and not value:
        value = str(setting.default or "")
    default = "" if setting.default in (None, [], {}) else setting_words(setting.default, setting.shape)
    if setting.shape is Shape.SPANS:
        default = CLOSED
    return FieldPart(
        path=path,
        title=say(setting.title),
        tells=say(setting.tells),
        shape=setting.shape,
        value=value,
        options=options,
        placeholder=default,
        example=example_text(setting),
        unit=say(setting.unit) if setting.unit else "",
        wrong=tuple(wrong.get(path, ())),
        suggest=SUGGESTED.get(setting.name, ""),
    )


def _group(
    group: SettingGroup, path: str, fields: Fields, wrong: Wrong, levels: int, title: str | None = None
) -> GroupPart | EntriesPart:
    shown, told = title or say(group.title), tuple(wrong.get(path, ()))
    if not levels:
        tells = say(group.tells) if title is None and group.tells else ""
        return GroupPart(path, shown, tells, parts_of(group.members, fields, wrong, f"{path}."), told)
    named = group.levels[-levels] == "named"
    numbers = numbers_of(fields, path)
    entries = tuple(
        _entry(group, f"{path}.{number}", fields, wrong, levels, named=named, position=position)
        for position, number in enumerate(numbers, 1)
    )
    tells = say(group.tells) if title is None and group.tells else ""
    return EntriesPart(path, shown, tells, entries, told, max(numbers, default=-1) + 1, ordered=not named)


def _entry(
    group: SettingGroup, path: str, fields: Fields, wrong: Wrong, levels: int, *, named: bool, position: int
) -> GroupPart | EntriesPart:
    if named:
        name = fields.get(f"{path}.{NAME}", "")
        part = _group(group, path, fields, wrong, levels - 1, name or say("A new one"))
        called = FieldPart(
            f"{path}.{NAME}", say("Name"), "", Shape.TEXT, name, (), "", "", "",
            tuple(wrong.get(f"{path}.{NAME}", ())), "team" if group.name in {"teams", "schedules"} else "",
        )  # fmt: skip
        return replace(part, name=called)
    told = fields.get(f"{path}.name") or (
        say("from %(day)s", day=said) if (said := fields.get(f"{path}.from")) else ""
    )
    part = _group(group, path, fields, wrong, levels - 1, told or say("No. %(n)s", n=position))
    assert isinstance(part, GroupPart), "a list of lists is no setting"
    return replace(part, here=f"{path}.{HERE}")
