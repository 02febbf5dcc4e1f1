"""Words of what follows a dissatisfied rating and of looking back: acts, reasons, ways, findings."""

from __future__ import annotations

from tracker.domain.actions import Action
from tracker.domain.look_backs import Only, Reason
from tracker.domain.ratings import Level
from tracker.domain.whys import Why
from tracker.models.escalations import CameTo, Way
from tracker.models.look_backs import Finding
from tracker.web.spoken import lazy_gettext as _l

ACTIONS = {
    Action.ESCALATE: _l("提请会商"),
    Action.CLOSE_ESCALATION: _l("登记会商结果"),
    Action.LOOK_BACK: _l("列入回头看"),
    Action.FILL_LOOK_BACK: _l("填报回头看"),
    Action.CHECK_LOOK_BACK: _l("核查回头看"),
    Action.RATE_LOOK_BACK: _l("回头看重新评价"),
    Action.SHUT_LOOK_BACK: _l("结束回头看评价"),
    Action.CHANGE_LETTER: _l("更改答复类别"),
    Action.MOVE_LOOK_BACK: _l("改回头看的日子"),
    Action.DROP_LOOK_BACK: _l("移出回头看"),
}
WHYS = {
    Why.FIRST_ROUND: _l("第一次评价不满意的，先重新办理或者说明；再次办理以后仍不满意的，才提请会商。"),
    Why.NO_ESCALATION: _l("没有正在进行的会商。"),
    Why.NOT_LOOKED_BACK_ON: _l("这份答复没有列入正在进行的回头看。"),
    Why.FORM_IS_CHECKED: _l("这一项已经核查，不再改动。"),
    Why.CHECKS_OWN_FORM: _l("填报的人不能自己核查。"),
    Why.FORM_IS_AWAITED: _l("承办单位还没有填报；填报以后，或者填报期满以后再核查和评价。"),
    Why.LOOK_BACK_IS_CLOSED: _l("这次回头看已经结束。"),
    Why.LINE_IS_TAKEN_OFF: _l("这一项已经移出回头看，不再填报、核查和评价。"),
    Why.LOOK_BACK_RATING_SHUT: _l("回头看的评价已经结束。"),
}
WAYS = {
    Way.MEETING: _l("代表、承办单位当面会商"),
    Way.EXPERTS: _l("组织专家论证"),
    Way.CHAIR_MEETING: _l("提请主任会议研究"),
}
WAYS_SHORT = {Way.MEETING: _l("会商"), Way.EXPERTS: _l("专家论证"), Way.CHAIR_MEETING: _l("主任会议")}
CAME_TO = {
    CameTo.AGAIN: _l("按会商意见再办一轮"),
    CameTo.HIGHER: _l("再提请更高一级研究"),
    CameTo.CLOSED: _l("到此办结，评价照实保留"),
}
FINDINGS = {
    Finding.AS_SAID: _l("属实"),
    Finding.PARTLY: _l("部分属实"),
    Finding.NOT_SO: _l("不属实"),
}
REASONS = {
    Reason.PROMISE_OPEN: _l("承诺还没有到期"),
    Reason.PROMISE_PAST_DUE: _l("承诺过期没有做到"),
    Reason.PROMISE_KEPT: _l("承诺报告已经做到"),
    Reason.PROMISE_DENIED: _l("承诺报告已经做到，代表反映不实"),
    Reason.PROMISE_DISSATISFIED: _l("承诺报告已经做到，代表不满意"),
    Reason.LETTER: _l("答复类别在范围里"),
    Reason.KEY: _l("重点督办建议"),
}
ONLY = {
    Only.KEY: _l("重点督办建议"),
    Only.LATE: _l("第一次答复逾期的"),
    Only.UNRATED: _l("代表没有评价的"),
}
# What the lines of a look-back can be listed by; each figure of the report opens one of these.
SHOWN = {
    "all": _l("全部"),
    "waiting": _l("等您办的"),
    "in_time": _l("按时填报"),
    "late": _l("逾期填报"),
    "to_fill": _l("还没有填报"),
    "unfilled": _l("没有填报"),
    Finding.AS_SAID.value: _l("核查属实"),
    Finding.PARTLY.value: _l("核查部分属实"),
    Finding.NOT_SO.value: _l("核查不属实"),
    "to_check": _l("还没有核查"),
    "unchecked": _l("没有核查"),
    Level.SATISFIED.value: _l("评价满意"),
    Level.BASICALLY.value: _l("评价基本满意"),
    Level.DISSATISFIED.value: _l("评价不满意"),
    "silent": _l("没有反馈"),
    "to_begin": _l("评价还没有开始"),
    "to_rate": _l("评价还没有结束"),
    "to_settle": _l("评价期满，等系统结算"),
    "letter_changed": _l("改了类别"),
    "promise_kept": _l("承诺已做到"),
    "promise_denied": _l("承诺已报告做到，代表反映不实"),
    "promise_dissatisfied": _l("承诺已报告做到，代表不满意"),
    "promise_late": _l("承诺过期"),
    "promise_open": _l("承诺落实中"),
    "promise_other": _l("承诺不再兑现或者已替换"),
    "taken_off": _l("已移出"),
}
# What is wrong with what was typed.
PROBLEMS = {
    "in_the_future": _l("日子还没有到"),
    "before_it_was_taken_up": _l("不能早于提请的那一天"),
    "before_look_back": _l("回头看开始以前去看的，不算这一次的核查"),
    "ends_here": _l("登记以后收不回来。确实到此办结的，请勾选以后再登记一次；其余填写的都还在"),
    "same_way": _l("刚刚用过这种方式，请选另一种"),
    "days_out_of_order": _l("日子要依次往后：填报、核查、评价"),
    "too_many": _l("一次最多列入500项，请缩小范围，分几次列入"),
    "rated_elsewhere": _l(
        "这一页打开以后，您在另一处已经评过，见下面。这一次还没有提交：要以这一次为准，请再提交一次；要保留那一次，离开就可以"
    ),
    "words_and_passed": _l(
        "这里写了要改的意见，可是按的不是退回，所以什么都没有做。要退回的请按退回；意见不要了、照样通过的，先清空再按一次"
    ),
    "put_aside_elsewhere": _l(
        "这一页打开以后，您在另一处又存了一份，见下面。这一份还没有存：要以这一份为准，请再按一次“先存着，以后再评”；要接着写那一份，离开以后再打开"
    ),
    "nothing_chosen": _l("一项都没有选中"),
    "nothing_asked_for": _l("请选至少一种：承诺、答复类别，或者重点督办"),
    "no_such_year": _l("请填四位数的年份，例如2026"),
    "same_letter": _l("和现在的类别相同"),
    "no_such_letter": _l("本市规则没有这个类别"),
    "not_a_percent": _l("请填0到100的整数"),
    "left_out_without_words": _l("不列入的要写一句原因"),
    "day_is_over": _l("这一天已经过了，不能再改"),
    "look_back_too_far": _l("在三年以后，太远了，请核对年份"),
    "only_later": _l("已经告知承办单位，只能往后推"),
    "nothing_moved": _l("三个日子都没有改"),
    "line_has_begun": _l("已经填报、核查、评价或者改过类别，留在清单上，不能移出"),
    "unit_missed_its_day": _l("承办单位填报的日子已经过了，没有填报就照实记着，不能移出"),
    "name_taken": _l("已有同名的回头看"),
    "ratings_run": _l("还在评价期内，有代表没有评价；评价期过后再结束"),
    "look_back_is_closed": _l("这次回头看已经结束"),
    "list_has_changed": _l("清单有了变动，请重新查看后再选"),
}
