"""Pages from templates: what every page is given, and how its addresses are made."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from deskwise.app.dispute_figures import count_undecided
from deskwise.app.objectives.owed_to_do import count_owed
from deskwise.kernel.language import (
    LANGUAGES,
    catalogue,
    mid_sentence,
    said_name,
    say,
    sentence_start,
    spoken,
)
from deskwise.kernel.version import __version__
from deskwise.reports import key_result_words, number_words, time_words
from deskwise.web.addresses import Addresses
from deskwise.web.allowed import Allowed
from deskwise.web.charts.pace_bar import pace_bar
from deskwise.web.form_tokens import page_token
from deskwise.web.icons import icon
from deskwise.web.route_access import ROUTES, WORKING_ONCE
from deskwise.web.secret_cookies import BEFORE, give_secret
from deskwise.web.static_files import version_of
from deskwise.web.visitor import Visitor

FOLDER = Path(__file__).parent / "templates"
THEMES = ("system", "light", "dark")
THEME_COOKIE = "dw-theme"
STYLES = (
    "tokens", "fonts", "base", "frame", "cards", "controls", "marks", "tables", "charts", "metric", "ticket",
    "agent", "comments", "forms", "import", "settings", "objectives", "objective",
)  # fmt: skip
PLAIN_SEGMENTS = frozenset({"", ".", ".."})


@cache
def environment() -> Environment:
    """The templates, with everything escaped that is not said to be a template's own."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension
        lambda words: catalogue(spoken()).gettext(words),
        lambda one, many, number: catalogue(spoken()).ngettext(one, many, number),
        newstyle=True,
    )
    made.globals.update(
        icon=icon,
        styles=STYLES,
        deskwise_version=__version__,
        themes=THEMES,
        languages=LANGUAGES,
        spoken=spoken,
        no_data=lambda: number_words.value_words(None, ""),
    )
    made.filters.update(
        value=number_words.value_words,
        change=number_words.change_words,
        count=number_words.count_words,
        instant=time_words.instant_words,
        # Words of a registry: they may hold a percent sign, and are nobody's markup.
        said=say,
        said_name=said_name,
        mid_sentence=mid_sentence,
        sentence_start=sentence_start,
        pace_bar=pace_bar,
        status_words=key_result_words.status_words,
        status_look=key_result_words.STATUS_LOOKS.__getitem__,
    )
    return made


def theme_of(request: Request) -> str:
    """The theme that was chosen; the system's where none was."""
    said = request.cookies.get(THEME_COOKIE, "")
    return said if said in THEMES else "system"


class Links:
    """Addresses of this application, under whatever path a proxy serves it."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._root = str(request.scope.get("root_path", "")).rstrip("/")

    @property
    def root(self) -> str:
        """The path the application is served under; empty at the top."""
        return self._root

    def page(self, page: str, query: Mapping[str, str] | str = "", /, **path: str) -> str:
        """The address of a page; `query` is a mapping, or a text with its question mark."""
        quoted = {part: quote(value, safe="") for part, value in path.items()}
        addresses: Addresses = self._request.app.state.addresses
        address = self._root + addresses.of(page, quoted)
        if isinstance(query, str):
            return address + query
        said = urlencode({key: value for key, value in query.items() if value})
        return f"{address}?{said}" if said else address

    def ticket(self, source: str | None, ticket: str, **more: str) -> str:
        """The address of a ticket, whatever its id is made of: some cannot stand in a path."""
        said = {"source": source or "", **more}
        if PLAIN_SEGMENTS & set(ticket.split("/")):
            return self.page("ticket_asked", {"ticket": ticket, **said})
        return self.page("ticket", said, ticket=ticket)

    def agent(self, agent: str, query: Mapping[str, str] | None = None) -> str:
        """The address of an agent, whatever their id is made of.

        An empty team is one: what was in none.
        """
        said = dict(query or {})
        team = {"team": said.pop("team")} if "team" in said else {}
        kept = {**team, **{key: value for key, value in said.items() if value}}
        if PLAIN_SEGMENTS & set(agent.split("/")):
            return self.page("agents", "?" + urlencode({"agent": agent, **kept}))
        return self.page("agent", f"?{urlencode(kept)}" if kept else "", agent=agent)

    def named(self, page: str, name: str, query: Mapping[str, str] | None = None) -> str:
        """The address of a customer or an organisation, whatever their name is made of.

        One that cannot stand in a path is asked of the list, as `customers?customer=...`.
        """
        said = {key: value for key, value in (query or {}).items() if value}
        if PLAIN_SEGMENTS & set(name.split("/")):
            return self.page(f"{page}s", "?" + urlencode({page: name, **said}))
        return self.page(page, said, **{page: name})

    def file(self, folder: str, path: str) -> str:
        """The address of a file that pages are made with."""
        return f"{self._root}/{folder}/{path}?v={version_of(folder, path)}"


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page; whoever has no session yet is given what its forms are known by."""
    links, forms = Links(request), page_token(request)
    who = getattr(request.state, "visitor", None)
    page = environment().get_template(template)
    words = page.render(
        links=links,
        link=links.page,
        theme=theme_of(request),
        here=_back(request),
        workspace_name=request.app.state.served.name,
        who=who,
        allowed=Allowed(who, request.app.state.needed),
        form_token=forms.token,
        disputes_waiting=_disputes_waiting(request, who),
        objectives_owed=_objectives_owed(request, who),
        **context,
    )
    answer = HTMLResponse(words, status)
    if forms.given is not None:
        give_secret(request, answer, BEFORE, forms.given, None)
    return answer


def _disputes_waiting(request: Request, who: Visitor | None) -> int:
    """How many disputes whoever looks has to decide; the navigation tells it on every page."""
    if who is None or who.person is None:
        return 0
    return count_undecided(request.app.state.served.state, who.holder)


def _objectives_owed(request: Request, who: Visitor | None) -> int:
    """How much whoever looks owes of the objectives; told beside the disputes."""
    if who is None or who.person is None:
        return 0
    here = request.app.state.served
    return count_owed(here.state, here.clock, who.person, here.workspace)


def here_of(request: Request) -> str:
    """The address of a request below where the application is."""
    path = request.url.path.removeprefix(Links(request).root)
    return f"{path}?{request.url.query}" if request.url.query else path


def _back(request: Request) -> str:
    """Where a page is that can be opened again: what was posted, or works once, is at no address."""
    path = getattr(request.scope.get("route"), "path", "")
    if path in WORKING_ONCE:
        return "/"
    return here_of(request) if request.method == "GET" or ("GET", path) in ROUTES else "/"
