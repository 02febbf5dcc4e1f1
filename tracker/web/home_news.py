"""The latest about one's own papers, on a deputy's home: what was decided, not what is to be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.queries.news import news_for
from tracker.web.addresses import address
from tracker.web.papers import official_title
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, number_words

A = Action
# Told to those who signed, and nothing for them to do: what asks something of them is a line of its own above.
WORDS = {
    A.ACCEPT: _l("已立案"),
    A.REFUSE: _l("不予立案"),
    A.AS_LETTER: _l("转为来信"),
    A.WITHDRAW: _l("已撤回"),
    A.LEAVE: _l("有人退出"),
    A.LAPSE_WITHDRAWAL: _l("征求失效"),
    A.TAKE_LEAD: _l("换了领衔"),
    A.ASSIGN: _l("已交办"),
    A.JOIN_GROUP: _l("并案办理"),
    A.LEAVE_GROUP: _l("移出并案"),
    A.UPHOLD_OBJECTION: _l("已改办"),
    A.EXPLAIN_DELAY: _l("说明进展"),
    A.GRANT_EXTENSION: _l("准予延期"),
    A.ANSWER_CHASE: _l("回应催办"),
    A.PUT_ON_AGENDA: _l("列入议程"),
    A.REFER: _l("交委员会"),
    A.REFUSE_BILL: _l("不作议案"),
    A.CONVERT: _l("转为建议"),
    A.CONCLUDE: _l("议案有果"),
    A.CONFIRM_RATING: _l("评价计入"),
    A.REHANDLE: _l("重新办理"),
    A.EXPLAIN: _l("作了说明"),
    A.ESCALATE: _l("提请会商"),
    A.CLOSE_ESCALATION: _l("会商结果"),
    A.CHANGE_LETTER: _l("改了类别"),
    A.CLOSE: _l("已办结"),
    A.NOTE_PROGRESS: _l("承诺进展"),
    A.TELL_QUIET: _l("没有进展"),
    A.FALL_DUE: _l("承诺过期"),
    A.EXPLAIN_UNKEPT: _l("说明原因"),
    A.ASK_MOVE: _l("申请改期"),
    A.ASK_DROP: _l("申请不兑现"),
    A.GRANT_CHANGE: _l("准予申请"),
    A.REFUSE_CHANGE: _l("不予批准"),
    A.FULFIL: _l("承诺做到"),
    A.ANSWER_NOT_SO: _l("作了回应"),
    A.SETTLE_NOT_SO: _l("核实结果"),
    A.TAKE_UP_PROMISE: _l("继续落实"),
    A.LEAVE_PROMISE: _l("作了说明"),
}


def lines(who: Actor, *, at: datetime) -> list[tuple[Any, ...]]:
    """Lines of the last two weeks, newest first: what happened, the paper, the day."""
    return [
        (
            str(WORDS[Action(one.action)]),
            address("dossier.show", suggestion_id=one.suggestion_id),
            official_title(one.title),
            number_words(one.number) if one.number else "",
            "",
            None,
            "",
            "",
            day_words(day_of(one.at)),
        )
        for one in news_for(who, WORDS, now=at)
    ]
