from __future__ import annotations

import pytest

from deskwise.app.settings_document import parse_settings, set_key
from deskwise.kernel.errors import SettingsError

SECRET = "a-token-in-clear"
DESK = '[connections.desk]\nkind = "fake_desk"\nurl = "https://desk.example"\n'


def test_connections_shape_no_facts() -> None:
    assert parse_settings(DESK).rules() == parse_settings("").rules()


def test_they_are_written_as_they_were_read() -> None:
    text = DESK + 'token = "keyring:deskwise/desk"\nrequests_per_minute = 60\noptions = { queue = "a b" }\n'
    document = parse_settings(text)
    assert parse_settings(document.to_toml()) == document
    assert document.connections["desk"].options == {"queue": "a b"}


@pytest.mark.parametrize(
    "text",
    [
        DESK + f'token = "{SECRET}"',
        DESK + f'token = "env:{SECRET}"',
        DESK + f'token = "sealed:{SECRET} and more"',
        DESK + f'token = ["{SECRET}"]',
        DESK + f'tokn = "{SECRET}"',
        DESK + f'requests_per_minute = "{SECRET}"',
        f'[connections]\ndesk = "{SECRET}"',
        f'[connections]\ntoken = "{SECRET}"',
        f'[connections.desk]\nkind = "a"\nurl = "https://user:{SECRET}@desk.example"',
        f'[connections.desk]\nkind = "a"\nurl = "https://desk.example/?token={SECRET}"',
        f'[connections.desk]\nkind = "a"\nurl = "{SECRET}"',
    ],
)
def test_a_secret_in_clear_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings(text)
    assert SECRET not in str(caught.value)
    assert "connections" in str(caught.value)


def test_setting_one_in_clear_says_what_to_write_instead() -> None:
    with pytest.raises(SettingsError) as caught:
        set_key(parse_settings(DESK), "connections.desk.token", SECRET)
    assert SECRET not in str(caught.value)
    assert 'token = "env:DESK_TOKEN"' in str(caught.value)
    document = set_key(parse_settings(DESK), "connections.desk.token", "env:DESK_TOKEN")
    assert document.connections["desk"].token == "env:DESK_TOKEN"
