"""Saving what stands in the form of a paper: once however often it is sent, never over what was written elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.hints import marked
from tracker.domain.parties import SignatureState
from tracker.domain.permissions import require
from tracker.models.suggestions import Suggestion
from tracker.queries import cases, files
from tracker.services import keeping, submissions
from tracker.services._load import Invalid, Stale
from tracker.services._once import FormReused
from tracker.services.submissions import Paper
from tracker.web.access import actor, me
from tracker.web.labels import CONSENTS, ORIGINS
from tracker.web.page_saves import page_once, save_page
from tracker.web.paper_form import PaperForm, paper_of
from tracker.web.spoken import gettext as _
from tracker.web.typed import fields_of
from tracker.web.words import clock_words, day_words

FIRST_VERSION = 1
PAGE = "paper"


def store(form: PaperForm, suggestion: Suggestion | None) -> int:
    """Begin the draft or save it; returns its id. Raises `Invalid`, `Stale`, `Refused`.

    A page with nothing on it begins no draft.
    """
    if suggestion is None:
        if form.paper == Paper(kind=form.paper.kind) and not form.files.keys:
            raise Invalid(title="nothing_written")
        return begin(form, files=form.files.keys)[0]
    save(form, suggestion.id, form.version.data or 0, files=form.files.keys_shown)
    return suggestion.id


def begin(form: PaperForm, *, files: Sequence[str] = ()) -> tuple[int, int]:
    """The draft of this page and its version: begun once; what the same page says later is saved into it."""
    try:
        started = submissions.start(actor(), form.paper, files=files, now=now(), once=page_once(form, 0, page=PAGE))
    except FormReused as reused:
        return reused.receipt, save(form, reused.receipt, FIRST_VERSION, files=files or None)
    return started, FIRST_VERSION


def save(form: PaperForm, suggestion_id: int, version: int, *, files: Sequence[str] | None = None) -> int:
    """The new version. A page whose answer was lost on the way goes on from what it saved itself.

    Attachments change only by a press of a button: without `files` they stay as they are.
    """
    revise = partial(submissions.revise, actor(), suggestion_id, form.paper, files=files, now=now())
    return save_page(revise, form, version, page=PAGE)


def is_read_by_others(suggestion: Suggestion | None) -> bool:
    """Whether a changed text becomes a new version: somebody was asked to sign this one, or it was handed in."""
    if suggestion is None:
        return False
    return suggestion.submitted_on is not None or any(
        one.state is not SignatureState.DECLINED for one in suggestion.signatures
    )


def keep_aside(form: PaperForm, suggestion: Suggestion) -> None:
    """Keep the words without saving the paper: a version of what others have read is made by a press, not by itself."""
    require(actor(), Action.REVISE, suggestion, today=day_of(now()))
    if found := marked(form.paper.texts):
        raise Invalid(**dict.fromkeys(found, "secret"))
    address = url_for("writing.edit", suggestion_id=suggestion.id)
    keeping.keep_aside(me().person_id, path=address, fields=[list(one) for one in fields_of(request.form)], now=now())


def conflict(form: PaperForm, stale: Stale) -> tuple[str, int] | Response | None:
    """The page with both texts where they differ, to choose from; nothing when both say the same."""
    held = cases.find_suggestion(actor(), stale.suggestion_id or 0) or abort(404)
    require(actor(), Action.REVISE, held, today=day_of(now()))
    mine, theirs = _differing(form, form.paper, paper_of(held))
    form.files.hold(files.of_paper(held.id))
    named = [_("、").join(names) for names in (form.files.names, [one.name for one in files.of_paper(held.id)])]
    if named[0] != named[1]:
        mine, theirs = [*mine, (_("附件"), named[0])], [*theirs, (_("附件"), named[1])]
    if not mine:
        return None
    address = url_for("writing.edit", suggestion_id=held.id)
    sent = [(name, value) for name, value in fields_of(request.form) if name not in ("once", "version")]
    words = render_template(
        "errors/409.html",
        title=_("另一处先存了一稿"),
        happened=_saved_elsewhere(held),
        mine=mine,
        theirs=theirs,
        action=address,
        fields=[*sent, ("once", secrets.token_urlsafe(18)), ("version", held.version)],
        back=address,
    )
    return words, 409


def _saved_elsewhere(held: Suggestion) -> str:
    """When it was saved, and by whom: a deputy and her assistants write the same paper."""
    facts = {"day": day_words(day_of(held.changed_at)), "time": clock_words(held.changed_at)}
    by = held.text.made_by_id if held.text else None
    if by is None or by == me().person_id:
        return _("%(day)s %(time)s，您在另一个窗口或者另一台设备上存过这一件，这里的内容还没有存。", **facts)
    if by == held.author_id:
        return _("%(day)s %(time)s，代表本人存过这一件，您的内容还没有存。", **facts)
    return _("%(day)s %(time)s，代表助理存过这一件，您的内容还没有存。", **facts)


Pairs = list[tuple[str, str]]


def _differing(form: PaperForm, mine: Paper, theirs: Paper) -> tuple[Pairs, Pairs]:
    rows = list(zip(_said(form, mine, theirs), _said(form, theirs, mine), strict=True))
    kept = [(left, right) for left, right in rows if left[1] != right[1]]
    return [left for left, _right in kept], [right for _left, right in kept]


def _said(form: PaperForm, paper: Paper, other: Paper) -> Pairs:
    """The paper in labelled words, with as many requests as the longer of the two."""
    requests = [*paper.requests, *[""] * (len(other.requests) - len(paper.requests))]
    return [
        (str(form.title.label.text), paper.title),
        (str(form.problem.label.text), paper.problem),
        (str(form.analysis.label.text), paper.analysis),
        *[(_("第%(n)s项请求", n=no), body) for no, body in enumerate(requests, start=1)],
        (str(form.category.label.text), _chosen(form.category, paper.category_id)),
        (str(form.unit.label.text), _chosen(form.unit, paper.proposed_unit_id)),
        (str(form.origins.label.text), _("、").join(str(ORIGINS[one]) for one in paper.origins if one in ORIGINS)),
        (str(form.origin_note.label.text), paper.origin_note),
        (str(form.consent.label.text), str(CONSENTS[paper.consent]) if paper.consent else ""),
        (str(form.consent_reason.label.text), paper.consent_reason),
        (str(form.by_delegation.label.text), _("是") if paper.by_delegation else ""),
        (str(form.is_confidential.label.text), _("是") if paper.is_confidential else ""),
    ]


def _chosen(field: Any, value: int | None) -> str:
    found = next((str(one.label).strip() for one in field.iter_choices() if one.value == value), "")
    return found if value else ""
