"""Names and values as SQL text, so that no name of a file's column can change a statement."""

from collections.abc import Iterable


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
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Texts as the inside of an SQL list.

    >>> literals(["a", "b"])
    "'a', 'b'"
    """
    return ", ".join(literal(text) for text in texts)
