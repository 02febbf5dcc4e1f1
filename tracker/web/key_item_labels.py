"""Words for the codes of key items (重点督办、领办、领衔督办): kinds, stages, criteria, occasions, acts, problems."""

from __future__ import annotations

from tracker.domain.key_items import KeyAct, KeyKind, KeyStage, Occasion
from tracker.web.spoken import lazy_gettext as _l

KINDS = {
    KeyKind.SUPERVISED: _l("重点督办"),
    KeyKind.WATCHED: _l("领衔督办"),
    KeyKind.LED: _l("领办"),
}
KIND_HINTS = {
    KeyKind.SUPERVISED: _l("由专门委员会督办承办单位办理"),
    KeyKind.WATCHED: _l("由常委会领导领衔，专门委员会一起督办"),
    KeyKind.LED: _l("由市领导负责办理，督查室跟着办"),
}
STAGES = {
    KeyStage.PROPOSED: _l("等主任会议决定"),
    KeyStage.RUNNING: _l("督办中"),
    KeyStage.REPORTED: _l("承办单位已报告"),
    KeyStage.CONCLUDED: _l("已结束"),
    KeyStage.REFUSED: _l("没有列入"),
    KeyStage.TAKEN_BACK: _l("已撤回"),
}
OCCASIONS = {
    Occasion.INSPECTION: _l("视察"),
    Occasion.INVESTIGATION: _l("调研"),
    Occasion.HEARING: _l("听取汇报"),
    Occasion.SYMPOSIUM: _l("座谈"),
    Occasion.TV_INQUIRY: _l("电视问政"),
    Occasion.ON_SITE: _l("现场会"),
}
# What the list may show, beside the stages; what waits for the reader first.
SHOWN = {
    "to_decide": _l("等主任会议决定的"),
    "to_plan": _l("还没有督办方案"),
    "to_draft": _l("本单位的报告还没有起草"),
    "to_report": _l("等本单位报告"),
    "to_answer": _l("有要求等本单位回复"),
    "to_conclude": _l("可以总结了"),
}
ACTS = {
    KeyAct.CHANGE: _l("修改提请"),
    KeyAct.TAKE_BACK: _l("撤回提请"),
    KeyAct.DECIDE: _l("登记主任会议决定"),
    KeyAct.PLAN: _l("写督办方案"),
    KeyAct.HOLD: _l("登记督办活动"),
    KeyAct.DRAFT_REPORT: _l("写办理情况报告"),
    KeyAct.CONCLUDE: _l("总结、结束本年度"),
    KeyAct.BIND: _l("增加建议"),
}
# What the record says was done.
RECORDED = {
    KeyAct.PROPOSE.value: _l("提请重点督办或领办"),
    KeyAct.CHANGE.value: _l("修改重点督办的提请"),
    KeyAct.TAKE_BACK.value: _l("撤回重点督办的提请"),
    KeyAct.DECIDE.value: _l("登记列入重点督办或领办的决定"),
    KeyAct.REFUSE.value: _l("登记没有列入的决定"),
    KeyAct.BIND.value: _l("向督办件增加建议"),
    KeyAct.RELEASE.value: _l("从督办件移出建议"),
    KeyAct.PLAN.value: _l("保存督办方案"),
    KeyAct.HOLD.value: _l("登记督办活动"),
    KeyAct.ANSWER.value: _l("回复督办要求"),
    KeyAct.REPORT.value: _l("提交办理情况报告"),
    KeyAct.CONCLUDE.value: _l("总结、结束本年度督办"),
}
PROBLEMS = {
    "key_stage_is_past": _l("这一件已经往前走了一步，现在不能这样做；填写的都还在，请打开这一件看现在的情况"),
    "key_already": _l("有的建议已经在另一个督办件里，请先在那里移出，或者从这里去掉"),
    "not_on_record": _l("有的建议没有找到、还没有立案，或者您看不到，请核对编号"),
    "not_yours_to_propose": _l("这一种由别的机构提请"),
    "key_criterion_required": _l("标明“必须符合”的条件都要符合，才能提请"),
    "key_year_too_far": _l("只能填前后三年以内的年份"),
    "continued_stays_its_kind": _l("接续上一年的，种类不变；要改种类，请撤回后另提"),
    "in_it_already": _l("有的建议已经在这个督办件里"),
    "last_paper_stays": _l("只剩这一件，不能移出；不再督办的，请总结、结束本年度"),
    "say_why_refused": _l("没有列入的，请写一句原因"),
    "choose_a_committee": _l("请选督办的专门委员会"),
    "name_the_leader": _l("请写领办或者领衔督办的领导"),
    "plan_due_on_missing": _l("请填督办方案的期限"),
    "report_due_on_missing": _l("请填报告的期限"),
    "before_the_meeting": _l("不能早于主任会议决定的那一天"),
    "before_it_was_proposed": _l("这一件提请的日子在会议以后，请核对会议日期"),
    "report_before_plan": _l("报告的期限不能早于方案的期限"),
    "step_is_half": _l("每一步都要写明日子和做什么，不要的整行清空"),
    "demand_is_half": _l("每一项要求都要选单位、写明内容和回复的日子，不要的整行清空"),
    "unit_is_not_in_it": _l("只能对承办这些建议的单位提要求"),
    "answered_already": _l("这一项要求已经回复过了"),
    "principal_reports": _l("报告由单位主要负责人提交。您填写的可以先存草稿，请主要负责人提交"),
    "say_why_without_report": _l("还有承办单位没有报告，请写明原因"),
}
