"""The settings of a workspace, to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from deskwise.app.plain_json import plain_values

if TYPE_CHECKING:
    from deskwise.app.settings_document import SettingsDocument


@dataclass(frozen=True, repr=False, eq=False)
class Settings(Mapping[str, Any]):
    """All settings by their key, defaults too. `deskwise settings` changes them; here they are read."""

    _document: SettingsDocument

    def to_json(self) -> Any:
        """The object that `settings show --format json` prints."""
        return plain_values(self._document.model_dump(by_alias=True))

    def to_toml(self) -> str:
        """The settings as a settings file, which `deskwise settings load` reads."""
        return self._document.to_toml(with_defaults=True)

    def __getitem__(self, key: str) -> Any:
        return self._document.model_dump(by_alias=True)[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._document.model_dump(by_alias=True))

    def __len__(self) -> int:
        return len(self._document.model_dump(by_alias=True))

    def __repr__(self) -> str:
        return self.to_toml().rstrip()

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.to_toml())}</pre>"
