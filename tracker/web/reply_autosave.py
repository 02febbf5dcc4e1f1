"""The automatic saving of a reply: what its script is answered, in words and as JSON."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from tracker.clock import now
from tracker.domain.whys import Refused
from tracker.models.tasks import Round
from tracker.services._load import Invalid, Stale
from tracker.web import reply_saving
from tracker.web.action_labels import WHYS
from tracker.web.refused import on_record
from tracker.web.reply_form import ReplyForm
from tracker.web.spoken import gettext as _
from tracker.web.words import clock_words


def answer(form: ReplyForm, round_: Round) -> Any:
    """Save, or say in words why not; refusals are told here because the script reads no pages."""
    if not form.submitted():
        return _not_saved(422, _first_problem(form))
    try:
        version = reply_saving.save(form, round_)
    except Invalid as invalid:
        form.take(invalid)
        return _not_saved(422, _first_problem(form))
    except Stale:
        return _not_saved(409, _("另一处先存了一稿，这里的内容还没有存，也没有丢。"))
    except Refused as refused:
        on_record(refused)
        return _not_saved(409, str(WHYS[refused.why]))
    return jsonify({"saved": _("%(time)s 已自动保存", time=clock_words(now())), "version": version})


def _not_saved(status: int, words: str) -> Any:
    return jsonify({"words": words}), status


def _first_problem(form: ReplyForm) -> str:
    lines = form.problems
    return _("还没有存上：%(words)s", words=lines[0][1]) if lines else _("还没有存上")
