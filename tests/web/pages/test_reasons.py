"""Reasons named and merged on the page of contact reasons, and how to begin where texts are not kept."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest

from app.subject_shop import FATTURA, RECHNUNG, REFUND, make_shop
from deskwise.app.audit import Deed
from deskwise.web.reasons_shown import SHOWN, ReasonLine, ReasonsShown
from web.conftest import Site
from web.people_rig import PeopleRig

ASKED = "?by=subject&since=2025-03-01&until=2025-03-02"
PAGE = f"/analyses/contact_reasons{ASKED}"
NAMED, BACK = "/analyses/contact_reasons/named", "/analyses/contact_reasons/name-taken-back"


@pytest.fixture(scope="module")
def shop_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("shop") / "home"
    make_shop(home)
    return home


@pytest.fixture
def rig(shop_home: Path, tmp_path: Path) -> PeopleRig:
    shutil.copytree(shop_home, tmp_path / "shop")
    made = PeopleRig(tmp_path / "shop")
    made.add_all("support", "kim")
    return made


def card(page: str) -> str:
    return page.partition('aria-labelledby="reasons-title"')[2].partition("</section>")[0]


def requests(page: str) -> dict[str, str]:
    """The reasons of the first table with how many requests each has."""
    table = page.partition("Reasons, and what each takes")[2].partition("</table>")[0]
    rows = re.findall(r'<th scope="row".*?>(.*?)</th>\s*<td.*?>(.*?)</td>', table, re.DOTALL)
    return {html.unescape(re.sub("<.*?>", "", name)).strip(): re.sub("<.*?>", "", n) for name, n in rows}


def test_a_cluster_is_named_made_one_with_another_and_called_by_its_key_again(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    assert requests(admin.page(PAGE)) == {
        REFUND: "45",
        RECHNUNG: "20",
        FATTURA: "15",
        "no contact reason": "5",
    }
    answer = admin.post(f"{NAMED}{ASKED}", key=RECHNUNG, version="0", name="Invoices", into="")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    admin.post(f"{NAMED}{ASKED}", key=FATTURA, version="0", name="", into="Invoices")
    page = admin.page(PAGE)
    assert requests(page) == {REFUND: "45", "Invoices": "35", "no contact reason": "5"}
    assert f"({RECHNUNG}, {FATTURA})" in card(page)
    assert card(page).count("again</button>") == 2
    assert admin.post(f"{BACK}{ASKED}", key=FATTURA, version="1").status_code == 303
    assert requests(admin.page(PAGE))["Invoices"] == "20"
    assert [each.what for each in rig.audit()][:3] == [
        Deed.REASON_NAME_TAKEN_BACK, Deed.REASON_NAMED, Deed.REASON_NAMED,
    ]  # fmt: skip


def test_the_requests_of_a_named_reason_open(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    admin.post(f"{NAMED}{ASKED}", key=REFUND, version="0", name="Refunds & <more>", into="")
    page = admin.page(PAGE)
    assert "<more>" not in page
    (link,) = {html.unescape(each) for each in re.findall(r'href="(/requests\?[^"]*Refunds[^"]*)"', page)}
    assert "45" in admin.page(link)


def test_who_leads_names_and_others_look(rig: PeopleRig) -> None:
    assert "<form" in card(rig.site("lead").page(PAGE))
    assert rig.site("lead").post(NAMED, key=REFUND, version="0", name="Refunds", into="").status_code == 303
    assert rig.site("agent").post(NAMED, key=REFUND, version="1", name="X", into="").status_code == 403
    assert rig.site("viewer").post(BACK, key=REFUND, version="1").status_code == 403


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"key": REFUND, "version": "7", "name": "X"}, 409, "Somebody else named this reason meanwhile"),
        ({"key": REFUND, "version": "0", "name": " "}, 400, "The name is empty"),
        ({"key": "zz", "version": "0", "name": "X"}, 400, "No cluster has this key"),
    ],
)
def test_what_went_wrong_is_told_with_what_was_written(
    rig: PeopleRig, said: dict[str, str], status: int, told: str
) -> None:
    answer = rig.site("admin").post(f"{NAMED}{ASKED}", **said)
    assert answer.status_code == status
    assert told in card(answer.text)


def test_where_texts_are_not_kept_it_says_how_to_begin(site: Site) -> None:
    page = site.page("/analyses/contact_reasons?by=subject")
    assert "Reasons from subjects" in page
    assert "deskwise settings set keep_text true" in page
    assert "Subjects are not kept here" in page
    assert "Reasons from subjects" not in site.page("/analyses/contact_reasons")


def test_a_page_has_only_so_many_forms_before_the_fold() -> None:
    lines = tuple(ReasonLine(f"r{n}", ()) for n in range(SHOWN + 5))
    shown = ReasonsShown(lines, may_name=True)
    assert (len(lines[: shown.shown]), shown.others("r0")[0]) == (SHOWN, "r1")
