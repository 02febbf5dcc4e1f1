"""Words for every code of the domain, one table each; a test finds the code without words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tracker.domain.clocks import Standing
from tracker.domain.lifecycle import Action
from tracker.domain.parties import Party, SignatureState, TaskRole
from tracker.domain.permissions import Why
from tracker.domain.ratings import Level, Question
from tracker.domain.roles import Role, System
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.contacts import Manner, Phase
from tracker.models.suggestions import Consent, Kind

ROLES = {
    Role.DEPUTY: _l("代表"),
    Role.DESK: _l("代表工作机构"),
    Role.DELEGATION_CLERK: _l("代表团工作人员"),
    Role.COORDINATOR: _l("督查室"),
    Role.UNIT_RECEIVER: _l("收文员"),
    Role.UNIT_HANDLER: _l("经办人"),
    Role.UNIT_REVIEWER: _l("审核人"),
    Role.UNIT_SIGNER: _l("签发人"),
    Role.COMMITTEE: _l("专门委员会"),
    Role.SYSTEM_ADMIN: _l("系统管理员"),
    Role.SECURITY_ADMIN: _l("安全管理员"),
    Role.AUDITOR: _l("审计员"),
}
SYSTEMS = {
    System.GOVERNMENT: _l("政府系统"),
    System.PARTY: _l("党委系统"),
    System.COURT: _l("法院"),
    System.PROCURATORATE: _l("检察院"),
    System.SUPERVISORY: _l("监察委员会"),
    System.CONGRESS: _l("人大机关"),
    System.OTHER: _l("其他"),
}
SUGGESTION_STATES = {
    SuggestionState.DRAFT: _l("草稿"),
    SuggestionState.COSIGNING: _l("征集附议"),
    SuggestionState.SUBMITTED: _l("待审查"),
    SuggestionState.IN_REVIEW: _l("审查中"),
    SuggestionState.RETURNED: _l("退回修改"),
    SuggestionState.NOT_ACCEPTED: _l("不作为建议处理"),
    SuggestionState.REGISTERED: _l("待交办"),
    SuggestionState.IN_HANDLING: _l("办理中"),
    SuggestionState.CLOSED: _l("办结"),
    SuggestionState.WITHDRAWN: _l("已撤回"),
    SuggestionState.ARCHIVED: _l("历史资料"),
}
TASK_STATES = {
    TaskState.WITH_COORDINATOR: _l("待转办"),
    TaskState.ASSIGNED: _l("待签收"),
    TaskState.SIGNED_FOR: _l("已签收"),
    TaskState.OBJECTED: _l("申请退件"),
    TaskState.HANDLING: _l("办理中"),
    TaskState.REPLIED: _l("已答复"),
    TaskState.ENDED: _l("已结束"),
}
ROUND_STATES = {
    RoundState.DRAFTING: _l("起草答复"),
    RoundState.IN_CLEARANCE: _l("答复送签"),
    RoundState.DELIVERED: _l("等代表评价"),
    RoundState.RATED: _l("已评价"),
    RoundState.NO_FEEDBACK: _l("未反馈"),
}
TASK_ROLES = {
    TaskRole.SOLE: _l("独办"),
    TaskRole.LEAD: _l("主办"),
    TaskRole.CO: _l("会办"),
    TaskRole.SEPARATE: _l("分办"),
}
SIGNATURES = {
    SignatureState.ASKED: _l("等待答复"),
    SignatureState.AGREED: _l("已附议"),
    SignatureState.DECLINED: _l("未附议"),
    SignatureState.LAPSED: _l("已失效"),
}
LEVELS = {
    Level.SATISFIED: _l("满意"),
    Level.BASICALLY: _l("基本满意"),
    Level.DISSATISFIED: _l("不满意"),
}
QUESTIONS = {
    Question.ANSWER: _l("答复内容"),
    Question.PROCESS: _l("办理过程"),
    Question.IMPLEMENTATION: _l("落实情况"),
}
CONSENTS = {
    Consent.FULL: _l("同意全文公开"),
    Consent.TITLE_ONLY: _l("只公开标题"),
    Consent.NONE: _l("不公开"),
}
KINDS = {Kind.SUGGESTION: _l("建议"), Kind.BILL: _l("议案"), Kind.PROPOSAL: _l("政协提案")}
ORIGINS = {
    "visit": _l("走访"),
    "station": _l("联络站接待"),
    "survey": _l("视察调研"),
    "letter": _l("群众来信"),
    "work": _l("本职工作"),
}
PHASES = {Phase.BEFORE: _l("办理前"), Phase.DURING: _l("办理中"), Phase.AFTER: _l("答复后")}
MANNERS = {
    Manner.VISIT: _l("上门走访"),
    Manner.MEETING: _l("当面座谈"),
    Manner.SITE: _l("现场办公"),
    Manner.PHONE: _l("电话"),
    Manner.MESSAGE: _l("短信、微信或邮件"),
}
CLOCKS = {
    ClockKind.REVIEW: _l("审查"),
    ClockKind.ASSIGN: _l("交办"),
    ClockKind.KICK_OFF: _l("会后集中交办"),
    ClockKind.DISTRIBUTE: _l("转办"),
    ClockKind.SIGN_FOR: _l("签收"),
    ClockKind.OBJECTION: _l("提出退件"),
    ClockKind.OBJECTION_DECISION: _l("裁定退件"),
    ClockKind.CO_OPINION: _l("会办意见"),
    ClockKind.EXTENSION: _l("决定延期"),
    ClockKind.REPLY: _l("答复代表"),
    ClockKind.SUGGESTION_REPLY: _l("法定最长"),
    ClockKind.RATING: _l("代表评价"),
    ClockKind.REHANDLE_DECISION: _l("决定是否重新办理"),
    ClockKind.REHANDLE_REPLY: _l("重新答复"),
    ClockKind.PUBLICATION: _l("公开"),
}
# The verb after a date: 「6月30日前答复」.
CLOCK_VERBS = {
    ClockKind.REVIEW: _l("审查"),
    ClockKind.ASSIGN: _l("交办"),
    ClockKind.KICK_OFF: _l("交办"),
    ClockKind.DISTRIBUTE: _l("转办"),
    ClockKind.SIGN_FOR: _l("签收"),
    ClockKind.OBJECTION: _l("提出退件"),
    ClockKind.OBJECTION_DECISION: _l("裁定"),
    ClockKind.CO_OPINION: _l("提交会办意见"),
    ClockKind.EXTENSION: _l("决定"),
    ClockKind.REPLY: _l("答复"),
    ClockKind.SUGGESTION_REPLY: _l("全部答复"),
    ClockKind.RATING: _l("评价"),
    ClockKind.REHANDLE_DECISION: _l("决定"),
    ClockKind.REHANDLE_REPLY: _l("重新答复"),
    ClockKind.PUBLICATION: _l("公开"),
}
STANDINGS = {
    Standing.ON_TIME: _l("按时"),
    Standing.DUE_SOON: _l("快到期"),
    Standing.OVERDUE: _l("逾期"),
    Standing.DONE: _l("已完成"),
    Standing.NONE: _l("没有期限"),
}
# What an action is called on its button and in a refusal.
ACTIONS = {
    Action.START: _l("写建议"),
    Action.REVISE: _l("修改"),
    Action.INVITE: _l("请代表附议"),
    Action.AGREE: _l("同意附议"),
    Action.DECLINE: _l("不附议"),
    Action.SUBMIT: _l("提交给市人大"),
    Action.DISCARD: _l("作废草稿"),
    Action.WITHDRAW: _l("撤回"),
    Action.TAKE_UP: _l("开始审查"),
    Action.ACCEPT: _l("立案编号"),
    Action.RETURN: _l("退回修改"),
    Action.REFUSE: _l("不作为建议处理"),
    Action.ASSIGN: _l("交办"),
    Action.COMPLETE: _l("全部答复"),
    Action.CLOSE: _l("办结"),
    Action.ARCHIVE: _l("收入历史资料"),
    Action.MOVE_IN: _l("转入在办建议"),
    Action.OPEN_WITH_COORDINATOR: _l("交督查室转办"),
    Action.OPEN: _l("交给承办单位"),
    Action.DISTRIBUTE: _l("转办"),
    Action.SIGN_FOR: _l("签收"),
    Action.GIVE: _l("交给经办人"),
    Action.NOTE_CONTACT: _l("记沟通"),
    Action.OPINE: _l("提交会办意见"),
    Action.REPLIED: _l("完成答复"),
    Action.RESUME: _l("重新开始办理"),
    Action.END: _l("结束承办"),
    Action.OPEN_ROUND: _l("开始新一轮"),
    Action.DRAFT_REPLY: _l("起草答复"),
    Action.SEND_UP: _l("送签"),
    Action.SEND_BACK: _l("退回重写"),
    Action.DELIVER: _l("签发并送达代表"),
    Action.RATE: _l("评价答复"),
    Action.SHUT_RATING: _l("结束评价"),
    Action.LAPSE: _l("到期未评价"),
    Action.REHANDLE: _l("决定重新办理"),
    Action.EXPLAIN: _l("说明不再重新办理"),
}
PARTIES = {
    Party.AUTHOR: _l("领衔代表"),
    Party.INVITEE: _l("被邀附议的代表"),
    Party.COSIGNER: _l("附议代表"),
    Party.DEPUTY: _l("其他代表"),
    Party.DESK: _l("代表工作机构"),
    Party.CLERK: _l("代表团工作人员"),
    Party.COORDINATOR: _l("督查室"),
    Party.RECEIVER: _l("承办单位收文员"),
    Party.HANDLER: _l("经办人"),
    Party.REVIEWER: _l("承办单位审核人"),
    Party.UNIT_SIGNER: _l("承办单位签发人"),
    Party.COLLEAGUE: _l("承办单位同事"),
    Party.COMMITTEE: _l("专门委员会"),
    Party.CLOCK: _l("到期自动"),
    Party.STRANGER: _l("无关人员"),
}
WHYS = {
    Why.NOT_VISIBLE: _l("没有找到，或者您没有权限查看。"),
    Why.NOT_YOURS: _l("这一步不由您现在的身份来做。"),
    Why.WRONG_STATE: _l("这一件现在不在可以这样做的阶段。"),
    Why.CASE_IS_OVER: _l("这一件已经办结。"),
    Why.PAPER_INCOMPLETE: _l("建议还没有写完整。"),
    Why.OTHERS_SIGNED: _l("有其他代表附议，撤回要全体附议代表同意，请联系代表工作机构。"),
    Why.REPLIES_MISSING: _l("还有承办单位没有答复。"),
    Why.ROUNDS_UNSETTLED: _l("还有答复没有评价完。"),
    Why.ONLY_CO_UNITS: _l("只有会办单位提交会办意见。"),
    Why.NOT_FOR_CO_UNITS: _l("会办单位不直接答复代表，请把意见交给主办单位。"),
    Why.NOT_IN_HAND: _l("承办单位还没有签收并交给经办人。"),
    Why.REPLY_INCOMPLETE: _l("答复还没有写完整。"),
    Why.RATING_IS_THE_LEADS: _l("按本市规则，由领衔代表评价。"),
    Why.WINDOW_SHUT: _l("评价期已经结束。"),
    Why.WINDOW_OPEN: _l("评价期还没有结束。"),
    Why.SOMEBODY_RATED: _l("已经有代表评价。"),
    Why.NOTHING_TO_DECIDE: _l("没有等待决定的“不满意”评价。"),
}
