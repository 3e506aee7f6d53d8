"""The definitions: what each figure means, with the version readings carry."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from deskwise.app.headlines import HEADLINES
from deskwise.app.show_catalogue import CatalogueEntry, show_catalogue
from deskwise.kernel.language import marked, say
from deskwise.metrics.catalogue import metric
from deskwise.web.figure_words import STAT_WORDS
from deskwise.web.templating import render

router = APIRouter(include_in_schema=False)
BETTER_WORDS = {
    "lower": marked("lower is better"), "higher": marked("higher is better"),
    "neutral": marked("neither is better"),
}  # fmt: skip


def families(entries: tuple[CatalogueEntry, ...]) -> dict[str, list[CatalogueEntry]]:
    """The entries by their families, in the order of the catalogue."""
    found: dict[str, list[CatalogueEntry]] = {}
    for entry in entries:
        found.setdefault(entry.family, []).append(entry)
    return found


@router.get("/definitions", name="definitions")
def definitions(request: Request) -> HTMLResponse:
    """All of them."""
    return render(request, "definitions.html", nav="definitions", families=families(show_catalogue()))


@router.get("/definitions/{name}", name="definition")
def definition(request: Request, name: str) -> HTMLResponse:
    """One of them in full; a name there is not is told with what comes close."""
    (entry,) = show_catalogue(name)
    stats = [say(STAT_WORDS[stat]) for stat in entry.metric.stats]
    return render(
        request,
        "definition.html",
        nav="definitions",
        entry=entry,
        metric=entry.metric,
        stats=stats,
        better=say(BETTER_WORDS[entry.metric.better]),
    )


@router.get("/metrics", name="metrics")
def metrics(request: Request) -> HTMLResponse:
    """All metrics, to choose one: the ten that are looked at first, then the rest by family."""
    first = [metric(each.metric) for each in HEADLINES]
    return render(request, "metrics.html", nav="metrics", first=first, families=families(show_catalogue()))
