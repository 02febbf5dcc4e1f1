"""A rating begun and put aside (先存着，以后再评): for its deputy alone, until the window's last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import end_of, now
from tracker.queries.kept import kept_text
from tracker.services import keeping
from tracker.services._rating import draft_key
from tracker.web.access import me
from tracker.web.forms import Form
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

LATER = "later"


@dataclass(frozen=True)
class Draft:
    """What was put aside, by field, and when."""

    held: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None


def is_for_later() -> bool:
    """Whether the form came by the button that only puts it aside."""
    return LATER in request.form


def put_aside(form: Form, what: str, names: Sequence[str], *, until: date | None) -> Response:
    """Keep what is filled in and go home; nothing is rated and nobody else can read it."""
    fields = [[name, form[name].data or ""] for name in names]
    last = end_of(until) if until else now() + timedelta(days=30)
    key = draft_key(me().person_id, what)
    keeping.put_aside(me().person_id, key, path=request.path, fields=fields, until=last, now=now())
    told = _("已存着，还没有提交，只有您自己看得到。")
    told += _("%(day)s前都可以接着评。", day=day_words(until)) if until else ""
    flash(told, "done")
    return redirect(url_for("home.show"))


def draft_of(what: str, names: Sequence[str]) -> Draft:
    """What this deputy put aside of that form."""
    found = kept_text(me().person_id, draft_key(me().person_id, what), now=now())
    if found is None:
        return Draft()
    return Draft({name: value for name, value in found.fields if name in names}, found.made_at)
