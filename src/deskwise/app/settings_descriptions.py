"""What the settings models say of themselves: a list of all settings, and words for what is wrong."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import ValidationError  # noqa: TID253 - models of a file
from pydantic.fields import FieldInfo  # noqa: TID253 - models of a file

from deskwise.app.settings_toml import toml_key, toml_value
from deskwise.app.settings_values import OtherValueError, Section
from deskwise.kernel.errors import SettingsError
from deskwise.kernel.language import marked, say

ANY_NAME = "NAME"
# Wherever a secret is written by mistake in this section, no message repeats it.
UNQUOTED = "connections"
_SHOWN_CHARACTERS = 60
_THE_KEY_ITSELF = "[key]"  # how a place in a table says that its key is wrong, not its value

_WHAT_IT_SHOULD_BE = {
    "bool_type": marked("should be true or false"),
    "int_type": marked("should be a whole number"),
    "string_type": marked("should be text"),
    "list_type": marked("should be a list"),
    "dict_type": marked("should be a table"),
    "model_type": marked("should be a table"),
    "greater_than_equal": marked("should be %(ge)s or more"),
    "less_than_equal": marked("should be %(le)s at most"),
}


@dataclass(frozen=True)
class SettingDescription:
    """One setting: its key, what it tells Deskwise, its default and an example, both as TOML.

    NAME stands for a name of the user's, `[]` for each entry of a list. `default` is empty where none is.
    """

    key: str
    tells: str
    default: str
    example: str


def describe(model: type[Section], before: str = "") -> Iterator[SettingDescription]:
    """Every setting of a model, in its order, those of its tables with the way to them."""
    for name, field in model.model_fields.items():
        key = before + (field.alias or name)
        suffix, inner = _inner_model(field.annotation)
        if inner is not None:
            yield from describe(inner, f"{key}{suffix}.")
        else:
            default = "" if field.is_required() or field.default is None else toml_value(field.default)
            yield SettingDescription(key, field.description or "", default, _example(field))


@dataclass(frozen=True)
class SettingMistake:
    """What is wrong at one place of the settings, and what to do about it, in the words of the file."""

    place: tuple[int | str, ...]
    wrong: str
    do: str


def setting_mistakes(error: ValidationError, model: type[Section]) -> tuple[SettingMistake, ...]:
    """All that is wrong with settings: each place, what is wrong there, and an example of right."""
    return tuple(_mistake(one["loc"], _wrong(one, model), model) for one in error.errors(include_url=False))


def settings_error(error: ValidationError, model: type[Section]) -> SettingsError:
    """The same as one error."""
    mistakes = [(f"{_path(one.place)}: {one.wrong}", one.do) for one in setting_mistakes(error, model)]
    if len(mistakes) == 1:
        (what, do) = mistakes[0]
        return SettingsError(what, do=do)
    lines = "".join(f"\n  {what}: {do}" for what, do in mistakes)
    return SettingsError(
        say("the settings have %(n)s mistakes", n=len(mistakes)),
        do=say("put them right%(lines)s", lines=lines),
    )


def _mistake(loc: tuple[int | str, ...], wrong: str, model: type[Section]) -> SettingMistake:
    key, field = _found(loc, model)
    if field is None:
        return SettingMistake(loc, wrong, say("write one of %(names)s", names=", ".join(_fields(model))))
    example = f"{toml_key(key)} = {_example(field)}"
    return SettingMistake(loc, wrong, say("write for example %(example)s", example=example))


def _wrong(one: Mapping[str, Any], model: type[Section]) -> str:
    kind, limits = one["type"], one.get("ctx", {})
    if kind == "missing":
        return say("is missing")
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(str(one["loc"][-1]), _known_beside(one["loc"], model), n=1)
        return say("is no setting, %(name)s is", name=close[0]) if close else say("is no setting")
    should = True
    if kind == "value_error":
        error = limits["error"]
        wrong, should = str(error), isinstance(error, OtherValueError)
    elif kind in _WHAT_IT_SHOULD_BE:
        wrong = say(_WHAT_IT_SHOULD_BE[kind], **limits)
    elif kind == "literal_error":
        wrong = say("should be %(words)s", words=_said_words(limits["expected"]))
    else:
        wrong = str(one["msg"]).replace("Input should", "should")
        should = wrong.startswith("should")
    shown = "" if one["loc"][:1] == (UNQUOTED,) else _shown(one["input"])
    return say("%(wrong)s, not %(shown)s", wrong=wrong, shown=shown) if should and shown else wrong


def _said_words(expected: str) -> str:
    """Words to choose from, as pydantic lists them: parted by commas, and the last by "or"."""
    return expected.replace(" or ", f" {say('or')} ")


def _shown(value: object) -> str:
    """The value as TOML has it, or nothing where that is long or cannot be."""
    try:
        text = toml_value(value)
    except TypeError:
        return ""
    return text if len(text) <= _SHOWN_CHARACTERS else ""


def _path(loc: Sequence[int | str]) -> str:
    """A key path as `settings set` takes it.

    >>> _path(("schedules", "second tier", 0, "zone"))
    'schedules."second tier".0.zone'
    """
    steps = [str(one) if isinstance(one, int) else toml_key(one) for one in loc if one != _THE_KEY_ITSELF]
    return ".".join(steps) or say("the settings")


def _found(loc: Sequence[int | str], model: type[Section]) -> tuple[str, FieldInfo | None]:
    """The innermost described field on the way to a place, and its key."""
    current: type[Section] | None = model
    key, found, passing = "", None, 0
    for step in loc:
        if passing > 0:  # a name of the user's or a number, which may be spelled like a field
            passing -= 1
            continue
        field = _fields(current).get(str(step)) if current is not None else None
        if field is None:
            break
        key, found = str(step), field
        suffix, current = _inner_model(field.annotation)
        passing = suffix.count(ANY_NAME) + suffix.count("[]")
    return key, found


def _known_beside(loc: Sequence[int | str], model: type[Section]) -> list[str]:
    _, field = _found(loc[:-1], model)
    inner = _inner_model(field.annotation)[1] if field is not None else model
    return list(_fields(inner)) if inner is not None else []


def _fields(model: type[Section]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _example(field: FieldInfo) -> str:
    return str(field.examples[0]) if field.examples else ""


def _inner_model(annotation: object) -> tuple[str, type[Section] | None]:
    """The model inside an annotation, and what stands between: `.NAME` for a name, `[]` for a list."""
    suffix = ""
    while True:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation = arguments[0]
        elif origin in {Union, UnionType}:
            annotation = next(one for one in arguments if one is not NoneType)
        elif origin is dict:
            suffix, annotation = f"{suffix}.{ANY_NAME}", arguments[1]
        elif origin is list:
            suffix, annotation = f"{suffix}[]", arguments[0]
        elif isinstance(annotation, type) and issubclass(annotation, Section):
            return suffix, annotation
        else:
            return suffix, None
