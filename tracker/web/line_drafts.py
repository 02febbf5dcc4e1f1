"""Two persons at one approved line: the page with both texts, to choose from."""

from __future__ import annotations

import secrets

from flask import render_template, request, url_for

from tracker.models.lines import ApprovedLine
from tracker.web.forms import Form
from tracker.web.spoken import gettext as _
from tracker.web.typed import fields_of
from tracker.web.words import day_words

SAID = ("title", "subject", "body", "source", "valid_until")


def conflict(form: Form, line: ApprovedLine) -> tuple[str, int]:
    """Both texts where they differ; who stands by the own one proposes it over what is there now."""
    held = line.proposed or line.versions[-1]
    rows = [(str(form[name].label.text), _words(form[name].data), _words(getattr(held, name))) for name in SAID]
    same = _("两份的文字完全相同")
    differing = [row for row in rows if row[1] != row[2]] or [(_("口径"), same, same)]
    address = url_for("lines.edit", line_id=line.id)
    sent = [(name, value) for name, value in fields_of(request.form) if name not in ("once", "version")]
    page = render_template(
        "errors/409.html",
        title=_("另一处先提出了一版"),
        happened=_("您打开这一页以后，这条口径在另一处有了变动，您写的这一版还没有提出。"),
        mine=[(label, mine) for label, mine, _theirs in differing],
        theirs=[(label, theirs) for label, _mine, theirs in differing],
        action=address,
        fields=[*sent, ("once", secrets.token_urlsafe(18)), ("version", line.version)],
        back=url_for("lines.show", line_id=line.id),
    )
    return page, 409


def _words(held: object) -> str:
    return held if isinstance(held, str) else day_words(held, year=True)  # type: ignore[arg-type]
