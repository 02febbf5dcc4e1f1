"""Words for notices: what happened, which rule, who, when, how, what became of it; acts and problems of their pages."""

from __future__ import annotations

from tracker.domain.actions import Action
from tracker.domain.roles import Role
from tracker.domain.telling import Channel, Side, Timing
from tracker.models.tellings import RobotKind, SendingKind, SendingState
from tracker.web.spoken import lazy_gettext as _l

A = Action
# What happened, in the words of whoever is told of it.
TOLD = {
    A.INVITE: _l("请您附议"),
    A.ASK_AGAIN: _l("文字改过，请您再看要不要附议"),
    A.OFFER_LEAD: _l("请您接替领衔"),
    A.ASK_WITHDRAWAL: _l("征求您对撤回的意见"),
    A.RETURN: _l("退回修改"),
    A.PUT_OUTCOME: _l("审查单位拟不立案，请您说意见"),
    A.REFUSE: _l("不作为建议处理"),
    A.AS_LETTER: _l("转为代表来信处理"),
    A.DELIVER: _l("答复已送达，请您评价"),
    A.PASS_CHECK: _l("答复已送达，请您评价"),
    A.ENTER_REPLY: _l("答复已送达，请您评价"),
    A.FULFIL: _l("承诺已做到，请您评价"),
    A.OPEN: _l("新交办，请签收"),
    A.DISTRIBUTE: _l("新转办，请签收"),
    A.GIVE: _l("交您办理"),
    A.RESUME: _l("要重新办理"),
    A.SEND_BACK: _l("答复稿退回修改"),
    A.SEND_BACK_CHECK: _l("答复检查没有通过，退回修改"),
    A.SEND_BACK_OPINION: _l("会办意见退回，请重报"),
    A.ASK_CO: _l("主办单位请您单位提供会办意见"),
    A.UPHOLD_OBJECTION: _l("退件申请已同意"),
    A.REJECT_OBJECTION: _l("退件申请没有同意"),
    A.GRANT_EXTENSION: _l("延期申请已同意"),
    A.REFUSE_EXTENSION: _l("延期申请没有同意"),
    A.DECIDE_DISAGREEMENT: _l("会办分歧已协调决定"),
    A.SEND_UP: _l("答复稿送来，请审核"),
    A.PASS_REVIEW: _l("答复稿送来，请签发"),
    A.OBJECT: _l("承办单位申请退件"),
    A.ASK_EXTENSION: _l("承办单位申请延期"),
    A.RAISE_DISAGREEMENT: _l("会办有分歧，请协调"),
    A.ASK_MOVE: _l("承办单位申请承诺改期"),
    A.ASK_DROP: _l("承办单位申请不再兑现承诺"),
    A.SHUT_RATING: _l("评价结果已计入"),
    A.TELL_QUIET: _l("一项承诺一个季度没有进展"),
}
_DEPUTY, _RECEIVER = frozenset({Role.DEPUTY}), frozenset({Role.UNIT_RECEIVER})
_REPLIED = (_DEPUTY, _l("答复已送达，请代表评价"))
# Whose next step the words above name, and what everybody else who is told reads.
BESIDE = {
    A.DELIVER: _REPLIED,
    A.PASS_CHECK: _REPLIED,
    A.ENTER_REPLY: _REPLIED,
    A.FULFIL: (_DEPUTY, _l("承诺已做到，等代表评价")),
    A.OPEN: (_RECEIVER, _l("新交办，等单位签收")),
    A.DISTRIBUTE: (_RECEIVER, _l("新转办，等单位签收")),
    A.SEND_UP: (frozenset({Role.UNIT_REVIEWER}), _l("答复稿已送审核")),
    A.PASS_REVIEW: (frozenset({Role.UNIT_SIGNER}), _l("答复稿审核通过，等签发")),
}
# What happened to something that is no paper.
OFFICE = {
    "withdraw_line": _l("一条答复口径因内容有误撤回"),
    "restore_line": _l("一条因有误撤回的答复口径恢复使用"),
    "accept_contest": _l("考核异议成立，得分已经更正"),
    "refuse_contest": _l("考核异议没有成立，理由可以查看"),
    "close_appraisal": _l("考核已经定案，得分和名次不再变"),
}
RULE_WORDS = {
    "invited": _l("请代表附议、接替领衔、答复撤回"),
    "returned": _l("退回修改、拟不立案、不作为建议处理"),
    "answered": _l("答复送达、承诺做到"),
    "assigned": _l("交办、转办到单位"),
    "given": _l("交给经办人、要重新办理"),
    "sent_back": _l("答复稿、会办意见退回，请提供会办意见"),
    "ruled": _l("退件、延期、会办分歧的决定"),
    "to_clear": _l("答复稿送审核、送签发"),
    "to_rule": _l("申请退件、延期、承诺变更，会办分歧"),
    "unhappy": _l("评价结果、提请会商"),
    "other_deputies": _l("其他告知代表的事"),
    "other_units": _l("其他告知承办单位的事"),
    "other_office": _l("其他告知工作机构和督查部门的事"),
    "soon": _l("快要到期"),
    "near": _l("就要到期"),
    "due": _l("今天到期"),
    "late": _l("已经逾期"),
    "late_signer": _l("单位逾期，告知签发人"),
    "late_desk": _l("单位逾期，告知工作机构"),
    "morning": _l("早上汇总"),
    "morning_groups": _l("群机器人早上汇总"),
}
SIDES = {
    Side.DEPUTIES: _l("代表"),
    Side.UNITS: _l("承办单位"),
    Side.OFFICE: _l("工作机构、督查部门"),
    Side.RESPONSIBLE: _l("到期前应当办的人"),
    Side.SIGNERS: _l("单位签发人"),
    Side.DESK: _l("代表工作机构"),
    Side.EVERYBODY: _l("每个人，每个身份一封"),
    Side.GROUPS: _l("每个群"),
}
TIMINGS = {Timing.AT_ONCE: _l("立即"), Timing.DIGEST: _l("并入早上汇总"), Timing.OFF: _l("不通知")}
CHANNELS = {
    Channel.APP: _l("只在系统内"),
    Channel.MAIL: _l("系统内和邮件"),
    Channel.ROBOT: _l("系统内和群机器人，没有群的用邮件"),
}
ROBOTS = {RobotKind.WECOM: _l("企业微信"), RobotKind.DINGTALK: _l("钉钉"), RobotKind.FEISHU: _l("飞书")}
STATES = {
    SendingState.WAITING: _l("等待发送"),
    SendingState.SENT: _l("已发出"),
    SendingState.FAILED: _l("没有送达"),
    SendingState.DROPPED: _l("不再需要"),
    SendingState.SETTLED: _l("已另行告知"),
}
KINDS = {SendingKind.NEWS: _l("通知"), SendingKind.MORNING: _l("早上汇总"), SendingKind.TRIAL: _l("试发")}
# Why something was not sent, or could not be.
REASONS = {
    "read": _l("已在系统里看过"),
    "limit_over": _l("已经办结或者改期"),
    "hat_ended": _l("收件人不再任这个职"),
    "not_theirs": _l("已经不由收件人办"),
    "moved_on": _l("已经办到下一步"),
    "merged": _l("已并入另一封"),
    "nothing_to_say": _l("没有要说的"),
    "later_morning": _l("已由后来的汇总代替"),
    "restored": _l("恢复备份以后不再补发"),
    "no_address": _l("收件人没有邮箱，或者账号没有启用"),
    "stopped": _l("群机器人已停用"),
}
ACTS = {
    "change_notice_rule": _l("更改通知规则"),
    "reset_notice_rule": _l("恢复通知规则"),
    "retry_sending": _l("再发没有送达的通知"),
    "settle_sending": _l("没有送达的通知已另行告知"),
    "add_robot": _l("增加群机器人"),
    "stop_robot": _l("停用群机器人"),
}
SUBJECTS = {"notice_rule": _l("通知规则"), "sending": _l("发送的通知"), "robot": _l("群机器人")}
PROBLEMS = {
    "rule_changed": _l("这条规则刚有人改过。下面是您填的，请打开规则看看改成了什么，再决定"),
    "must_be_told": _l("这一项规定必须告知，不能关"),
    "days_out_of_reach": _l("请填1到60天"),
    "no_such_hour": _l("请填0到23点"),
    "no_such_field": _l("大括号里只能写：编号、事项、期限、剩余"),
    "robot_host": _l("只能是 https:// 开头、设置 ROBOT_HOSTS 里写明的主机上的地址；自己的网关先在那里加上"),
    "sending_not_failed": _l("这一条已经有人处理，或者正在再发"),
}
