"""The version of what a form was made from, which the form carries along."""

from __future__ import annotations

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.web.posted_forms import PostedForm

LONGEST_DIGITS = 12


def version_of_form(form: PostedForm) -> int:
    """The version; raises `UsageError` where the form says none.

    >>> version_of_form(PostedForm({"version": ["3"]}))
    3
    """
    said = form.one("version")
    if not (said.isascii() and said.isdigit()) or len(said) > LONGEST_DIGITS:
        raise UsageError(say("the form does not say what it was made from"), do=say("load the page again"))
    return int(said)
