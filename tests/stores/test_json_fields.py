"""Which fields the objects of JSON lines have."""

from __future__ import annotations

from deskwise.stores.json_fields import fields_of, shape_of


def test_a_field_without_a_name_is_no_column() -> None:
    fields = fields_of('{"": "VARCHAR", "a": "VARCHAR", "b": {"": "VARCHAR", "c": "VARCHAR"}}')
    assert [field.name for field in fields] == ["a", "b.c"]
    assert shape_of(fields) == '{"a": "VARCHAR", "b": {"c": "VARCHAR"}}'


def test_objects_without_fields_have_none() -> None:
    assert fields_of(None) == ()
    assert fields_of('"NULL"') == ()


def test_a_field_is_taken_out_by_its_way() -> None:
    (field,) = fields_of('{"a": {"b\\"c": "VARCHAR"}}')
    assert field.sql("found") == 'found."a"."b""c"'
