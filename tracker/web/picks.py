"""Reading what was picked from a list: ids as numbers, and whether the pick was really offered."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField


def picked_id(value: Any) -> int | None:
    """The id behind a choice: None when nothing was picked, -1 for what is no id, so that it is refused."""
    text = str(value if value is not None else "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def is_offered(field: SelectField) -> bool:
    """Whether the pick is one of the choices shown; grouped choices count too."""
    choices = field.choices.values() if isinstance(field.choices, dict) else [field.choices or ()]
    return any(field.data == value for group in choices for value, *_words in group)
