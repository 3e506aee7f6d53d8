"""What differs between two versions of the settings, and changes of one put on top of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from deskwise.app.settings_fields import Setting, SettingField, SettingGroup, way_to
from deskwise.app.settings_texts import setting_words
from deskwise.app.settings_toml import toml_key, toml_value
from deskwise.app.settings_values import Shape
from deskwise.kernel.language import say

Table = Mapping[str, Any]


class Entry(str):
    """An entry of a list, called by what it is: its name or the date from which it is in force."""

    __slots__ = ()


Path = tuple[str, ...]
Leaves = dict[Path, Any]
# How the entries of a list follow one another is said of it, where that is all that differs.
ORDER = Entry("order")


@dataclass(frozen=True)
class SettingChange:
    """One setting that is another one: the way to it, its name in words, and what it is in words.

    `before` and `after` are null where it has its default, which `default` tells; null there is none.
    """

    path: Path
    label: str
    before: str | None
    after: str | None
    default: str | None


def change_json(change: SettingChange) -> dict[str, Any]:
    """A change as an object: the key of the setting, and what it was and becomes, in words."""
    return {
        "key": _key(change.path),
        "label": change.label,
        "before": change.before,
        "after": change.after,
        "default": change.default,
    }


def changes(before: Table, after: Table) -> tuple[SettingChange, ...]:
    """What differs, in the order of the later one."""
    former, later = leaves(before), leaves(after)
    return tuple(_told(path, former, later) for path in changed_paths(former, later))


def changed_paths(former: Leaves, later: Leaves) -> tuple[Path, ...]:
    """The paths at which two differ."""
    return tuple(path for path in dict.fromkeys((*later, *former)) if former.get(path) != later.get(path))


def flat_json(table: Table, only: Iterable[Path] | None = None) -> dict[str, Any]:
    """Settings by their key, each as TOML has it, for the audit."""
    found = leaves(table)
    paths = found if only is None else [path for path in only if path in found]
    return {_key(path): toml_value(found[path]) for path in paths}


def put_on_top(base: Table, mine: Table, theirs: Table, *, mine_first: bool = True) -> dict[str, Any]:
    """Theirs with what mine has changed of their common base; of what both changed, mine or theirs."""
    known, wanted, there = leaves(base), leaves(mine), leaves(theirs)
    both = both_changed(base, mine, theirs)
    for path in changed_paths(known, wanted):
        if path in both and not mine_first:
            continue
        if path in wanted:
            there[path] = wanted[path]
        else:
            there.pop(path, None)
    return table_of(there)


def both_changed(base: Table, mine: Table, theirs: Table) -> frozenset[Path]:
    """The paths at which both changed their common base, each to something else."""
    known, wanted, there = leaves(base), leaves(mine), leaves(theirs)
    ours = set(changed_paths(known, wanted)) & set(changed_paths(known, there))
    return frozenset(path for path in ours if wanted.get(path) != there.get(path))


def leaves(table: Table) -> Leaves:
    """Every value of settings by the way to it; entries of lists of tables by what they are called."""
    return dict(_leaves(table, ()))


def table_of(found: Leaves) -> dict[str, Any]:
    """The settings that have these leaves."""
    table: dict[str, Any] = {}
    orders: list[tuple[Path, list[str]]] = []
    for path, value in found.items():
        if path[-1] is ORDER:
            orders.append((path[:-1], value))
            continue
        holder = table
        for step in path[:-1]:
            inner = holder.setdefault(step, {})
            if not isinstance(inner, dict):
                inner = holder[step] = {}
            holder = inner
        if not (value == {} and holder.get(path[-1])):
            holder[path[-1]] = value
    for path, order in orders:
        _put_in_order(table, path, order)
    listed = _listed(table)
    assert isinstance(listed, dict)
    return listed


def _put_in_order(table: dict[str, Any], path: Path, order: list[str]) -> None:
    holder: Any = table
    for step in path:
        holder = holder.get(step, {})
    places = {name: place for place, name in enumerate(order)}
    for name in sorted(holder, key=lambda name: places.get(name, len(places))):
        holder[name] = holder.pop(name)


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, Entry) for key in value):
        return [_listed(inner) for inner in value.values()]
    return {key: _listed(inner) for key, inner in value.items()}


def _leaves(value: Any, path: Path) -> Iterable[tuple[Path, Any]]:
    if isinstance(value, Mapping) and value and not _is_one_value(path):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        named = _entries(value)
        for name, one in named.items():
            yield from _leaves(one, (*path, name))
        if len(named) > 1:
            yield (*path, ORDER), [str(name) for name in named]
    elif path:
        yield path, value


def _is_one_value(path: Path) -> bool:
    """Whether a table at a path is the value of a single setting, such as what an hour costs."""
    last = list(way_to(path))[-1:] if path else []
    return bool(last) and isinstance(last[0], SettingField)


def _entries(several: list[Any]) -> dict[Entry, Any]:
    found: dict[Entry, Any] = {}
    for one in several:
        told = [str(one[key]) for key in ("name", "from") if one.get(key) is not None]
        name, count = " from ".join(told) or "the first", 1
        while Entry(name if count == 1 else f"{name} ({count})") in found:
            count += 1
        found[Entry(name if count == 1 else f"{name} ({count})")] = one
    return found


def _told(path: Path, former: Leaves, later: Leaves) -> SettingChange:
    way = list(way_to(path))
    last: Setting | str = way[-1]
    label = ": ".join(filter(None, (", ".join(map(_word, way[:-1])), _word(last))))
    shape = last.shape if isinstance(last, SettingField) else Shape.TEXT
    default = (
        setting_words(last.default, shape)
        if isinstance(last, SettingField) and last.default is not None
        else None
    )
    told = [_value_words(found, path, shape) for found in (former, later)]
    return SettingChange(path, label, told[0], told[1], default)


def _value_words(found: Leaves, path: Path, shape: Shape) -> str | None:
    if path not in found:
        return None
    value = found[path]
    if path[-1] is ORDER:
        return f", {say('then')} ".join(value)
    return (
        say("there, with nothing set") if value == {} and shape is Shape.TEXT else setting_words(value, shape)
    )


def _word(step: Setting | str) -> str:
    return say(step.title) if isinstance(step, SettingField | SettingGroup) else step


def _key(path: Path) -> str:
    return ".".join(toml_key(step) for step in path)
