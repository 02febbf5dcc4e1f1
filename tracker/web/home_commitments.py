"""What home says of acts on promises that were done today."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tracker.domain.actions import Action

A = Action
DONE = {
    A.NOTE_PROGRESS: _l("已记进展"),
    A.EXPLAIN_UNKEPT: _l("已说明"),
    A.ASK_MOVE: _l("已申请"),
    A.ASK_DROP: _l("已申请"),
    A.RECALL_CHANGE: _l("已收回"),
    A.GRANT_CHANGE: _l("已批准"),
    A.REFUSE_CHANGE: _l("未批准"),
    A.FULFIL: _l("已再答复"),
    A.NOT_SO: _l("已反映"),
    A.ANSWER_NOT_SO: _l("已回应"),
    A.SETTLE_NOT_SO: _l("已核实"),
    A.TAKE_UP_PROMISE: _l("继续落实"),
    A.LEAVE_PROMISE: _l("作了说明"),
}
