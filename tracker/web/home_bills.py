"""Lines of home about bills and the delegation's first check: verb, why it is here, what ends it, what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.states import SuggestionState
from tracker.queries.inbox import Line
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

A = Action

VERBS = {
    A.CHECK: _l("请初审"),
    A.CONVERT: _l("请登记主席团决定"),
    A.CONCLUDE: _l("请登记审议结果"),
}
ENDINGS = {
    A.CHECK: _l("初审通过，或者写明理由退回。"),
    A.CONVERT: _l("列入议程、交委员会、不作为议案或者转为建议，四者选一。"),
    A.CONCLUDE: _l("审议结束，把结果报告登记进来即可。"),
}
DONE = {
    A.CHECK: _l("已初审"),
    A.TURN: _l("已改类别"),
    A.PUT_ON_AGENDA: _l("已列入议程"),
    A.REFER: _l("已交委员会"),
    A.REFUSE_BILL: _l("未作为议案"),
    A.CONVERT: _l("已转为建议"),
    A.BORN_OF_BILL: _l("由议案转来"),
    A.CONCLUDE: _l("已登记结果"),
}


def _check(_line: Line, row: Any) -> str:
    return _("%(who)s代表%(day)s提交，等本代表团初审。", who=row.author or _("代表"), day=day_words(row.submitted_on))


def _decide(_line: Line, row: Any) -> str:
    told = {"who": row.author or _("代表"), "day": day_words(row.submitted_on), "n": row.signer_count}
    return _("议案，%(who)s代表%(day)s领衔提出，%(n)s人联名。", **told)


def _conclude(_line: Line, row: Any) -> str:
    if row.state is SuggestionState.WITH_COMMITTEE:
        return _("议案，主席团已交专门委员会审议。")
    return _("议案，主席团已列入会议议程。")


WHY: dict[Action, Callable[[Line, Any], str]] = {
    A.CHECK: _check,
    A.CONVERT: _decide,
    A.CONCLUDE: _conclude,
}
