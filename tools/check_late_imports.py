"""Refuse an import inside a function that does not say why.

Slow libraries are listed in pyproject.toml and need no word. Any other late import carries
`# noqa: PLC0415` and one of the reasons below.
"""

import re
import sys
from pathlib import Path

REASONS = {
    "slow": "what is imported pulls in something slow that most calls do without",
    "optional": "what is imported comes with an extra that may not be installed",
    "registry": "what is imported is named by a registry and loaded when asked for",
}
ROOT = Path(__file__).resolve().parent.parent
MARK = re.compile(r"#\s*noqa:\s*PLC0415\b(?:\s*-*\s*(?P<reason>\w+))?")


def unexplained(text: str) -> list[int]:
    r"""The numbers of the lines whose late import gives no reason that is known.

    >>> unexplained("import a  # noqa: PLC0415 slow\nimport b  # noqa: PLC0415")
    [2]
    """
    marks = ((number, MARK.search(line)) for number, line in enumerate(text.splitlines(), start=1))
    return [number for number, mark in marks if mark and mark["reason"] not in REASONS]


def main() -> int:
    """Print each late import without a reason; 1 if there is any."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: a late import needs a reason: {', '.join(REASONS)}"
        for folder in ("src", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number in unexplained(path.read_text(encoding="utf-8"))
    ]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
