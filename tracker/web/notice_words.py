"""What a notice says: what happened or what falls due, of which paper; the same words on the page and in a mail."""

from __future__ import annotations

from datetime import date

from flask import Flask

from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.telling import FIELDS, RULES, Channel, Rule, Side, Timing, When, filled
from tracker.models.tellings import RobotKind, SendingKind, SendingState
from tracker.queries.inbox import Line as WorkLine
from tracker.queries.notices import Line
from tracker.web import home_words
from tracker.web.action_labels import ACTIONS
from tracker.web.home_news import WORDS as NEWS
from tracker.web.labels import CLOCK_VERBS, ROLES
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, number_words

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
}
# What happened to something that is no paper.
OFFICE = {
    "withdraw_line": _l("一条答复口径因内容有误撤回"),
    "restore_line": _l("一条因有误撤回的答复口径恢复使用"),
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


def what_words(line: Line) -> str:
    """What happened, or what falls due."""
    if line.clock is not None:
        return str(CLOCK_VERBS[line.clock])
    if line.action in OFFICE:
        return str(OFFICE[line.action])
    try:
        action = Action(line.action or "")
    except ValueError:
        return ""
    return str(TOLD.get(action) or NEWS.get(action) or ACTIONS[action])


def left_words(due_on: date, today: date) -> str:
    """还有3天, 今天到期, 已逾期2天: calendar days of Asia/Shanghai."""
    days = (due_on - today).days
    if days == 0:
        return _("今天到期")
    return _("还有%(n)s天", n=days) if days > 0 else _("已逾期%(n)s天", n=-days)


def paper_words(line: Line) -> str:
    """The paper as a message names it: by its number alone, and a confidential one by nothing."""
    if line.suggestion_id is None and not line.is_hidden:
        return _("答复口径") if line.subject.startswith("line:") else ""
    if line.is_hidden or line.is_confidential or not line.number:
        return _("一件建议")
    return _("第%(number)s号建议", number=number_words(line.number))


def told_words(line: Line, rule: Rule, today: date) -> str:
    """The line of a mail, in the words the office has set."""
    due = line.due_on
    days = (day_words(due), left_words(due, today)) if due else ("", "")
    values = dict(zip(FIELDS, (paper_words(line), what_words(line), *days), strict=True))
    return filled(rule.words, values)


def work_words(line: WorkLine, confidential: set[int]) -> str:
    """What is to be done, as a line of the morning mail."""
    named = line.row.number and line.row.suggestion_id not in confidential
    paper = _("第%(number)s号建议", number=number_words(line.row.number)) if named else _("一件建议")
    verb = home_words.verb_words(line)
    if line.row.due_on is None:
        return _("%(verb)s：%(paper)s", verb=verb, paper=paper)
    return _("%(verb)s：%(paper)s，%(day)s到期", verb=verb, paper=paper, day=day_words(line.row.due_on))


def reason_words(code: str) -> str:
    """Why something was dropped or failed: our own codes in words, what a server said as it said it."""
    return str(REASONS.get(code, code))


def when_words(rule: Rule) -> str:
    """When a reminder is due, in calendar days."""
    if rule.when is When.BEFORE:
        return _("到期前%(n)s天以内，一次", n=rule.days)
    if rule.when is When.ON:
        return _("到期当天")
    if rule.when is When.EVERY:
        return _("逾期第一天，以后每%(n)s天", n=rule.days)
    if rule.when is When.AFTER:
        return _("逾期满%(n)s天，一次", n=rule.days)
    return _("每个工作日%(n)s点", n=rule.hour) if rule.hour else _("有人办了这件事")


def role_words(hat: Actor) -> str:
    """What a hat is called."""
    return str(ROLES[hat.role]) if hat.role is not None else ""


def init_app(app: Flask) -> None:
    """The words for the mails, which are put together where no page is."""
    app.jinja_env.filters["told"] = told_words
    app.jinja_env.filters["work_line"] = work_words
    app.jinja_env.filters["role_words"] = role_words


assert set(RULE_WORDS) == set(RULES)
