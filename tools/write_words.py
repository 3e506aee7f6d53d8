"""Bring the languages of the pages up to date with the words that pages say, or check that they are.

python tools/write_words.py            takes in new words, without a translation; drops those nobody says
python tools/write_words.py --check    fails if any file would change, or a word has no translation
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog  # noqa: TID253 - a tool's work
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir  # noqa: TID253 - a tool's work
from babel.messages.pofile import read_po, write_po  # noqa: TID253 - a tool's work

from deskwise.kernel.language import ENGLISH, FOLDER, LANGUAGES
from registry_words import registry_words

SOURCE = Path(__file__).resolve().parent.parent / "src" / "deskwise"
METHODS = [("**.html", "jinja2"), ("**.py", "words_in_code:python_words")]
OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "say": None, "say_many": (1, 2), "marked": None}
# What stands above the words of a file, up to the first empty line, is its translators': it is kept.
END_OF_HEAD = "\n\n"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"'


def words_said(source: Path = SOURCE) -> Catalog:
    """All words that pages say, each once: those of templates and code, and those of the registries."""
    found = Catalog()
    said = extract_from_dir(source, METHODS, OPTIONS, keywords=KEYWORDS)
    for _, _, words, _, _ in said:
        if words and words != ("", ""):
            found.add(words)
    for each in registry_words():
        found.add(each)
    return found


Words = str | tuple[str, ...] | list[str]


def updated(text: str, language: str, said: Catalog) -> str:
    """A language's file with exactly the words that are said, in order of the alphabet.

    Translations are kept, and none is guessed.
    """
    known = read_po(BytesIO(text.encode()), locale=language, abort_invalid=True)
    made = Catalog(locale=language)
    for message in said:
        if message.id:
            made.add(
                message.id, _kept(known, message.id) or ("" if isinstance(message.id, str) else ("", ""))
            )
    for message in made:
        # A percent sign alone takes no value: those words are said as they are.
        if "%(" not in str(message.id):
            message.flags.discard("python-format")
    written = BytesIO()
    write_po(written, made, width=0, no_location=True, omit_header=True, sort_output=True)
    head = text.partition(END_OF_HEAD)[0] or HEAD
    return head + END_OF_HEAD + written.getvalue().decode().strip() + "\n"


def _kept(known: Catalog, words: Words) -> Words | None:
    message = known.get(words if isinstance(words, str) else words[0])
    # Words of one thing do not stand for those of many.
    return message.string if message is not None and message.id == words else None


def without_translation(text: str, language: str) -> list[str]:
    """The words of a file that have no translation, of those for many things in any of their forms."""
    known = read_po(BytesIO(text.encode()), locale=language, abort_invalid=True)
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in known
        if message.id
        and not all([message.string] if isinstance(message.string, str) else message.string or [""])
    ]


def main(arguments: list[str]) -> int:
    """Write the files; with --check only say what is stale or not translated, and 1 if anything is."""
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    said, failed = words_said(), 0
    for language in LANGUAGES:
        if language == ENGLISH:
            continue
        file = FOLDER / f"{language}.po"
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        fresh = updated(text, language, said)
        missing = without_translation(fresh, language)
        if not arguments:
            file.write_text(fresh, encoding="utf-8")
            print(f"{file.name}: {len(missing)} words without a translation")
        elif fresh != text or missing:
            failed = 1
            print(f"{file.name} is stale or not translated: run `make words`, and translate what is empty")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
