"""The form of an objective: whose it can be, what it can serve, and what is made of what was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from deskwise.analyses.registry import ANALYSES
from deskwise.app.access.holders import Person
from deskwise.app.access.things import Act
from deskwise.app.objectives.draft_objectives import ObjectiveDraft
from deskwise.app.objectives.whose_objective import thing_owned
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import Ambition, Evidence, Level, Objective, Owner, Parent
from deskwise.web.posted_forms import PostedForm
from deskwise.web.templating import Links
from deskwise.web.visitor import Visitor

LEVELS: tuple[tuple[Level, str], ...] = (
    (Level.TEAM, marked("a team")),
    (Level.PERSON, marked("one person")),
    (Level.COMPANY, marked("the company")),
)
AMBITIONS: tuple[tuple[Ambition, str], ...] = (
    (Ambition.COMMITTED, marked("committed: met at a score of 1.0")),
    (Ambition.ASPIRATIONAL, marked("aspirational: met at a score of 0.7")),
)
# Before an owner and a parent, what they are.
OF_TEAM, OF_PERSON, OF_OBJECTIVE, OF_KEY_RESULT = "team:", "person:", "objective:", "key_result:"
LONGEST_ADDRESS = 2_000
ANALYSES_PATH = "/analyses/"


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen; `depth` is how far it stands below others."""

    value: str
    words: str
    depth: int = 0


def owners_of(who: Visitor, teams: Iterable[str], people: Iterable[Person]) -> list[Choice]:
    """The teams and people whose objectives whoever looks may write, by name."""
    made = [
        (Choice(OF_TEAM + each, say("team %(name)s", name=each)), Owner(Level.TEAM, each), None)
        for each in sorted(teams)
    ]
    found = [choice for choice, owner, _ in made if _may_own(who, owner, None)]
    found += [
        Choice(OF_PERSON + person.id, person.name)
        for person in sorted(people, key=lambda each: each.name)
        if person.active and _may_own(who, Owner(Level.PERSON, person.id), person)
    ]
    return found


def parents_of(
    objectives: Iterable[Objective], key_results: Iterable[KeyResult], own: str = ""
) -> list[Choice]:
    """What an objective can serve: each other objective, and its key results."""
    every, found = list(key_results), [Choice("", say("nothing: it stands alone"))]
    for each in objectives:
        if each.id == own:
            continue
        found.append(Choice(OF_OBJECTIVE + each.id, each.title))
        found += [
            Choice(OF_KEY_RESULT + one.id, one.title, 1)
            for one in every
            if one.objective == each.id and one.kept
        ]
    return found


def draft_of(form: PostedForm) -> ObjectiveDraft:
    """What the form says; raises `UsageError` for what cannot be."""
    return ObjectiveDraft(
        title=form.one("title"),
        why=form.one("why"),
        owner=_owner(form.one("owner")),
        level=_level(form.one("level")),
        ambition=Ambition.ASPIRATIONAL
        if form.one("ambition") == Ambition.ASPIRATIONAL
        else Ambition.COMMITTED,
        weight=weight_of(form.one("weight")),
        expectation=form.one("expectation") or None,
        evidence=_evidence(form.one("evidence")),
        parent=_parent(form.one("parent")),
        pooled=form.one("pooled") == "yes",
    )


def fields_of(objective: Objective, links: Links) -> dict[str, str]:
    """An objective as the fields of its form."""
    owner = (OF_PERSON if objective.owner.kind is Level.PERSON else OF_TEAM) + objective.owner.name
    parent = objective.parent
    return {
        "title": objective.title,
        "why": objective.why,
        "expectation": objective.expectation or "",
        "evidence": evidence_address(objective, links),
        "owner": owner,
        "level": str(objective.level),
        "parent": ""
        if parent is None
        else (OF_KEY_RESULT if parent.of_key_result else OF_OBJECTIVE) + parent.id,
        "ambition": str(objective.ambition),
        "weight": f"{objective.weight:g}",
        "pooled": "yes" if objective.pooled else "",
        "version": str(objective.version),
    }


def evidence_address(objective: Objective, links: Links) -> str:
    """Where the finding is that an objective answers; empty where it names none."""
    found = objective.evidence
    if found is None or found.analysis not in ANALYSES:
        return ""
    return links.page("analysis", f"?{found.question}" if found.question else "", name=found.analysis)


def objective_facts(
    objective: Objective, owner: str, parents: Iterable[Choice], links: Links
) -> list[tuple[str, str]]:
    """What is there of an objective now, for whoever meant to change it."""
    fields = fields_of(objective, links)
    words: Mapping[str, str] = {each.value: each.words for each in parents}
    facts = [
        (say("Title"), objective.title),
        (say("Why"), objective.why),
        (say("What customers expect"), objective.expectation or ""),
        (say("The finding it answers"), fields["evidence"]),
        (say("Owner"), owner),
        (say("Whose objective"), say(dict(LEVELS)[objective.level])),
        (say("Serves"), words.get(fields["parent"], "") if fields["parent"] else ""),
        (say("Ambition"), say(dict(AMBITIONS)[objective.ambition])),
        (say("Weight"), fields["weight"]),
    ]
    return [(what, told) for what, told in facts if told]


def weight_of(text: str) -> float:
    """A weight as it is written; raises `UsageError` for what is no number."""
    said = text.strip().replace(",", ".") or "1"
    try:
        found = float(said)
    except ValueError:
        found = float("nan")
    if not 0 < found < 1_000_000:
        raise UsageError(say("that is no weight"), do=say("write a number above 0, such as 1 or 2.5"))
    return found


def _may_own(who: Visitor, owner: Owner, person: Person | None) -> bool:
    level = Level.PERSON if owner.kind is Level.PERSON else Level.TEAM
    empty = Objective("", "", "", "", "", owner, level)
    return who.may(Act.CHANGE, thing_owned(empty, who.holder, person))


def _owner(said: str) -> Owner:
    if said.startswith(OF_TEAM):
        return Owner(Level.TEAM, said.removeprefix(OF_TEAM))
    if said.startswith(OF_PERSON):
        return Owner(Level.PERSON, said.removeprefix(OF_PERSON))
    raise UsageError(say("nobody owns the objective"), do=say("choose a team or a person"))


def _level(said: str) -> Level:
    try:
        return Level(said)
    except ValueError:
        raise UsageError(
            say("it is not said whose objective it is"), do=say("choose a team, one person or the company")
        ) from None


def _parent(said: str) -> Parent | None:
    if said.startswith(OF_KEY_RESULT):
        return Parent(True, said.removeprefix(OF_KEY_RESULT))
    return Parent(False, said.removeprefix(OF_OBJECTIVE)) if said.startswith(OF_OBJECTIVE) else None


def _evidence(said: str) -> Evidence | None:
    """The finding of an address of these pages, wherever they are served."""
    address = said.strip()
    if not address:
        return None
    try:
        parts = urlsplit(address[:LONGEST_ADDRESS])
    except ValueError:
        parts = urlsplit("")
    _, at, name = parts.path.rpartition(ANALYSES_PATH)
    name = unquote(name)
    if not at or name not in ANALYSES:
        raise UsageError(
            say("that is no address of an analysis"),
            do=say("open the finding under Analyses, and copy its address"),
        )
    return Evidence(name, parts.query)
