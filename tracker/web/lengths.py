"""How long a field may be, refused in words. No maxlength: a browser would cut a pasted text without saying so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import Field, ValidationError

from tracker.web.spoken import gettext as _


def at_most(limit: int) -> Callable[[Any, Field], None]:
    """A validator: at most so many characters, one Chinese character counting as one."""

    def check(_form: Any, field: Field) -> None:
        length = len(field.data or "")
        if length > limit:
            words = _("最多%(max)s字，现在%(n)s字，请删去%(over)s字", max=limit, n=length, over=length - limit)
            raise ValidationError(words)

    return check
