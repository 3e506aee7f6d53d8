"""How `expectations` says what it found of an outcome: the same things in the words of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskwise.kernel.language import marked


@dataclass(frozen=True)
class Voice:
    """The sentences of an outcome. `do` is what customers do who are hits, in a clause about them.

    `less` and `more` are of fewer and more hits from quarter to quarter, `fewer_of` and `more_of` what more
    of a driver makes of the hits; `beyond`, `throughout_word` and `within` are the verdicts on a group.
    """

    few: str
    flat: str
    throughout: str
    once: str
    nowhere: str
    course: str
    none: str
    soonest: str
    steady: str
    less: str
    more: str
    untold: str
    told_most: str
    by_group: str
    by_quarter: str
    by_driver: str
    passes: str
    fall_chance: str
    beyond: str
    throughout_word: str
    within: str
    more_of: str
    fewer_of: str
    line: str
    dots: str
    do: str


SATISFIED = Voice(
    few=marked(
        "There are too few ratings to say what customers expect: %(n)s, of which %(bad)s are not good."
    ),
    flat=marked(
        "Satisfaction does not fall with %(driver)s beyond chance: %(share)s of %(n)s ratings are"
        " good, the curve lies between %(low)s and %(high)s."
    ),
    throughout=marked("Satisfaction falls with %(driver)s, and is below %(level)s from the least of it on."),
    once=marked("Fewer than %(level)s of customers are satisfied once %(once)s (%(interval)s)."),
    nowhere=marked(
        "Satisfaction falls with %(driver)s, and nowhere in what was seen below %(level)s beyond chance."
    ),
    course=marked(
        "By the curve %(first)s are satisfied with the least %(driver)s (up to %(short)s), and"
        " %(last)s with the most (%(long)s and more)."
    ),
    none=marked("By %(by)s it falls below %(level)s in none of %(n)s groups with enough ratings."),
    soonest=marked(
        "By %(by)s it falls below %(level)s in %(below)s of %(n)s groups with enough ratings, soonest in"
        " %(group)s: once %(once)s."
    ),
    steady=marked(
        "Over %(n)s quarters customers with the same %(driver)s became neither more nor less satisfied beyond"
        " chance: by %(by)s a quarter (95 %% interval %(low)s to %(high)s)."
    ),
    less=marked(
        "Over %(n)s quarters customers with the same %(driver)s became less satisfied: by %(by)s a"
        " quarter (95 %% interval %(low)s to %(high)s)."
    ),
    more=marked(
        "Over %(n)s quarters customers with the same %(driver)s became more satisfied: by %(by)s a"
        " quarter (95 %% interval %(low)s to %(high)s)."
    ),
    untold=marked("All drivers together tell nothing of satisfaction beyond chance."),
    told_most=marked(
        "Of what all drivers together tell of satisfaction, %(driver)s tells most: %(share)s of it (95 %%"
        " interval %(low)s to %(high)s); together they explain %(explained)s of how ratings differ."
    ),
    by_group=marked("Where satisfaction falls below the level, by group"),
    by_quarter=marked("Where satisfaction falls below the level, by quarter"),
    by_driver=marked("What of satisfaction each driver tells, of what they tell together"),
    passes=marked("falls below the level at"),
    fall_chance=marked("chance of such a fall where there is none"),
    beyond=marked("falls below"),
    throughout_word=marked("below throughout"),
    within=marked("not below beyond chance"),
    more_of=marked("satisfies more"),
    fewer_of=marked("satisfies less"),
    line=marked("line and band: the falling curve with its 95 % interval"),
    dots=marked("dots: as they rated"),
    do="",
)
RETURNS = replace(
    SATISFIED,
    few=marked(
        "There are too few cases to say what customers expect: %(n)s, among them %(hits)s who %(do)s."
    ),
    flat=marked(
        "How many customers %(do)s does not fall with %(driver)s beyond chance: it is %(share)s of %(n)s, the"
        " curve lies between %(low)s and %(high)s."
    ),
    throughout=marked(
        "How many customers %(do)s falls with %(driver)s, and is below %(level)s from the least of it on."
    ),
    once=marked("Fewer than %(level)s of customers %(do)s once %(once)s (%(interval)s)."),
    nowhere=marked(
        "How many customers %(do)s falls with %(driver)s, and nowhere in what was seen below %(level)s beyond"
        " chance."
    ),
    course=marked(
        "By the curve %(first)s %(do)s with the least %(driver)s (up to %(short)s), and %(last)s with the"
        " most (%(long)s and more)."
    ),
    none=marked("By %(by)s it falls below %(level)s in none of %(n)s groups with enough cases."),
    soonest=marked(
        "By %(by)s it falls below %(level)s in %(below)s of %(n)s groups with enough cases, soonest in"
        " %(group)s: once %(once)s."
    ),
    steady=marked(
        "Over %(n)s quarters customers with the same %(driver)s %(do)s neither more nor less often beyond"
        " chance: by %(by)s a quarter (95 %% interval %(low)s to %(high)s)."
    ),
    less=marked(
        "Over %(n)s quarters customers with the same %(driver)s %(do)s less often: by %(by)s a quarter (95 %%"
        " interval %(low)s to %(high)s)."
    ),
    more=marked(
        "Over %(n)s quarters customers with the same %(driver)s %(do)s more often: by %(by)s a quarter (95 %%"
        " interval %(low)s to %(high)s)."
    ),
    untold=marked("All drivers together tell nothing of how many customers %(do)s beyond chance."),
    told_most=marked(
        "Of what all drivers together tell of how many customers %(do)s, %(driver)s tells most: %(share)s of"
        " it (95 %% interval %(low)s to %(high)s); together they explain %(explained)s of how customers"
        " differ in that."
    ),
    by_group=marked("Where the curve falls below the level, by group"),
    by_quarter=marked("Where the curve falls below the level, by quarter"),
    by_driver=marked("What of it each driver tells, of what they tell together"),
    more_of=marked("more often"),
    fewer_of=marked("less often"),
    dots=marked("dots: as they did"),
    do=marked("buy again"),
)
COMES_BACK = replace(
    RETURNS,
    flat=marked(
        "How many customers %(do)s does not rise with %(driver)s beyond chance: it is %(share)s of %(n)s, the"
        " curve lies between %(low)s and %(high)s."
    ),
    throughout=marked(
        "How many customers %(do)s rises with %(driver)s, and is above %(level)s from the least of it on."
    ),
    once=marked("More than %(level)s of customers %(do)s once %(once)s (%(interval)s)."),
    nowhere=marked(
        "How many customers %(do)s rises with %(driver)s, and nowhere in what was seen above %(level)s beyond"
        " chance."
    ),
    none=marked("By %(by)s it rises above %(level)s in none of %(n)s groups with enough cases."),
    soonest=marked(
        "By %(by)s it rises above %(level)s in %(below)s of %(n)s groups with enough cases, soonest in"
        " %(group)s: once %(once)s."
    ),
    by_group=marked("Where the curve rises above the level, by group"),
    by_quarter=marked("Where the curve rises above the level, by quarter"),
    passes=marked("rises above the level at"),
    fall_chance=marked("chance of such a rise where there is none"),
    beyond=marked("rises above"),
    throughout_word=marked("above throughout"),
    within=marked("not above beyond chance"),
    line=marked("line and band: the rising curve with its 95 % interval"),
    do=marked("come back with the same matter"),
)
COMPLAINS = replace(COMES_BACK, do=marked("complain"))
