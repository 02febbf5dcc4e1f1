"""The words under a look-back's report before it is finished: kept by hand or by the page, two of them on one page."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from flask import jsonify, render_template, request, url_for

from tracker.clock import now
from tracker.models.look_backs import LookBack
from tracker.services import look_backs
from tracker.services._load import Invalid, Stale
from tracker.web.access import actor
from tracker.web.look_back_forms import CloseForm
from tracker.web.page_saves import save_page
from tracker.web.spoken import gettext as _
from tracker.web.typed import fields_of
from tracker.web.words import clock_words

# The buttons; the choice between two texts keeps one of them and finishes nothing.
PRESSED = ("save", "end")


def save(form: CloseForm, one: LookBack) -> int:
    """The new version. Raises `Invalid`, `Stale`."""
    write = partial(look_backs.keep_report, actor(), one.id, report=form.report.data or "", now=now())
    return save_page(write, form, form.version.data or 0, page="look_back_report")


def answer(form: CloseForm, one: LookBack) -> Any:
    """Save for the script of the page, or say in words why not."""
    if not form.submitted():
        return _not_saved(422, _("还没有存上：%(words)s", words=_first_problem(form)))
    try:
        version = save(form, one)
    except Invalid as invalid:
        form.take(invalid)
        return _not_saved(409, _("还没有存上：%(words)s", words=_first_problem(form)))
    except Stale:
        return _not_saved(409, _("另一处先存了一稿，这里的内容还没有存，也没有丢。"))
    return jsonify({"saved": _("%(time)s 已自动保存", time=clock_words(now())), "version": version})


def conflict(form: CloseForm, one: LookBack) -> tuple[str, int]:
    """The page with both texts, to choose from; the choice is kept as a draft, whatever was pressed."""
    address = url_for("look_backs.report", look_back_id=one.id)
    skip = ("once", "version", *PRESSED)
    sent = [(name, value) for name, value in fields_of(request.form) if name not in skip]
    page = render_template(
        "errors/409.html",
        title=_("另一处先存了一稿"),
        happened=_("您打开这一页以后，报告的文字或者清单在另一处有了变动，这里的内容还没有存，回头看也没有结束。"),
        mine=[(str(form.report.label.text), form.report.data or "")],
        theirs=[(str(form.report.label.text), one.report)],
        action=address,
        fields=[*sent, ("save", "1"), ("once", secrets.token_urlsafe(18)), ("version", one.version)],
        back=address,
    )
    return page, 409


def _not_saved(status: int, words: str) -> Any:
    return jsonify({"words": words}), status


def _first_problem(form: CloseForm) -> str:
    said = [*form.report.errors, *form.form_errors]
    return str(said[0]) if said else ""
