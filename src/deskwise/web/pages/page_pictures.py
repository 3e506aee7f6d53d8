"""Pictures that pages draw themselves, as files: a ticket's course, and the small ones of the overview."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from deskwise.app.access.things import Act, Kind
from deskwise.app.compared_periods import USUAL
from deskwise.app.explain_ticket import explain_on_both_clocks
from deskwise.app.limits_anew import kept_anew
from deskwise.app.seen_figures import require_split, seen_figures
from deskwise.app.show_overview import show_overview
from deskwise.app.ticket_course import ticket_course
from deskwise.app.whose_ticket import thing_of_ticket
from deskwise.kernel.errors import UnknownNameError, UsageError
from deskwise.kernel.language import say
from deskwise.reports.chart_theme import FileTheme
from deskwise.reports.time_words import instant_words
from deskwise.web.asked import asked
from deskwise.web.charts.sparkline import HEIGHT, WIDTH, sparkline
from deskwise.web.charts.standing_alone import standing_alone
from deskwise.web.charts.ticket_timeline import ticket_timeline
from deskwise.web.figure_words import beside, qualifier, value_of
from deskwise.web.pages.metric import PICTURES
from deskwise.web.served import Here, Served
from deskwise.web.stat_cards import course_words
from deskwise.web.templating import environment
from deskwise.web.visitor import Looking

router = APIRouter(include_in_schema=False)
DARK: Literal["dark"] = "dark"
# Small ones are looked at from further away.
TIMES = 3


@router.get("/ticket-course.{form}", name="ticket_picture")
def ticket_picture(
    request: Request, here: Here, who: Looking, form: str, ticket: str, source: str = ""
) -> Response:
    """The course of a ticket as SVG or PNG."""
    found, _ = explain_on_both_clocks(here.workspace, ticket, source or None, ())
    who.require(Act.READ, thing_of_ticket(Kind.TICKET, [each.event for each in found.events]))
    course = ticket_course(found, here.workspace.rules())
    if course is None:
        raise UsageError(say("there is nothing to draw"), do=say("the ticket has no events that count"))
    chart = ticket_timeline(course, found.zone)
    drawing = _macro("parts/ticket_timeline.html", "ticket_timeline", chart, found.ticket)
    line = f"{found.zone} · {say('as of %(at)s', at=instant_words(found.as_of, found.zone))}"
    alone = standing_alone(
        drawing, f"{say('Ticket')} {found.ticket}", line, (chart.width, chart.height), _theme(request)
    )
    return _file(here, alone, "ticket_course", form)


@router.get("/overview-course/{name}.{form}", name="overview_picture")
def overview_picture(request: Request, here: Here, who: Looking, name: str, form: str) -> Response:
    """The last weeks of one of the figures of the overview, as SVG or PNG."""
    chosen = asked(request.query_params.multi_items())
    require_split(who, chosen.where)
    found = show_overview(here.workspace, chosen.period or USUAL, chosen.where, kept_anew(here.state))
    figure = next((each for each in found.figures if each.metric.name == name), None)
    if figure is None:
        raise UnknownNameError(say("no figure of the overview is called so"), do=say("see the overview"))
    readings = (figure.now, figure.before, *figure.course)
    figure = seen_figures(who, here.workspace, readings, chosen.where, found.clock).followed(figure)
    chart = sparkline(figure)
    if chart is None:
        raise UsageError(
            say("there is nothing to draw"), do=say("fewer than two weeks have a figure that is shown")
        )
    drawing = _macro("parts/figures.html", "sparkline", chart, course_words(figure))
    now = figure.now
    line = " · ".join((qualifier(figure.metric, figure.stat, now), value_of(now), beside(figure.metric, now)))
    size = (WIDTH * TIMES, HEIGHT * TIMES)
    return _file(
        here,
        standing_alone(drawing, say(figure.metric.label), line, size, _theme(request)),
        f"{name}_weeks",
        form,
    )


def _macro(template: str, name: str, *given: object) -> str:
    """A drawing as its page has it: everything in it is escaped there."""
    module = environment().get_template(template).make_module({})
    return str(getattr(module, name)(*given)).strip()


def _theme(request: Request) -> FileTheme:
    return DARK if request.query_params.get("theme") == DARK else "light"


def _file(here: Served, svg: str, name: str, form: str) -> Response:
    if form not in PICTURES:
        raise UsageError(
            say("no picture has this form"), do=say("choose from %(names)s", names=", ".join(PICTURES))
        )
    content = here.drawer.png_of(svg) if form == "png" else svg
    kept = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=PICTURES[form], headers=kept)
