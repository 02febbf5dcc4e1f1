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
from tracker.services._load import Invalid
from tracker.services._rating import draft_key
from tracker.web.access import me
from tracker.web.rating_form import LevelForm
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

LATER = "later"


@dataclass(frozen=True)
class Draft:
    """What was put aside, by field, and when."""

    held: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None

    def beside(self, form: LevelForm) -> list[tuple[str, str]]:
        """Let the form know of it; where it was put aside in another window meanwhile, what it says otherwise."""
        is_theirs = form.is_submitted() and is_for_later() and form.put_aside_at != self.at
        if is_theirs or not form.is_submitted():
            form.aside.data = self.at.isoformat() if self.at else ""
        held = self.held if is_theirs else {}
        said = [(form[name], words) for name, words in held.items() if words != (form[name].data or "")]
        return [(str(one.label.text), _chosen(one, words) if words else _("没有写")) for one, words in said]


def is_for_later() -> bool:
    """Whether the form came by the button that only puts it aside."""
    return LATER in request.form


def put_aside(form: LevelForm, what: str, names: Sequence[str], *, until: date | None) -> Response | None:
    """Keep what is filled in and go home; nothing is rated and nobody else can read it.

    Where another window put something else aside meanwhile, nothing is kept and the form says so.
    """
    fields = [[name, form[name].data or ""] for name in names]
    last = end_of(until) if until else now() + timedelta(days=30)
    key = draft_key(me().person_id, what)
    how = {"path": request.path, "fields": fields, "until": last, "now": now(), "over": form.put_aside_at}
    try:
        keeping.put_aside(me().person_id, key, **how)
    except Invalid as invalid:
        form.take(invalid)
        return None
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


def _chosen(one: Any, words: str) -> str:
    """What was written, or chosen among answers."""
    return str(dict(getattr(one, "choices", None) or ()).get(words, words))
