"""Words for what is counted, for rates and the formulas they are made by, for screens, the command and reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.domain.breakdowns import By
from tracker.domain.statistics import RATES, Counted, Measure, Rate
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

M, R = Measure, Rate

COUNTED: Mapping[Counted, Any] = {
    Counted.PAPER: _l("件"),
    Counted.SHARE: _l("件次"),
    Counted.ROUND: _l("轮次"),
    Counted.PROMISE: _l("项"),
    Counted.VOICE: _l("人次"),
}

MEASURES: Mapping[Measure, Any] = {
    M.FILED: _l("提出"),
    M.UNDER_REVIEW: _l("审查中"),
    M.REFUSED: _l("不作为建议处理"),
    M.AS_LETTER: _l("转作代表来信"),
    M.SET_ASIDE: _l("逾期未补正"),
    M.WITHDRAWN_EARLY: _l("立案前撤回"),
    M.REGISTERED: _l("立案"),
    M.ALONE: _l("一人提出"),
    M.JOINT: _l("联名提出"),
    M.FROM_BILL: _l("由议案转来"),
    M.MERGED: _l("并案办理"),
    M.TO_ASSIGN: _l("待交办"),
    M.IN_HANDLING: _l("办理中"),
    M.COMPLETED: _l("全部答复"),
    M.WITHDRAWN_LATE: _l("立案后撤回"),
    M.CLOSED: _l("评价完毕"),
    M.PAPER_LATE: _l("逾期未全部答复"),
    M.BILL_FILED: _l("提出议案"),
    M.BILL_OPEN: _l("议案审查中"),
    M.BILL_ON_AGENDA: _l("列入议程"),
    M.BILL_REFERRED: _l("交专门委员会审议"),
    M.BILL_CONVERTED: _l("议案转为建议"),
    M.BILL_REFUSED: _l("不作为议案"),
    M.BILL_WITHDRAWN: _l("议案撤回"),
    M.TO_DISTRIBUTE: _l("待转办"),
    M.OWED: _l("应答复"),
    M.SOLE: _l("独办"),
    M.LEAD: _l("主办"),
    M.SEPARATE: _l("分办"),
    M.UNSIGNED: _l("待签收"),
    M.UNSIGNED_LATE: _l("逾期未签收"),
    M.SIGNED_IN_TIME: _l("按时签收"),
    M.SIGNED_LATE: _l("逾期签收"),
    M.RUNNING: _l("未到期"),
    M.OVERDUE: _l("逾期未答复"),
    M.AT_SIGN_FOR: _l("等签收"),
    M.AT_GIVE: _l("等分派"),
    M.AT_DRAFT: _l("起草"),
    M.AT_REVIEW: _l("送审"),
    M.AT_SIGN: _l("待签发"),
    M.AT_CHECK: _l("待审核发出"),
    M.REPLIED_IN_TIME: _l("按时答复"),
    M.REPLIED_LATE: _l("逾期答复"),
    M.REPLIED_IN_3_MONTHS: _l("三个月内答复"),
    M.PAST_6_MONTHS: _l("六个月内没有答复"),
    M.EXTENDED: _l("批准延期"),
    M.OBJECTED: _l("申请退件"),
    M.MOVED: _l("改办"),
    M.CONTACTED: _l("沟通过"),
    M.MET: _l("面商过"),
    M.LETTER_A: _l("A类"),
    M.LETTER_B: _l("B类"),
    M.LETTER_C: _l("C类"),
    M.LETTER_D: _l("D类"),
    M.LETTER_OTHER: _l("未分类"),
    M.SOLVED: _l("已经解决"),
    M.TO_PUBLIC: _l("定为公开"),
    M.NOT_PUBLIC: _l("定为不公开"),
    M.FIRST_SATISFIED: _l("首次评价满意"),
    M.FIRST_BASICALLY: _l("首次评价基本满意"),
    M.FIRST_DISSATISFIED: _l("首次评价不满意"),
    M.FIRST_SILENT: _l("首次未反馈"),
    M.FIRST_AWAITED: _l("首次待评价"),
    M.LAST_SATISFIED: _l("满意"),
    M.LAST_BASICALLY: _l("基本满意"),
    M.LAST_DISSATISFIED: _l("不满意"),
    M.LAST_SILENT: _l("未反馈"),
    M.LAST_AWAITED: _l("待评价"),
    M.CO_OWED: _l("应提会办意见"),
    M.CO_RUNNING: _l("会办未到期"),
    M.CO_OVERDUE: _l("逾期未提会办意见"),
    M.CO_IN_TIME: _l("按时提出会办意见"),
    M.CO_LATE: _l("逾期提出会办意见"),
    M.DELIVERED: _l("发出答复"),
    M.DELIVERED_AGAIN: _l("其中再次答复"),
    M.ROUND_RATED: _l("收到评价"),
    M.ROUND_SILENT: _l("期满未评价"),
    M.ROUND_AWAITED: _l("等待评价"),
    M.REHANDLED: _l("重新办理"),
    M.EXPLAINED: _l("向代表说明后不再办理"),
    M.ESCALATED: _l("提请协调"),
    M.PROCESS_SATISFIED: _l("对办理过程满意"),
    M.PROCESS_BASICALLY: _l("对办理过程基本满意"),
    M.PROCESS_DISSATISFIED: _l("对办理过程不满意"),
    M.PROMISED: _l("作出承诺"),
    M.PROMISE_OPEN: _l("承诺未到期"),
    M.KEPT_IN_TIME: _l("按期做到"),
    M.KEPT_LATE: _l("逾期做到"),
    M.UNKEPT: _l("过期没有做到"),
    M.PROMISE_DROPPED: _l("批准不再办"),
    M.PROMISE_MOVED: _l("批准改期"),
    M.OUTCOME_SATISFIED: _l("对落实满意"),
    M.OUTCOME_BASICALLY: _l("对落实基本满意"),
    M.OUTCOME_DISSATISFIED: _l("对落实不满意"),
}

RATE_NAMES: Mapping[Rate, Any] = {
    R.REPLY: _l("答复率"),
    R.ON_TIME: _l("按时办复率"),
    R.IN_3_MONTHS: _l("三个月内答复率"),
    R.COMPLETION: _l("办结率（全部答复）"),
    R.CLOSING: _l("办结率（评价完毕）"),
    R.SIGNING: _l("按时签收率（不含会办）"),
    R.CO_ON_TIME: _l("会办意见按时率"),
    R.CONTACT: _l("沟通率"),
    R.MEETING: _l("面商率"),
    R.FEEDBACK: _l("反馈率"),
    R.SATISFACTION_FIRST: _l("首次满意率"),
    R.SATISFACTION: _l("满意率"),
    R.AT_LEAST_BASICALLY: _l("满意和基本满意率"),
    R.SATISFACTION_OF_ALL: _l("满意占全部承办"),
    R.PROCESS: _l("办理过程满意率"),
    R.SOLVING: _l("解决率"),
    R.IMPLEMENTATION: _l("落实率"),
    R.OUTCOME: _l("落实满意率"),
    R.PUBLICATION: _l("公开率"),
}

BREAKDOWNS: Mapping[By, Any] = {
    By.WHOLE: _l("全部"),
    By.DELEGATION: _l("按代表团"),
    By.CATEGORY: _l("按类别"),
    By.UNIT: _l("按承办单位"),
    By.LETTER: _l("按答复类别"),
    By.KEY: _l("按是否重点督办"),
}


def formula(rate: Rate) -> str:
    """「按时答复 ÷（按时答复＋逾期答复＋逾期未答复），件次」: a rate is never printed without it."""
    fraction = RATES[rate]
    below = _sum(fraction.denominator)
    if len(fraction.denominator) > 1:
        below = _("（%(sum)s）", sum=below)
    above = _sum(fraction.numerator)
    if len(fraction.numerator) > 1:
        above = _("（%(sum)s）", sum=above)
    return _("%(above)s÷%(below)s，%(unit)s", above=above, below=below, unit=COUNTED[fraction.counted])


def _sum(measures: tuple[Measure, ...]) -> str:
    return _("＋").join(str(MEASURES[one]) for one in measures)


def percent(value: float | None) -> str:
    """A rate to a tenth of a per cent; of nothing there is none."""
    return "—" if value is None else f"{value * 100:.1f}%"


def points(now: float | None, before: float | None) -> str:
    """The change of a rate in percentage points (百分点), to a tenth as the rates themselves are read."""
    if now is None or before is None:
        return "—"
    if round(now * 1000) == round(before * 1000):
        return _("持平")
    return _("%(n)s个百分点", n=f"{(now - before) * 100:+.1f}")
