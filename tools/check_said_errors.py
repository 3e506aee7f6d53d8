"""Refuse an error that can reach a page and does not say its words in the language that is spoken.

What an error is raised with, `what` and `do`, stands within `say` or `say_many`, or is made of what does.
"""

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from deskwise.kernel import errors

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "deskwise"
ROOMS = ("app", "kernel", "metrics", "okr", "sources", "stores", "web")
COMMAND, SYNC, API = "only the command line says it", "a sync keeps what it says", "only the API says it"
START = "it is said before there are pages"
# Where errors are English, and why no page shows them in it.
EXCEPTED = {
    "app/connections.py": COMMAND,
    "app/export_log.py": COMMAND,
    "app/make_demo.py": COMMAND,
    "app/make_webhook_secrets.py": COMMAND,
    "app/receive_*.py": API,
    "app/sync_*.py": SYNC,
    "sources/directory.py": SYNC,
    "sources/http/*.py": SYNC,
    "sources/mbox/*.py": SYNC,
    "sources/registry.py": SYNC,
    "sources/request_tracker*.py": SYNC,
    "sources/sql*.py": SYNC,
    "stores/backup_files.py": COMMAND,
    "stores/engine_threads.py": START,
    "stores/kept_secrets.py": START,
    "stores/state/state_keeper.py": COMMAND,
    "stores/workspace_keeper.py": COMMAND,
    "web/server.py": START,
}
TREE = {name for name, each in vars(errors).items() if isinstance(each, type)}
# What pydantic tells of a value that its validators refuse.
OF_VALUES = {"ValueError", "OtherValueError"}
LETTERS = re.compile(r"[^\W\d_]{2}")


def unsaid(text: str) -> list[int]:
    r"""The numbers of the lines where an error is made with words that are not said.

    >>> unsaid('raise UsageError(say("no"), do="go")\nraise UsageError(f"{name}: {told}", do=say("go"))')
    [1]
    """
    names = TREE | (OF_VALUES if "from pydantic import" in text else set())
    found = set()
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names:
            given = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "do")]
            found |= {call.lineno for one in given if any(LETTERS.search(words) for words in _plain(one))}
    return sorted(found)


def _plain(node: ast.expr) -> Iterator[str]:
    """The texts that an expression is made of, but for those that are given to a function."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr | ast.BoolOp):
        for each in node.values:
            yield from _plain(each)
    elif isinstance(node, ast.IfExp):
        yield from (*_plain(node.body), *_plain(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from (*_plain(node.left), *_plain(node.right))


def found_in(source: Path = SOURCE) -> dict[str, list[int]]:
    """The lines of every file, by its path below the source, that make an error with words not said."""
    files = (path for room in ROOMS for path in sorted((source / room).rglob("*.py")))
    lines = {path.relative_to(source).as_posix(): unsaid(path.read_text(encoding="utf-8")) for path in files}
    return {name: numbers for name, numbers in lines.items() if numbers}


def main() -> int:
    """Print each such line of the files that are not excepted; 1 if there is any."""
    refused = [
        f"src/deskwise/{name}:{number}: an error's words are said: UsageError(say(...), do=say(...))"
        for name, numbers in found_in().items()
        for number in numbers
        if not any(fnmatch(name, pattern) for pattern in EXCEPTED)
    ]
    print("\n".join(refused), end="\n" if refused else "")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
