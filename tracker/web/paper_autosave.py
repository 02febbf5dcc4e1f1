"""The automatic saving of a paper: what its script is answered, in words and as JSON."""

from __future__ import annotations

from typing import Any

from flask import jsonify, url_for

from tracker.clock import day_of, now
from tracker.domain.whys import Refused
from tracker.models.suggestions import Suggestion
from tracker.queries import law
from tracker.services._load import Invalid, Stale
from tracker.web import drafting, paper_saving
from tracker.web.action_labels import WHYS
from tracker.web.paper_form import PaperForm
from tracker.web.refused import on_record
from tracker.web.spoken import gettext as _
from tracker.web.words import clock_words


def answer(form: PaperForm, suggestion: Suggestion | None) -> Any:
    """Save, or say in words why not; refusals are told here because the script reads no pages."""
    if not form.submitted():
        return _not_saved(422, _first_problem(form))
    try:
        kept = _kept(form, suggestion)
    except Invalid as invalid:
        form.take(invalid)
        return _not_saved(422, _first_problem(form))
    except Stale:
        return _not_saved(409, _("另一处先存了一稿，这里的内容还没有存，也没有丢。"))
    except Refused as refused:
        on_record(refused)
        return _not_saved(409, str(WHYS[refused.why]))
    reading = drafting.read(form.texts, law.rulebook_for(day_of(now())), is_bill=form.is_bill)
    return jsonify(kept | {"hints": reading.under_fields, "splits": reading.splits, "checks": drafting.box(reading)})


def _kept(form: PaperForm, suggestion: Suggestion | None) -> dict[str, Any]:
    time = clock_words(now())
    if suggestion is None:
        return _begun(form, time)
    if paper_saving.is_read_by_others(suggestion):
        paper_saving.keep_aside(form, suggestion)
        return {"saved": _("%(time)s 已暂存，按“保存”才改动这一件", time=time)}
    version = paper_saving.save(form, suggestion.id, form.version.data or 0)
    return {"saved": _("%(time)s 已自动保存", time=time), "version": version}


def _begun(form: PaperForm, time: str) -> dict[str, Any]:
    if not any(form.paper.texts.values()):
        return {"saved": _("写下第一个字以后自动保存")}
    suggestion_id, version = paper_saving.begin(form)
    return {
        "saved": _("%(time)s 已自动保存", time=time),
        "version": version,
        "action": url_for("writing.edit", suggestion_id=suggestion_id),
        "autosave": url_for("writing.autosave", suggestion_id=suggestion_id),
        "beside": url_for("links.beside", suggestion_id=suggestion_id),
    }


def _not_saved(status: int, words: str) -> Any:
    return jsonify({"words": words}), status


def _first_problem(form: PaperForm) -> str:
    lines = [words for words in _flat(form.errors) if words]
    return _("还没有存上：%(words)s", words=lines[0]) if lines else _("还没有存上")


def _flat(errors: Any) -> list[str]:
    if isinstance(errors, dict):
        errors = list(errors.values())
    if isinstance(errors, list | tuple):
        return [words for one in errors for words in _flat(one)]
    return [str(errors)]
