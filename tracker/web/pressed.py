"""The lists behind what presses on a board: shares that are chased or supervised, and key items in hand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from tracker.clock import day_of, now
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.roles import Capability, Role
from tracker.domain.rulebook import ClockKind
from tracker.queries import board_key_items, late_reasons
from tracker.queries.board_key_items import KeyNow
from tracker.queries.board_pressure import PressedShare, What, pressed_shares
from tracker.queries.sessions_held import sessions_held
from tracker.web.access import actor, needs
from tracker.web.board_pressed import key_row
from tracker.web.board_scopes import Looked, looked_at
from tracker.web.chase_words import times_words
from tracker.web.due_tags import due_tag
from tracker.web.lateness_words import late_words, proposed_words, reads_why, stated_words
from tracker.web.papers import official_title
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import instant_words

bp = Blueprint("pressed", __name__)
NAMES = {
    What.CHASED: _l("催办中、还没有答复的"),
    What.UNANSWERED: _l("催了没有回应的"),
    What.SUPERVISED: _l("已发督办通知、还没有答复的"),
    What.CHAIR: _l("列入主任会议名单的"),
    KeyNow.HELD: _l("在办的重点督办"),
    KeyNow.LATE: _l("有逾期的重点督办"),
    KeyNow.PLANNED: _l("五日内有安排的重点督办"),
}


@bp.get("/board/pressed")
@needs(Capability.SEE_BOARD)
def index() -> str:
    """What one number of a board counts at this moment; those this reader may open."""
    who, asked = actor(), request.args.get("what", "")
    looked = looked_at(request.args, sessions_held(), who)
    what = next((one for one in NAMES if one.value == asked), None)
    # How a colleague's paper is chased is no deputy's to read, nor how often.
    if looked is None or what is None or who.role in (Role.DEPUTY, Role.DELEGATION_CLERK):
        abort(404)
    head = {"name": str(NAMES[what]), "of_words": looked.of_words, "as_of": instant_words(now())}
    if isinstance(what, KeyNow):
        return _keys(who, looked, what, head)
    found, count = pressed_shares(who, What(what), looked.scope, most=PAGE)
    return render_template("pressed/index.html", rows=_rows(who, found), keys=None, count=count, **head)


def _keys(who: Actor, looked: Looked, what: KeyNow, head: dict[str, str]) -> str:
    today = day_of(now())
    found = board_key_items.among(board_key_items.key_lines(who, looked.scope, today=today), what, today)
    keys = [key_row(one, today) for one in found]
    return render_template("pressed/index.html", rows=[], keys=keys, count=len(keys), **head)


def _rows(who: Actor, found: list[PressedShare]) -> list[dict[str, Any]]:
    """The shares of the page, with where the days of the late ones went for those who are told."""
    today = day_of(now())
    told = [one.task_id for one in found if reads_why(who, one.unit_id)]
    late, stated = late_reasons.proposed(told, today), late_reasons.stated(told)
    rows = []
    for one in found:
        why, said = late.get(one.task_id), stated.get(one.task_id)
        reason = stated_words(said) if said else proposed_words(why) if why else ""
        rows.append(
            {
                "href": url_for("dossier.show", suggestion_id=one.suggestion_id),
                "number": one.number,
                "title": official_title(one.title),
                "unit": one.unit,
                "tag": due_tag(
                    ClockKind.CO_OPINION if one.role is TaskRole.CO else ClockKind.REPLY, one.due_on, today=today
                ),
                "times": times_words(one.times),
                "waiting": one.waiting,
                "late": late_words(why) + reason if why else "",
            }
        )
    return rows
