"""Lines of home about chasing (催办): verb, why it is here, what ends it, what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.queries.inbox import Line
from tracker.web.chase_words import times_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

A = Action

VERBS = {A.ANSWER_CHASE: _l("请回应催办")}
ENDINGS = {A.ANSWER_CHASE: _l("写一句办到哪一步即可；答复寄出以后也就没有了。")}
DONE = {
    A.CHASE: _l("已催办"),
    A.ISSUE_CHASE: _l("已发通知"),
    A.ANSWER_CHASE: _l("已回应"),
    A.SUPERVISE: _l("已督办"),
    A.PUT_TO_CHAIR: _l("已列名单"),
    A.STATE_LATENESS: _l("已记原因"),
    A.CHASE_PROMISE: _l("已催承诺"),
}


def _chased(line: Line, row: Any) -> str:
    count = times_words(row.chases)
    if line.cause is None:
        return _("%(times)s。", times=count)
    facts = {"who": line.cause.name or _("系统"), "day": day_words(day_of(line.cause.at)), "times": count}
    return _("%(who)s%(day)s催问，一共%(times)s。", **facts)


def pressed_words(line: Line) -> str:
    """Of a line of a share that is chased: how often, so that it says why it stands at the top."""
    chases = getattr(line.row, "chases", None)
    if not chases or line.action is A.ANSWER_CHASE:
        return ""
    return _("已被%(times)s。", times=times_words(chases))


WHY: dict[Action, Callable[[Line, Any], str]] = {A.ANSWER_CHASE: _chased}
