"""Words for what the record holds: acts of the office by their code, what they were about, what may be said of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.roles import Role
from tracker.models.record import Event
from tracker.web import key_item_labels, line_labels, notice_labels
from tracker.web.action_labels import ACTIONS
from tracker.web.labels import COMMITMENT_STATES, ROLES, ROUND_STATES, SEAT_ENDS, SUGGESTION_STATES, TASK_STATES
from tracker.web.list_kinds import LISTS
from tracker.web.person_words import lapsed_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

OFFICE_ACTS = {
    "log_in": _l("登录"),
    "log_in_failed": _l("登录失败"),
    "log_out": _l("退出登录"),
    "log_out_everywhere": _l("退出全部设备"),
    "end_session": _l("让一台设备退出"),
    "change_hat": _l("换身份"),
    "set_password": _l("用激活码设置密码"),
    "code_failed": _l("激活码不对"),
    "change_password": _l("修改密码"),
    "change_failed": _l("修改密码时旧密码不对"),
    "make_account": _l("开账号"),
    "issue_code": _l("发激活码"),
    "stop_account": _l("停用账号"),
    "start_account": _l("恢复账号"),
    "end_sessions": _l("结束账号的全部登录"),
    "demand_change": _l("要求修改密码"),
    "give_hat": _l("给身份"),
    "end_hat": _l("结束身份"),
    "add_person": _l("登记人员"),
    "correct_person": _l("更正人员资料"),
    "correct_seat": _l("更正代表资料"),
    "refused": _l("操作被拒绝"),
    "import": _l("导入文件"),
    "export": _l("导出列表"),
    "make_calendar_feed": _l("开通日历订阅"),
    "revoke_calendar_feed": _l("停用日历订阅"),
    "keep_view": _l("存视图"),
    "change_view": _l("改视图"),
    "drop_view": _l("删除视图"),
    "open_with_view": _l("定列表先看哪个视图"),
    "fill_calendar": _l("填入放假安排"),
    "propose_calendar": _l("提出放假安排"),
    "approve_calendar": _l("批准放假安排"),
    "reject_calendar": _l("不批准放假安排"),
    "withdraw_calendar": _l("撤回放假安排"),
    "propose_rulebook": _l("提出修改规则"),
    "approve_rulebook": _l("批准修改规则"),
    "reject_rulebook": _l("不批准修改规则"),
    "withdraw_rulebook": _l("撤回修改规则"),
    "move_due_date": _l("重新计算到期日"),
    "add_unit": _l("登记单位"),
    "correct_unit": _l("更正单位资料"),
    "end_unit": _l("撤并单位"),
    "draw_up_hand_over": _l("列交接清单"),
    "give_by_hand_over": _l("移交方确认交接清单"),
    "take_by_hand_over": _l("接办方确认交接清单"),
    "cancel_hand_over": _l("作废交接清单"),
    "rename_group": _l("更改并案的名称"),
    "add_category": _l("增加类别"),
    "rename_category": _l("更改类别名称"),
    "move_category": _l("调整类别次序"),
    "end_category": _l("停用类别"),
    "start_look_back": _l("开始回头看"),
    "add_to_look_back": _l("向回头看增加清单"),
    "settle_weekly_sheet": _l("定稿例会一页纸"),
    "void_weekly_sheet": _l("作废例会一页纸"),
    "close_look_back": _l("结束回头看"),
    "move_look_back_days": _l("改回头看的日子"),
    **key_item_labels.RECORDED,
    "start_appraisal": _l("起草考核方案"),
    "change_appraisal": _l("改考核方案草稿"),
    "propose_appraisal": _l("提请批准考核方案"),
    "approve_appraisal": _l("批准考核方案"),
    "send_back_appraisal": _l("退回考核方案"),
    "new_appraisal_version": _l("另立考核方案新版"),
    "discard_appraisal": _l("删去考核方案草稿"),
    "give_appraisal_points": _l("考核手工评分"),
    "contest_appraisal": _l("提出考核异议"),
    "withdraw_contest": _l("撤回考核异议"),
    "accept_contest": _l("认定考核异议成立"),
    "refuse_contest": _l("认定考核异议不成立"),
    "close_appraisal": _l("考核定案"),
    "start_report": _l("起草报告"),
    "refresh_report": _l("刷新报告的数据"),
    "edit_report": _l("修改报告的文字"),
    "redraft_report": _l("按数据重写报告的一段"),
    "finish_report": _l("签发报告"),
    "correct_report": _l("起草报告的更正稿"),
    "discard_report": _l("删去报告草稿"),
    "replace_template": _l("更换文书模板"),
    "restore_template": _l("换回文书模板"),
    "found_congress": _l("登记本级人大"),
    "add_term": _l("登记一届"),
    "correct_term": _l("更正届次"),
    "end_term": _l("换届"),
    "add_session": _l("登记会议"),
    "correct_session": _l("更正会议日期"),
    "add_delegation": _l("登记代表团"),
    "rename_delegation": _l("更改代表团名称"),
    "file_infected": _l("附件查出病毒"),
    "file_damaged": _l("附件缺失或者被改动"),
    **line_labels.ACTS,
    **notice_labels.ACTS,
}
_CASES = {action.value: words for action, words in ACTIONS.items()}
_STATES = {
    machine: {state.value: words for state, words in table.items()}
    for machine, table in (
        ("suggestion", SUGGESTION_STATES),
        ("task", TASK_STATES),
        ("round", ROUND_STATES),
        ("commitment", COMMITMENT_STATES),
    )
}
SUBJECTS = {
    "congress": _l("人大"),
    "term": _l("届次"),
    "session": _l("会议"),
    "delegation": _l("代表团"),
    "account": _l("账号"),
    "membership": _l("身份"),
    "import": _l("导入的文件"),
    "list": _l("列表"),
    "view": _l("视图"),
    "calendar_feed": _l("日历订阅"),
    "person": _l("人员"),
    "name": _l("没有登记的登录名"),
    "calendar": _l("放假安排"),
    "rulebook": _l("规则"),
    "unit": _l("单位"),
    "hand_over": _l("交接清单"),
    "category": _l("类别"),
    "group": _l("并案"),
    "look_back": _l("回头看"),
    "key_item": _l("重点督办件"),
    "appraisal": _l("考核"),
    "report": _l("报告"),
    "weekly_sheet": _l("例会一页纸"),
    "template": _l("文书模板"),
    "line": _l("答复口径"),
    "suggestion": _l("建议"),
    "file": _l("附件"),
    **notice_labels.SUBJECTS,
}
_WAYS = {"slip": _l("打印"), "mail": _l("邮件"), "server": _l("服务器命令")}
_TYPED = frozenset({"q", "deputy", "name"})
_CONTACT = {"name": _l("姓名"), "phone": _l("电话"), "email": _l("邮箱"), "employer": _l("工作单位")}


def act_words(action: str) -> str:
    """What was done, by its code."""
    return str(_CASES.get(action) or OFFICE_ACTS.get(action) or _("其他操作"))


def act_choices() -> list[tuple[str, str]]:
    """Every kind of act, for a filter: those on cases first."""
    cases = [(action.value, str(ACTIONS[action])) for action in Action]
    return cases + [(code, str(words)) for code, words in OFFICE_ACTS.items()]


def state_words(machine: str, state: str | None) -> str:
    """A state of one of the three machines."""
    return str(_STATES.get(machine, {}).get(state or "", ""))


def subject_words(subject: str) -> str:
    """账号第7号: the thing of the office an act was about."""
    kind, _colon, which = subject.partition(":")
    words = str(SUBJECTS.get(kind, _("其他")))
    if which.isdecimal():
        return _("%(thing)s第%(n)s号", thing=words, n=which)
    return _("%(thing)s（%(mark)s）", thing=words, mark=which) if kind == "name" else words


def detail_words(event: Event) -> str:
    """What the history of a person or account adds to the act: which hat, which days, how a code went out."""
    return _("，").join(words for words in _details(event) if words)


def _details(event: Event) -> list[str]:
    action, facts = event.action, event.facts
    if action in ("give_hat", "end_hat"):
        known = {role.value: str(words) for role, words in ROLES.items() if isinstance(role, Role)}
        at_server = _("在服务器上执行") if facts.get("by") == "server" else ""
        why = next((str(words) for one, words in SEAT_ENDS.items() if one.value == facts.get("reason")), "")
        return [known.get(facts.get("role", ""), ""), why, _until(event), at_server]
    if action == "issue_code":
        return [str(_WAYS.get(facts.get("by", ""), ""))]
    if action == "correct_person":
        return [str(_CONTACT[name]) for name in facts.get("changed", ()) if name in _CONTACT]
    return []


def export_words(subject: str, facts: Mapping[str, Any]) -> str:
    """Which list left, in which form, by which conditions, and how many rows. What was searched for in words may be
    what a case says, so it is not repeated."""
    code = subject.partition(":")[2]
    name = next((str(kind.words) for one, kind in LISTS.items() if one.value == code), code)
    conditions = [one for one in facts.get("filter", "").split("&") if one]
    told = [one if one.partition("=")[0] not in _TYPED else one.partition("=")[0] for one in conditions]
    asked = _("条件：%(asked)s", asked=_("、").join(told)) if told else _("没有条件")
    rows = sum(number for number in facts.get("rows", {}).values() if isinstance(number, int))
    return _("，").join([name, str(facts.get("ending", "")), asked, _("%(n)s行", n=rows)])


def _until(event: Event) -> str:
    """Until when the hat holds; of one that ended at once, from when it holds no more."""
    last = event.facts.get("to")
    if not last:
        return ""
    if event.action == "end_hat" and date.fromisoformat(last) < day_of(event.at):
        return lapsed_words(date.fromisoformat(last))
    return _("到%(day)s", day=last)
