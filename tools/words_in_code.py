"""The words that Python code says, for Babel's extraction: also those inside of a text with braces.

Babel's own extractor reads tokens, and up to Python 3.11 such a text is one token with all that is in it.
"""

import ast
from collections.abc import Collection, Iterator
from typing import IO

Found = tuple[int, str, str | tuple[str, ...], list[str]]


def python_words(
    fileobj: IO[bytes], keywords: Collection[str], comment_tags: object, options: object
) -> Iterator[Found]:
    """Each call of a keyword with its words: a plain text, or as many as the keyword takes."""
    del comment_tags, options  # Babel gives them by name
    for call in ast.walk(ast.parse(fileobj.read())):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        if call.func.id in keywords:
            texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
            words = tuple(text for text in texts if isinstance(text, str))
            if words:
                yield call.lineno, call.func.id, words if len(words) > 1 else words[0], []
