"""A query somebody wrote: whether it is one SELECT, by the rules of its own database."""

from __future__ import annotations

DIALECTS = {
    "sqlite": "sqlite",
    "postgresql": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
    "mssql": "tsql",
    "oracle": "oracle",
}


def one_select(query: str, url: str) -> str | None:
    """A query without what ends it, null if it is no single SELECT; a semicolon in quotes ends nothing.

    >>> one_select("select ';' from a; -- all of it", "sqlite:///desk.sqlite")
    "select ';' from a"
    >>> one_select("select 1; delete from a", "sqlite:///desk.sqlite") is None
    True
    """
    from sqlglot import tokenize
    from sqlglot.errors import TokenError
    from sqlglot.tokenizer_core import TokenType

    family = url.partition(":")[0].partition("+")[0]
    try:
        words = tokenize(query, read=DIALECTS.get(family))
    except TokenError:
        return None
    last = len(words)
    while last and words[last - 1].token_type == TokenType.SEMICOLON:
        last -= 1
    if not last or words[0].token_type not in (TokenType.SELECT, TokenType.WITH):
        return None
    if any(word.token_type == TokenType.SEMICOLON for word in words[:last]):
        return None
    return query[: words[last - 1].end + 1]
