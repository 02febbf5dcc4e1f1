"""Words for the codes of calendar, rulebook and life cycle that only the rules pages use."""

from __future__ import annotations

from tracker.domain.actions import Asks, Machine
from tracker.domain.calendar import DayReason, Limit, Unit
from tracker.domain.guards import Guard
from tracker.domain.notices import NoticeProblem
from tracker.domain.results import Semantic
from tracker.domain.rulebook import CityWord, HeadlineOf, NumberedPer, StartEvent, Switch
from tracker.models.calendar import Decision, YearStatus
from tracker.services._proposals import Objection
from tracker.web import chase_labels, rating_labels
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

MACHINES = {
    Machine.SUGGESTION: _l("建议（件）"),
    Machine.TASK: _l("承办任务（件次）"),
    Machine.ROUND: _l("答复（轮次）"),
    Machine.COMMITMENT: _l("承诺（项）"),
}
UNITS = {
    Unit.CALENDAR_DAY: _l("日（自然日）"),
    Unit.WORKING_DAY: _l("工作日"),
    Unit.MONTH: _l("个月"),
}
STARTS = {
    StartEvent.INVITED: _l("邀请附议"),
    StartEvent.RECEIVED: _l("收到建议"),
    StartEvent.RETURNED: _l("退回修改"),
    StartEvent.PUT_TO_DEPUTY: _l("告知代表"),
    StartEvent.CIRCULATED: _l("发出预交办"),
    StartEvent.SESSION_CLOSED: _l("大会闭会"),
    StartEvent.SENT_TO_COORDINATOR: _l("交督查室"),
    StartEvent.ASSIGNED: _l("交办"),
    StartEvent.FIRST_ASSIGNED: _l("首次交办"),
    StartEvent.OBJECTED: _l("提出退件"),
    StartEvent.SENT_BACK: _l("退回会办意见"),
    StartEvent.DISAGREED: _l("提出分歧"),
    StartEvent.SENT_TO_CHECK: _l("送检查"),
    StartEvent.ESCALATED: _l("提交会商"),
    StartEvent.CHANGE_ASKED: _l("申请改期或者不再兑现"),
    StartEvent.FULFILLED: _l("报告做到或者承诺到期"),
    StartEvent.EXTENSION_ASKED: _l("申请延期"),
    StartEvent.REPLIED: _l("答复送达"),
    StartEvent.DISSATISFIED: _l("评价不满意"),
}
ASKS = {Asks.NOTHING: _l("不需要"), Asks.NOTE: _l("写明理由"), Asks.PAPER: _l("填写表单")}
GUARDS = {
    Guard.PAPER_IS_COMPLETE: _l("建议已经写完整"),
    Guard.IS_BILL: _l("这一件是议案"),
    Guard.IS_NO_BILL: _l("这一件不是议案"),
    Guard.BILL_HAS_SIGNERS: _l("议案的有效联名代表达到法定人数（含领衔代表；提交时任期已结束的不计）"),
    Guard.BILLS_ARE_TAKEN: _l("议案在主席团规定的截止时间以前"),
    Guard.MAY_CHANGE_KIND: _l("改为议案的，在接收议案的时间以内"),
    Guard.CHECK_IS_OPEN: _l("等待代表团初审"),
    Guard.CHECK_IS_DONE: _l("代表团初审过，或者不需要初审"),
    Guard.CLERK_IS_CHECKING: _l("代表团工作人员只在初审时退回"),
    Guard.INVITATION_IS_OPEN: _l("在邀请写明的日期以前"),
    Guard.INVITATIONS_HAVE_LAPSED: _l("有邀请过了日期没有答复"),
    Guard.SOMEBODY_IS_MISSING: _l("有代表没有答复、没有附议，或者附议已失效"),
    Guard.MAY_BE_WITHDRAWN: _l(
        "还没有答复送达；一人署名，或者全体署名代表都已同意撤回（任期已结束的不计；退回修改的，提交时署过名的都计）"
    ),
    Guard.MAY_ASK_WITHDRAWAL: _l("有其他署名代表，还没有答复送达，没有正在征求的撤回"),
    Guard.WITHDRAWAL_IS_ASKED: _l("正在征求撤回的意见"),
    Guard.CONSENT_IS_AWAITED: _l("正在征求撤回的意见，本人还没有同意，还没有答复送达"),
    Guard.MAY_OFFER_LEAD: _l(
        "有可以接替的署名代表（代表团建议为本团代表），没有等待答复的提议；代表工作机构只为任期已经结束的领衔代表、代表团建议的联系人提"
    ),
    Guard.CORRECTION_IS_OVER: _l("退回修改的日期已过，或者领衔代表的任期已经结束、没有人可以接替领衔"),
    Guard.LEAD_IS_OFFERED: _l("有等待答复的更换领衔提议"),
    Guard.MAY_CIRCULATE: _l("本市实行预交办，没有正在进行的预交办"),
    Guard.CIRCULATION_IS_OPEN: _l("在预交办的日子里"),
    Guard.CIRCULATION_MAY_END: _l("正在预交办；自动结束的，各单位都已说过意见或者到期"),
    Guard.CIRCULATION_IS_OVER: _l("不用预交办，或者预交办已经结束、到期"),
    Guard.IS_IN_NO_GROUP: _l("不在别的并案里"),
    Guard.IS_IN_A_GROUP: _l("在一个并案里"),
    Guard.IS_KEY: _l("是重点督办或领办的"),
    Guard.MAY_LINK: _l("领衔代表在提交以前，代表工作机构在提交以后"),
    Guard.ANOTHER_REVIEWS: _l("正由另一位同志审查"),
    Guard.NO_OUTCOME_IS_OPEN: _l("没有等待答复或者等待决定的拟处理意见"),
    Guard.OUTCOME_AWAITS_ANSWER: _l("拟处理意见在答复期内，代表还没有答复"),
    Guard.OUTCOME_HAS_LAPSED: _l("拟处理意见的答复期已过，代表没有答复"),
    Guard.OUTCOME_STANDS: _l("有拟处理意见"),
    Guard.REFUSAL_WAS_PUT: _l("已告知代表拟不作为建议处理，代表同意或者到期没有答复；代表有不同意见的，由另一人决定"),
    Guard.LETTER_WAS_PUT: _l("已告知代表拟按来信处理，代表同意或者到期没有答复；代表有不同意见的，由另一人决定"),
    Guard.EVERY_REPLY_IS_OUT: _l("各承办单位都已答复"),
    Guard.EVERY_ROUND_IS_SETTLED: _l("各份答复都已评价或者到期，没有等待的决定"),
    Guard.IS_CO_TASK: _l("会办任务"),
    Guard.IS_REPLY_TASK: _l("独办、主办、分办任务"),
    Guard.LEAD_IS_AT_WORK: _l("主办单位正在办理"),
    Guard.OPINION_AWAITS_WORD: _l("会办意见已到，还没有采用或者退回"),
    Guard.NO_DISAGREEMENT_OPEN: _l("没有未决定的分歧"),
    Guard.DISAGREEMENT_AWAITS_ME: _l("分歧等待本单位写意见"),
    Guard.DECIDES_DISAGREEMENT: _l("有未决定的分歧；同一系统的由督查室决定，其余由代表工作机构决定"),
    Guard.CONTACT_AWAITS_ME: _l("与本人的沟通记录还没有确认"),
    Guard.MAY_OBJECT: _l("在退件期限内，没有未裁定的申请，答复没有送签；再次退件由主要负责人提出，一共不超过两次"),
    Guard.IS_HEARD_HERE: _l("退件申请征求本单位意见，期限未过"),
    Guard.RECALLS_OBJECTION: _l("有等待裁定的退件申请；主要负责人提出的由主要负责人收回"),
    Guard.RULES_OBJECTION: _l(
        "有等待裁定的退件申请，由本系统督查室裁定；没有督查室的、要改给本系统以外单位的和再次退件的，由代表工作机构办理"
    ),
    Guard.MAY_ASK_EXTENSION: _l("已向代表说明，没有未决定的申请，答复期限未过"),
    Guard.DECIDES_EXTENSION: _l("有等待决定的延期申请，由申请时确定的一方决定"),
    Guard.TASK_IS_IN_HAND: _l("已签收并交给经办人"),
    Guard.REPLY_IS_COMPLETE: _l("每项请求都已答复，在办的写明承诺和日期，写明公开方式和代表的意见"),
    Guard.LIES_AT_UNIT: _l("还在审核人或者签发人那里"),
    Guard.REVIEWS_DRAFT: _l("在审核人那里，审核的不是起草的人"),
    Guard.SENDS_DRAFT_BACK: _l("审核人在审核时，签发人在签发时"),
    Guard.SIGNS_REPLY: _l(
        "审核已经通过或者不用审核；本市规定由主要负责人签发的由其签发（没有登记的由其他签发人签发），重新办理的换人签发"
    ),
    Guard.CHECK_FOLLOWS: _l("本市的答复签发以后要检查"),
    Guard.NO_CHECK_FOLLOWS: _l("本市的答复签发以后不用检查"),
    Guard.CHECKS_REPLY: _l("已经签发、等待检查；有督查室的由督查室检查，其余由代表工作机构检查"),
    Guard.MAY_ESCALATE: _l("第二次以后的答复仍评价“不满意”，还没有决定"),
    Guard.ESCALATION_IS_OPEN: _l("会商正在进行"),
    Guard.IS_LOOKED_BACK_ON: _l("列入正在进行的回头看；填报、核查、评价各在自己的日子里"),
    Guard.ENTRY_AWAITS_ME: _l("有代录等本人或者本单位确认"),
    Guard.ENTRY_IS_DISPUTED: _l("有代录被提出异议，还没有核实"),
    Guard.PAPER_IS_NOT_DENIED: _l("领衔代表对代录的建议没有异议，或者已经核实"),
    Guard.TASK_IS_SIGNED_FOR: _l("承办单位已经签收"),
    **rating_labels.GUARDS,
    **chase_labels.GUARDS,
    Guard.AWAITS_DECISION: _l("评价不满意，等待决定"),
    Guard.REMINDER_IS_DUE: _l("距承诺的日期三十天、七天，各提醒一次"),
    Guard.NOTHING_MOVED: _l("三个月没有记过进展"),
    Guard.PROMISE_IS_DUE: _l("承诺的日期已过"),
    Guard.NO_CHANGE_OPEN: _l("没有未决定的改期或者不再兑现的申请"),
    Guard.CHANGE_IS_OPEN: _l("有改期或者不再兑现的申请等待决定"),
    Guard.NO_DISPUTE_OPEN: _l("没有未核实的代表反映"),
    Guard.DISPUTE_IS_OPEN: _l("有代表反映不实，还没有核实"),
    Guard.DISPUTE_AWAITS_ANSWER: _l("有代表反映不实，还没有回应"),
    Guard.IS_DISSATISFIED: _l("代表对落实情况不满意"),
}
SEMANTICS = {
    Semantic.SOLVED: _l("已解决"),
    Semantic.IN_PROGRESS: _l("正在解决"),
    Semantic.PLANNED: _l("已列入计划"),
    Semantic.DEFERRED: _l("以后解决"),
    Semantic.UPWARD: _l("已向上级反映"),
    Semantic.REFERENCE: _l("留作参考"),
}
SWITCHES = {
    Switch.UNIT_REVIEW: _l("答复稿先由承办单位办公室审核"),
    Switch.ANOTHER_SIGNS_AGAIN: _l("重新办理的答复换人签发"),
    Switch.DELEGATIONS_FILE: _l("代表团可以提出建议"),
    Switch.DELEGATION_CHECK: _l("代表团先作形式审查"),
    Switch.PRE_ASSIGNMENT: _l("交办前先预交办"),
    Switch.OFFICE_CHECK: _l("答复签发后先检查形式和类别，再送达代表"),
    Switch.PRINCIPAL_SIGNS: _l("答复由单位主要负责人签发"),
    Switch.PRINCIPAL_SIGNS_KEY: _l("重点督办、领办件的答复由单位主要负责人签发"),
    Switch.COORDINATOR_GRANTS_EXTENSION: _l("本系统单位的延期由督查室批准"),
    Switch.DELIVER_TO_EVERY_SIGNER: _l("答复送达每一位署名代表"),
    Switch.CO_SIGNERS_RATE: _l("附议代表也评价"),
    Switch.TWO_WAY_RATING: _l("承办单位也评价建议质量，和代表评价背对背"),
    Switch.DESK_CONFIRMS_REHANDLING: _l("是否重新办理由代表工作机构决定"),
    Switch.WITHDRAWAL_NEEDS_ALL_SIGNERS: _l("撤回要全体署名代表同意"),
    Switch.DEPUTIES_READ_OTHERS: _l("代表可以查看其他代表的建议"),
    Switch.PUBLISH_IN_FULL: _l("没有不公开理由的全文公开"),
    Switch.WEEKEND_ROLL: _l("最后一日是周末的也顺延"),
}
CITY_WORDS = {
    CityWord.DESK: _l("代表工作机构"),
    CityWord.COORDINATOR: _l("转办机构"),
    CityWord.SOLE: _l("一个单位办理"),
    CityWord.LEAD: _l("牵头办理并答复"),
    CityWord.CO: _l("向牵头单位提出意见"),
    CityWord.SEPARATE: _l("各自办理并答复"),
    CityWord.CO_SIGNER: _l("联名代表"),
}
HEADLINES = {HeadlineOf.LEAD: _l("领衔代表的评价"), HeadlineOf.WORST: _l("最不满意的评价")}
SERIES = {NumberedPer.CALENDAR_YEAR: _l("每年重新编号"), NumberedPer.SESSION: _l("每次会议重新编号")}
YEARS = {YearStatus.OFFICIAL: _l("正式安排"), YearStatus.PROVISIONAL: _l("暂定，通知未录入")}
DECISIONS = {
    Decision.OPEN: _l("等待另一人批准"),
    Decision.APPROVED: _l("已批准"),
    Decision.REJECTED: _l("未批准"),
    Decision.WITHDRAWN: _l("已撤回"),
}
DAYS = {
    DayReason.START_DAY: _l("起算日，不算"),
    DayReason.COUNTED: _l("算一天"),
    DayReason.MAKEUP_WORKDAY: _l("调休上班，算一天"),
    DayReason.WEEKEND: _l("周末，不算"),
    DayReason.HOLIDAY: _l("放假，不算"),
    DayReason.IN_MONTH: _l("按月计，不逐日数"),
    DayReason.MONTH_FULL: _l("满月"),
    DayReason.ROLLED: _l("休息日，顺延"),
    DayReason.DUE: _l("到期"),
}
OBJECTIONS = {
    Objection.NOT_YOURS: _l("这一项不由您现在的身份修改。"),
    Objection.NO_SUCH: _l("没有找到这项修改。"),
    Objection.SAME_PERSON: _l("要由另一位工作人员批准，提出修改的人不能自己批准。"),
    Objection.ONLY_PROPOSER: _l("只有提出修改的人可以撤回。"),
    Objection.ALREADY_DECIDED: _l("这项修改已经有了决定。"),
    Objection.ALREADY_OPEN: _l("这一年已有一项修改等待批准，请先处理那一项。"),
    Objection.NOTHING_CHANGED: _l("和现在的内容相同，没有需要修改的地方。"),
    Objection.TOO_EARLY: _l("起用日期要在今天和现行规则的起用日期之后。"),
    Objection.NOT_PROVISIONAL: _l("只有暂定的期限可以改正并用于正在办理的建议，其余修改请另定起用日期。"),
    Objection.REASON_MISSING: _l("请写明理由。"),
    Objection.BASE_CHANGED: _l("提出以后，它所修改的规则已经被另一项修改取代。请在现行规则上重新提出。"),
    Objection.PREVIEW_CHANGED: _l(
        "打开预览以后，有建议的期限变了，还没有批准。下面是现在的预览，请重新核对以后再批准。"
    ),
    Objection.LIMIT_TOO_LONG: _l("每项期限最长24个月或者731日。"),
}
NOTICE_PROBLEMS = {
    NoticeProblem.EMPTY: _l("没有读到放假或者上班的日子"),
    NoticeProblem.NO_NAME: _l("缺少节日名称，写法如“元旦：1月1日放假”"),
    NoticeProblem.NO_VERB: _l("看不出是放假还是上班"),
    NoticeProblem.NO_DAY: _l("没有写明日期"),
    NoticeProblem.NO_SUCH_DAY: _l("没有这一天"),
    NoticeProblem.NO_MONTH: _l("没有写明月份"),
    NoticeProblem.OTHER_YEAR: _l("不属于这一年"),
    NoticeProblem.TOO_LONG: _l("起止日期不对，或者超过十五天"),
    NoticeProblem.WORK_ON_WORKDAY: _l("这一天本来就是工作日，不需要写上班"),
    NoticeProblem.TWICE: _l("这一天前后说法不同"),
    NoticeProblem.FESTIVAL_MISSING: _l("国务院办公厅发布的通知写明全部节日，这里没有写到"),
}


def limit_words(limit: Limit | None) -> str:
    """7个工作日, 10日, 3个月; 不设期限."""
    if limit is None:
        return _("不设期限")
    if limit.unit is Unit.WORKING_DAY:
        return _("%(n)s个工作日", n=limit.amount)
    return _("%(n)s个月", n=limit.amount) if limit.unit is Unit.MONTH else _("%(n)s日", n=limit.amount)
