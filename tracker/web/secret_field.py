"""A field for a password or one-time code: taken as it was typed, every blank counts, never shown again."""

from __future__ import annotations

from typing import Any

from wtforms import Field
from wtforms.widgets import PasswordInput


class SecretField(Field):
    """Not a text field: the base form would trim it, and a password that was trimmed is another password."""

    widget = PasswordInput(hide_value=True)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first value as it is."""
        self.data = str(valuelist[0]) if valuelist else ""

    def _value(self) -> str:
        return ""
