"""没有送达的通知: failures with their reason, tried again or settled by word of mouth; and what waits and went."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import TextAreaField

from tracker.clock import now
from tracker.domain.limits import NOTE, PAGE
from tracker.domain.roles import Capability, Role
from tracker.models.tellings import Sending, SendingState
from tracker.queries import sendings as known
from tracker.services import sendings
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.notice_labels import KINDS, STATES
from tracker.web.notice_words import reason_words
from tracker.web.paging import page_asked, pages
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import instant_words, number_words

bp = Blueprint("sendings", __name__)
SHOWN = (SendingState.FAILED, SendingState.WAITING, SendingState.SENT, SendingState.DROPPED, SendingState.SETTLED)


class SettleForm(Form):
    """How whoever it was meant for was told."""

    note = TextAreaField(_l("怎样告知的"), [at_most(NOTE)], description=_l("如：电话告知本人，某月某日。"))


@bp.get("/sendings")
@needs(Capability.KEEP_NOTICES)
def index() -> Any:
    """What failed, what waits, what went."""
    return _page(SettleForm(hat_id=actor().membership_id), 0)


@bp.post("/sendings/<int:sending_id>/retry")
@needs(Capability.KEEP_NOTICES)
def retry(sending_id: int) -> Any:
    """Try it again."""
    form = Form(hat_id=actor().membership_id)
    try:
        sendings.retry(actor(), sending_id, now=now(), once=form.once_for(me().person_id))
    except Invalid:
        flash(_("这一条已经有人处理，或者正在再发。"), "info")
    else:
        flash(_("马上再发一次。还是不成的，会回到这里。"), "done")
    return redirect(url_for("sendings.index"))


@bp.post("/sendings/<int:sending_id>/settle")
@needs(Capability.KEEP_NOTICES)
def settle(sending_id: int) -> Any:
    """They were told otherwise."""
    form = SettleForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            once = form.once_for(me().person_id)
            sendings.settle(actor(), sending_id, note=form.note.data or "", now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已记下另行告知。"), "done")
            return redirect(url_for("sendings.index"))
    return _page(form, sending_id)


def _page(form: SettleForm, about: int) -> Any:
    state = _state()
    found, total = known.page_of(state, page_asked())
    # Who keeps the system sees persons and reasons, never which paper.
    papers = known.numbers_of(found) if actor().role is Role.DESK else {}
    page = render_template(
        "sendings/index.html",
        rows=[_row(one, papers.get(one.id, [])) for one in found],
        form=form,
        about=about,
        plain=Form(hat_id=actor().membership_id),
        total=total,
        pager=pages(total, page_asked(), size=PAGE),
        tabs=[(STATES[one], None, url_for("sendings.index", state=one.value), one is state) for one in SHOWN],
        is_failed=state is SendingState.FAILED,
    )
    return page, 422 if form.errors else 200


def _state() -> SendingState:
    try:
        return SendingState(request.args.get("state", ""))
    except ValueError:
        return SendingState.FAILED


def _row(one: Sending, papers: list[tuple[int, str]]) -> dict[str, Any]:
    person, robot = one.person, one.robot
    return {
        "id": one.id,
        "kind": KINDS[one.kind],
        "to": person.name if person is not None else robot.name if robot is not None else "",
        "where": person.email if person is not None else "",
        "count": len(one.tellings),
        "papers": [(number_words(number) or _("一件建议"), paper_id) for paper_id, number in papers],
        "filed": instant_words(one.filed_at),
        "sent": instant_words(one.sent_at) if one.sent_at else "",
        "tries": one.tries,
        "reason": reason_words(one.error) if one.error else "",
        "settled": one.settled_note,
        "settled_by": one.settled_by.name if one.settled_by is not None else "",
    }
