"""Words for every code of the domain, one table each; a test finds the code without words."""

from __future__ import annotations

from tracker.domain.clocks import Standing
from tracker.domain.kinds import Kind
from tracker.domain.parties import SignatureState, TaskRole
from tracker.domain.ratings import Level, Question
from tracker.domain.roles import Role, System
from tracker.domain.rulebook import ClockKind
from tracker.domain.seats import SeatEnd
from tracker.domain.states import CommitmentState, RoundState, SuggestionState, TaskState
from tracker.models.contacts import Manner, Phase, Rank
from tracker.models.joint import LinkKind
from tracker.models.procedures import Say
from tracker.models.suggestions import Consent
from tracker.web.spoken import lazy_gettext as _l

ROLES = {
    Role.DEPUTY: _l("代表"),
    Role.ASSISTANT: _l("代表助理"),
    Role.DESK: _l("代表工作机构"),
    Role.DELEGATION_CLERK: _l("代表团工作人员"),
    Role.BILL_GROUP: _l("大会秘书处议案组"),
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
SEAT_ENDS = {
    SeatEnd.DIED: _l("去世"),
    SeatEnd.RESIGNED: _l("辞职被接受"),
    SeatEnd.RECALLED: _l("被罢免"),
    SeatEnd.MOVED_AWAY: _l("迁出或者调离本行政区域"),
    SeatEnd.TERM_OVER: _l("任期届满"),
    SeatEnd.OTHER: _l("其他法定情形"),
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
    SuggestionState.ON_AGENDA: _l("列入会议议程"),
    SuggestionState.WITH_COMMITTEE: _l("交专门委员会审议"),
    SuggestionState.CONCLUDED: _l("审议结束"),
    SuggestionState.CONVERTED: _l("转为建议办理"),
}
TASK_STATES = {
    TaskState.WITH_COORDINATOR: _l("待转办"),
    TaskState.ASSIGNED: _l("待签收"),
    TaskState.SIGNED_FOR: _l("已签收"),
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
    SignatureState.LEADS: _l("现为领衔代表"),
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
LINKS = {
    LinkKind.FOLLOW_UP: _l("以前提过，接着提"),
    LinkKind.REPEAT: _l("同一件事再提"),
    LinkKind.REFILED: _l("改后重新提交"),
    LinkKind.CONVERTED: _l("由议案转来"),
}
SAYS = {Say.OURS: _l("没有不同意见"), Say.NOT_OURS: _l("不属于本单位"), Say.SILENT: _l("没有说意见")}
PHASES = {Phase.BEFORE: _l("办理前"), Phase.DURING: _l("办理中"), Phase.AFTER: _l("答复后")}
MANNERS = {
    Manner.VISIT: _l("上门走访"),
    Manner.MEETING: _l("当面座谈"),
    Manner.SITE: _l("现场办公"),
    Manner.PHONE: _l("电话"),
    Manner.MESSAGE: _l("短信、微信或邮件"),
}
RANKS = {
    Rank.PRINCIPAL: _l("主要负责人"),
    Rank.DEPUTY_HEAD: _l("分管负责人"),
    Rank.SECTION_HEAD: _l("处室负责人"),
    Rank.HANDLER: _l("经办人"),
}
CLOCKS = {
    ClockKind.INVITATION: _l("答复附议邀请"),
    ClockKind.REVIEW: _l("审查"),
    ClockKind.CORRECTION: _l("修改后再提交"),
    ClockKind.INTENDED: _l("答复拟处理意见"),
    ClockKind.PRE_ASSIGNMENT: _l("答复预交办"),
    ClockKind.ASSIGN: _l("交办"),
    ClockKind.KICK_OFF: _l("会后集中交办"),
    ClockKind.DISTRIBUTE: _l("转办"),
    ClockKind.SIGN_FOR: _l("签收"),
    ClockKind.OBJECTION: _l("提出退件"),
    ClockKind.OBJECTION_DECISION: _l("裁定退件"),
    ClockKind.CO_OPINION: _l("会办意见"),
    ClockKind.CO_OPINION_AGAIN: _l("重报会办意见"),
    ClockKind.DISAGREEMENT: _l("协调分歧"),
    ClockKind.EXTENSION: _l("决定延期"),
    ClockKind.REPLY: _l("答复代表"),
    ClockKind.SUGGESTION_REPLY: _l("法定最长"),
    ClockKind.RATING: _l("代表评价"),
    ClockKind.REHANDLE_DECISION: _l("决定是否重新办理"),
    ClockKind.REHANDLE_REPLY: _l("重新答复"),
    ClockKind.OFFICE_CHECK: _l("检查答复稿"),
    ClockKind.ESCALATION: _l("会商"),
    ClockKind.PROMISE_CHANGE: _l("决定承诺变更"),
    ClockKind.IMPLEMENTATION: _l("评价落实"),
    ClockKind.PUBLICATION: _l("公开"),
}
# The verb after a date: 「6月30日前答复」.
CLOCK_VERBS = {
    ClockKind.INVITATION: _l("答复"),
    ClockKind.REVIEW: _l("审查"),
    ClockKind.CORRECTION: _l("再提交"),
    ClockKind.INTENDED: _l("答复"),
    ClockKind.PRE_ASSIGNMENT: _l("答复预交办"),
    ClockKind.ASSIGN: _l("交办"),
    ClockKind.KICK_OFF: _l("交办"),
    ClockKind.DISTRIBUTE: _l("转办"),
    ClockKind.SIGN_FOR: _l("签收"),
    ClockKind.OBJECTION: _l("提出退件"),
    ClockKind.OBJECTION_DECISION: _l("裁定"),
    ClockKind.CO_OPINION: _l("提交会办意见"),
    ClockKind.CO_OPINION_AGAIN: _l("重报会办意见"),
    ClockKind.DISAGREEMENT: _l("决定"),
    ClockKind.EXTENSION: _l("决定"),
    ClockKind.REPLY: _l("答复"),
    ClockKind.SUGGESTION_REPLY: _l("全部答复"),
    ClockKind.RATING: _l("评价"),
    ClockKind.REHANDLE_DECISION: _l("决定"),
    ClockKind.REHANDLE_REPLY: _l("重新答复"),
    ClockKind.OFFICE_CHECK: _l("检查"),
    ClockKind.ESCALATION: _l("会商"),
    ClockKind.PROMISE_CHANGE: _l("决定"),
    ClockKind.IMPLEMENTATION: _l("评价"),
    ClockKind.PUBLICATION: _l("公开"),
}
COMMITMENT_STATES = {
    CommitmentState.OPEN: _l("落实中"),
    CommitmentState.PAST_DUE: _l("过期没有做到"),
    CommitmentState.FULFILLED: _l("已做到，待评价"),
    CommitmentState.SETTLED: _l("已做到"),
    CommitmentState.DROPPED: _l("经批准不再兑现"),
    CommitmentState.REPLACED: _l("由新的承诺代替"),
}
STANDINGS = {
    Standing.ON_TIME: _l("按时"),
    Standing.DUE_SOON: _l("快到期"),
    Standing.OVERDUE: _l("逾期"),
    Standing.DONE: _l("已完成"),
    Standing.NONE: _l("没有期限"),
}
