"""Words of chasing (催办): what a chase comes as, on whose behalf, why it is refused, under which condition."""

from __future__ import annotations

from tracker.domain.actions import Action
from tracker.domain.guards import Guard
from tracker.domain.ladder import Form, Issuer, Side
from tracker.domain.whys import Why
from tracker.web.spoken import lazy_gettext as _l

A = Action
FORMS = {
    Form.REMINDER: _l("提醒"),
    Form.CHASE: _l("催办单"),
    Form.SUPERVISION: _l("督办通知"),
    Form.CHAIR: _l("报告主任会议"),
}
SIDES = {
    Side.DEPUTY: _l("代表"),
    Side.COMMITTEE: _l("专门委员会"),
    Side.DESK: _l("代表工作机构"),
    Side.COORDINATOR: _l("督查室"),
    Side.CLOCK: _l("到期自动"),
}
ISSUERS = {Issuer.CLOCK: _l("系统到日子自动发"), Issuer.OFFICE: _l("代表工作机构或者督查室按一下发出")}
ACTIONS = {
    A.CHASE: _l("催办"),
    A.ANSWER_CHASE: _l("回应催办"),
    A.ISSUE_CHASE: _l("到期自动发催办单"),
    A.SUPERVISE: _l("发督办通知"),
    A.PUT_TO_CHAIR: _l("列入主任会议名单"),
    A.STATE_LATENESS: _l("记逾期原因"),
    A.CHASE_PROMISE: _l("催办承诺"),
}
WHYS = {
    Why.CHASED_LATELY: _l("这一方不久前刚催过这个单位，间隔期满才能再催。"),
    Why.NOT_CHASED: _l("没有等待回应的催办。"),
    Why.SHARE_NOT_LATE: _l("办理期限还没有过。"),
    Why.SUPERVISED_ALREADY: _l("对这个期限已经发过督办通知。"),
    Why.PUT_TO_CHAIR_ALREADY: _l("已经列入主任会议名单。"),
    Why.PROMISE_ON_COURSE: _l("这项承诺离到期还远，也不是很久没有进展。"),
    Why.PROMISE_CHASED_LATELY: _l("这一方不久前刚催过这项承诺，间隔期满才能再催。"),
}
GUARDS = {
    Guard.PAUSE_IS_OVER: _l("距同一方上次催办已满间隔的日子"),
    Guard.REPLY_IS_NOT_AT_CHECK: _l("答复没有在签发后的检查中"),
    Guard.NOTHING_PENDS: _l("没有等待裁定的退件、等待决定的延期"),
    Guard.SHARE_IS_LATE: _l("办理期限已过"),
    Guard.NOT_SUPERVISED_YET: _l("对这个期限还没有发过督办通知"),
    Guard.NOT_PUT_TO_CHAIR_YET: _l("对这个期限还没有列入主任会议名单"),
    Guard.CHASE_AWAITS_ANSWER: _l("有催办等待回应"),
    Guard.PROMISE_PRESSES: _l("承诺已过期、一个月内到期，或者一个季度没有进展"),
    Guard.PROMISE_PAUSE_IS_OVER: _l("距同一方上次催这项承诺已满间隔的日子"),
}
