"""Names and values as SQL text, so that no name of a file's column can change a statement.

The engine's binding takes half a second to load data frames, where they are installed, as soon as a statement
has a parameter: what every import runs has its values in the text.
"""

from collections.abc import Iterable, Mapping


def quoted(name: str) -> str:
    """A name as SQL writes it.

    >>> print(quoted('a "b" c'))
    "a ""b"" c"
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it.

    >>> literal("it's")
    "'it''s'"
    """
    if "\0" in text:  # the engine would take it for the end of the statement
        return f"({' || chr(0) || '.join(map(literal, text.split(chr(0))))})"
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Texts as the inside of an SQL list.

    >>> literals(["a", "b"])
    "'a', 'b'"
    """
    return ", ".join(literal(text) for text in texts)


def value(given: object) -> str:
    """A value as SQL writes it: a text, number, truth or null, a list of these, or a mapping as a struct.

    Raises `TypeError` for anything else.

    >>> value(["it's", None, {"line": 3, "sound": True}])
    "['it''s', null, {'line': 3, 'sound': true}]"
    """
    if given is None:
        return "null"
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, str):
        return literal(given)
    if isinstance(given, int | float):
        return repr(given)
    if isinstance(given, Mapping):
        return "{" + ", ".join(f"{literal(str(key))}: {value(one)}" for key, one in given.items()) + "}"
    if isinstance(given, list | tuple):
        return "[" + ", ".join(value(one) for one in given) + "]"
    raise TypeError(f"{type(given).__name__} cannot be written as SQL")
