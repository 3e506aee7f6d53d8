"""Customers in a log, and workspaces that are told to give them pseudonyms."""

from __future__ import annotations

from pathlib import Path

from deskwise.app.change_settings import load_settings
from stores.test_forgetting import Office

ADA, BOB = "zq-Ada-8812@example.org", "bob-4711"
PSEUDONYM = "customer-[0-9a-f]{28}"
LOG = f"""at,kind,ticket,role,actor,agent,customer,organisation,team,status,value,scale,requester,floor
2025-01-01T09:00:00Z,opened,T1,customer,{ADA},,{ADA},acme,,,,,{ADA},42
2025-01-01T10:00:00Z,message,T1,agent,ann-smith,,,,,,,,,
2025-01-01T10:00:00Z,message,T1,agent,ann-smith,,,,,,,,,
2025-01-01T11:00:00Z,status,T1,agent,ann-smith,,,,,solved,,,,
2025-01-01T12:00:00Z,rated,T1,,{ADA},ann-smith,,,,,5,1-5,,
2025-01-02T09:00:00Z,opened,T2,,{ADA},,{ADA},acme,,,,,{BOB},
2025-01-03T09:00:00Z,opened,T3,customer,{BOB},,{BOB},,,,,,,
2025-01-03T10:00:00Z,assigned,T3,system,,ann-smith,,,support,,,,,
2025-01-03T11:00:00Z,message,T3,{BOB},ann-smith,,,,,,,,,
2025-01-03T12:00:00Z,opened,T4,agent,ann-smith,,ann-smith,,,,,,,
2025-01-04T11:00:00Z,sale,,customer,,,{ADA},,,,10,EUR,,
2025-01-04T12:00:00Z,opened,T5,customer,42,,42,,,,,,,42
"""


def wish(office: Office, customers: str = "pseudonyms", more: str = "") -> None:
    load_settings(office.workspace, f'customers = "{customers}"\nkeep_text = true\n{more}')


def customers(office: Office) -> set[str | None]:
    return {name for (name,) in office.ask("select distinct customer from log where customer is not null")}


def contents(office: Office) -> list[list[tuple[object, ...]]]:
    """The log, the rejects and the facts, but for where rows came from and who waits for a hash."""
    return [
        office.ask('select * exclude (import_id, file, "row", fold_key) from log order by all'),
        office.ask("select source, ticket, event_id, reason, detail from rejects order by all"),
        *(
            office.ask(f"select * from facts.{fact} order by all")
            for fact in ("requests", "resolutions", "waits", "ratings", "sales", "request_fields")
        ),
    ]


def twin(office: Office, folder: Path, compiled: Path) -> Office:
    """An empty workspace with the key of another one, which wishes pseudonyms."""
    folder.mkdir()
    other = Office(folder, compiled)
    ((key,),) = office.ask("from tombstone_key")
    with other.workspace.lake.writing() as connection:
        connection.execute("insert into tombstone_key values (?)", [key])
    wish(other)
    return other
