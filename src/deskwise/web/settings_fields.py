"""The fields of a form of settings: filled from settings, read back into settings, and added to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from deskwise.app.settings_fields import Setting, SettingField, SettingGroup
from deskwise.app.settings_texts import read_setting, setting_text
from deskwise.app.settings_values import Shape
from deskwise.kernel.language import say
from deskwise.web.posted_forms import PostedForm

# The field of an entry that says what it is called, and the one that only says that it is there.
NAME, HERE = "~name", "~here"
Fields = dict[str, str]
Place = tuple[str | int, ...]


@dataclass
class ReadSettings:
    """What a form says: the settings as a table, the field of each place in it, and what is wrong already."""

    table: dict[str, Any] = field(default_factory=dict)
    fields: dict[Place, str] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)


def fields_of(settings: tuple[Setting, ...], table: Mapping[str, Any], before: str = "") -> Fields:
    """The fields of a form that shows these settings of a table; what is not set is empty."""
    found: Fields = {}
    for each in settings:
        path, value = before + each.name, table.get(each.name)
        if isinstance(each, SettingField):
            shown = each.default if value is None and each.shape in {Shape.SWITCH, Shape.CHOICE} else value
            found[path] = setting_text(shown, each.shape)
        else:
            found |= _entries(each, value, path, len(each.levels))
    return found


def _entries(group: SettingGroup, value: Any, path: str, levels: int) -> Fields:
    if not levels:
        return fields_of(group.members, value or {}, f"{path}.")
    found: Fields = {}
    named = group.levels[-levels] == "named"
    for number, (name, one) in enumerate((value or {}).items() if named else enumerate(value or [])):
        found[f"{path}.{number}.{NAME if named else HERE}"] = str(name) if named else "1"
        found |= _entries(group, one, f"{path}.{number}", levels - 1)
    return found


def posted_fields(form: PostedForm) -> Fields:
    """The fields that a form posts; of those that are ticked several times, all."""
    return {name: ", ".join(filter(None, form.all(name))) for name in form.fields}


def numbers_of(fields: Mapping[str, str], path: str) -> tuple[int, ...]:
    """The numbers of the entries below a path, in the order of the form."""
    found: set[int] = set()
    for name in fields:
        number, _, rest = name.removeprefix(f"{path}.").partition(".")
        if name.startswith(f"{path}.") and number.isdigit() and rest in {NAME, HERE}:
            found.add(int(number))
    return tuple(sorted(found))


def read_fields(settings: tuple[Setting, ...], fields: Fields, base: Mapping[str, Any]) -> ReadSettings:
    """The settings that a form says, as a table of these settings alone.

    `base` is what they were: what is left at its default stays out, unless it was said there.
    """
    found = ReadSettings()
    found.table = _read(settings, fields, base, "", (), found)
    return found


def _read(
    settings: tuple[Setting, ...], fields: Fields, base: Any, before: str, place: Place, into: ReadSettings
) -> dict[str, Any]:
    table: dict[str, Any] = {}
    there = base if isinstance(base, Mapping) else {}
    for each in settings:
        path, here = before + each.name, (*place, each.name)
        into.fields[here] = path
        former = there.get(each.name)
        if isinstance(each, SettingField):
            value = read_setting(fields.get(path, ""), each)
            if value is not None and (value != each.default or former is not None):
                table[each.name] = value
            continue
        inner = _read_entries(each, fields, former, path, here, into, len(each.levels))
        if inner or (each.required and not each.levels) or (former == {} and not each.levels):
            table[each.name] = inner
    return table


def _read_entries(
    group: SettingGroup, fields: Fields, base: Any, path: str, place: Place, into: ReadSettings, levels: int
) -> Any:
    if not levels:
        return _read(group.members, fields, base, f"{path}.", place, into)
    if group.levels[-levels] == "named":
        return _read_named(group, fields, base, path, place, into, levels)
    several = []
    for position, number in enumerate(numbers_of(fields, path)):
        here, below = (*place, position), f"{path}.{number}"
        into.fields[here] = below
        former = base[position] if isinstance(base, list) and position < len(base) else None
        several.append(_read_entries(group, fields, former, below, here, into, levels - 1))
    return several


def _read_named(
    group: SettingGroup, fields: Fields, base: Any, path: str, place: Place, into: ReadSettings, levels: int
) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for number in numbers_of(fields, path):
        below = f"{path}.{number}"
        name = fields.get(f"{below}.{NAME}", "").strip()
        if not name:
            into.wrong.setdefault(f"{below}.{NAME}", []).append(say("it needs a name"))
        elif name in named:
            into.wrong.setdefault(f"{below}.{NAME}", []).append(say("another one is called so already"))
        into.fields[*place, name] = below
        former = base.get(name) if isinstance(base, Mapping) else None
        named[name] = _read_entries(group, fields, former, below, (*place, name), into, levels - 1)
    return named


def changed_fields(settings: tuple[Setting, ...], fields: Fields, act: str, zone: str) -> Fields:
    """The fields after a button of the form was pressed: an entry more, one less, or one further up.

    `act` is such as "add sla", "remove teams.0" or "up sla.1"; anything else changes nothing. `zone` is what
    new opening hours begin with.
    """
    verb, _, path = act.partition(" ")
    if verb == "add":
        levels = _levels_at(settings, path)
        return fields if levels is None else {**fields, **_blank(fields, path, *levels, zone)}
    above, _, last = path.rpartition(".")
    if not last.isdigit():
        return fields
    if verb == "remove":
        return {name: said for name, said in fields.items() if not f"{name}.".startswith(f"{path}.")}
    numbers = numbers_of(fields, above)
    if verb == "up" and int(last) in numbers[1:]:
        before = numbers[numbers.index(int(last)) - 1]
        return _swapped(fields, f"{above}.{before}", path)
    return fields


def _blank(fields: Fields, path: str, group: SettingGroup, levels: int, zone: str) -> Fields:
    number = max(numbers_of(fields, path), default=-1) + 1
    below = f"{path}.{number}"
    found = {f"{below}.{NAME if group.levels[-levels] == 'named' else HERE}": ""}
    if levels > 1:
        return found | _blank({}, below, group, levels - 1, zone)
    for each in group.members:
        if isinstance(each, SettingField) and each.shape is Shape.ZONE and each.required:
            found[f"{below}.{each.name}"] = zone
    return found


def _levels_at(settings: tuple[Setting, ...], path: str) -> tuple[SettingGroup, int] | None:
    """The group at a path of the form, and how many levels of entries are below it."""
    name, _, rest = path.partition(".")
    group = next((each for each in settings if each.name == name), None)
    numbers = rest.split(".") if rest else []
    if not isinstance(group, SettingGroup) or not all(map(str.isdigit, numbers)):
        return None
    levels = len(group.levels) - len(numbers)
    return (group, levels) if levels > 0 else None


def _swapped(fields: Fields, one: str, other: str) -> Fields:
    return dict(_renamed(fields, {one: other, other: one}))


def _renamed(fields: Fields, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, said in fields.items():
        head = next((each for each in names if name.startswith(f"{each}.")), None)
        yield (name if head is None else names[head] + name.removeprefix(head)), said
