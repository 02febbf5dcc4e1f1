"""Saving what stands in the form of a reply, and the page where two drafts of it meet."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.permissions import why_not
from tracker.domain.results import Semantic
from tracker.domain.rulebook import Rulebook
from tracker.domain.whys import Refused
from tracker.models.tasks import Round
from tracker.queries import files as attachments
from tracker.services import replies
from tracker.services._lines import PutIn, TakenOver
from tracker.services.replies import AnswerDraft, ReplyDraft
from tracker.web.access import actor
from tracker.web.clearance_words import publication_words, view_words
from tracker.web.page_saves import save_page
from tracker.web.reply_form import ReplyForm, draft_of
from tracker.web.reply_gaps import is_misnamed, unheard
from tracker.web.reply_parts import classes
from tracker.web.spoken import gettext as _
from tracker.web.typed import fields_of
from tracker.web.words import day_words

Pairs = list[tuple[str, str]]


def save(
    form: ReplyForm,
    round_: Round,
    *,
    files: Sequence[str] | None = None,
    lines: Sequence[PutIn] = (),
    taken: Sequence[TakenOver] = (),
) -> int:
    """The new version. Raises `Invalid`, `Stale`, `Refused`. Without `files` the attachments stay as they are; `lines`
    were just put into its answers, as were the earlier answers that are `taken` over."""
    how = {"files": files, "lines": lines, "taken": taken, "now": now()}
    write = partial(replies.save, actor(), round_.id, form.draft, **how)
    return save_page(write, form, form.version.data or 0, page="reply")


def blame(form: ReplyForm, round_: Round) -> None:
    """Say at each box what keeps that which is typed from being sent."""
    form.blame(
        has_talked=round_.task.has_talked,
        waits=unheard(round_),
        copied=round_.copied_opening,
        is_misnamed=is_misnamed(round_, form.opening.data or ""),
    )


def conflict(form: ReplyForm, round_: Round, book: Rulebook) -> tuple[str, int] | Response:
    """The page with both drafts where they differ, to choose from."""
    # Told apart here: who may not write this reply learns nothing of its draft from a stale form.
    if why := why_not(actor(), Action.DRAFT_REPLY, round_, today=day_of(now())):
        raise Refused(why, Action.DRAFT_REPLY)
    mine, theirs = _differing(form, form.draft, draft_of(round_), book)
    form.files.hold(stored := attachments.of_reply(round_.id))
    named = [_("、").join(names) for names in (form.files.names, [one.name for one in stored])]
    if named[0] != named[1]:
        mine, theirs = [*mine, (_("附件"), named[0])], [*theirs, (_("附件"), named[1])]
    address = url_for("replies.edit", suggestion_id=round_.suggestion.id, round_id=round_.id)
    sent = [(name, value) for name, value in fields_of(request.form) if name not in ("once", "version")]
    page = render_template(
        "errors/409.html",
        title=_("另一处先存了一稿"),
        happened=_("您打开这一页以后，这份答复在另一个窗口或者另一台设备上存过，这里的内容还没有存。"),
        mine=mine or [(_("答复"), _("两份的文字完全相同"))],
        theirs=theirs or [(_("答复"), _("两份的文字完全相同"))],
        action=address,
        fields=[*sent, ("once", secrets.token_urlsafe(18)), ("version", round_.version)],
        back=address,
    )
    return page, 409


def _differing(form: ReplyForm, mine: ReplyDraft, theirs: ReplyDraft, book: Rulebook) -> tuple[Pairs, Pairs]:
    rows = list(zip(_said(form, mine, book), _said(form, theirs, book), strict=True))
    kept = [(left, right) for left, right in rows if left[1] != right[1]]
    return [left for left, _right in kept], [right for _left, right in kept]


def _said(form: ReplyForm, draft: ReplyDraft, book: Rulebook) -> Pairs:
    """The draft in labelled words, request by request."""
    words = {one.semantic: f"{one.letter} {one.words}" for one in classes(book)}
    given = {one.request_no: one for one in draft.answers}
    answers = [pair for no in form.parts for pair in _answer_said(no, given.get(no) or AnswerDraft(no), words)]
    rest = [
        (form.opening, draft.opening),
        (form.document_no, draft.document_no),
        (form.contact_name, draft.contact_name),
        (form.contact_phone, draft.contact_phone),
        (form.no_contact_reason, draft.no_contact_reason),
        (form.without_co_reason, draft.without_co_reason),
        (form.publication, publication_words(draft.publication, draft.publication_reason)),
        (form.deputy_view, view_words(draft.deputy_view, draft.deputy_words)),
    ]
    return answers + [(str(field.label.text), said) for field, said in rest]


def _answer_said(no: int, one: AnswerDraft, words: Mapping[Semantic, str]) -> Iterable[tuple[str, str]]:
    due = day_words(one.promise_due_on, year=True)
    promise = _("，").join(said for said in (one.promise, one.promise_measure, due, one.promise_owner) if said)
    return [
        (_("第%(n)s项的答复", n=no), one.body),
        (_("第%(n)s项的办理结果", n=no), words[one.semantic] if one.semantic else ""),
        (_("第%(n)s项的承诺", n=no), promise),
    ]
