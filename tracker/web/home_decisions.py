"""Lines of home that are no line of one case: what waits for a second person's word, lists, meetings, look-backs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

_OF_LAW = _l("另一位工作人员提出的。看过改了什么、哪些期限会变，再批准或者退回。")
# page, verb, what waits, why
DECISIONS = {
    "calendars": ("calendars.index", _l("请批准"), _l("放假安排的修改%(n)s项"), _OF_LAW),
    "rulebooks": ("rulebooks.index", _l("请批准"), _l("办理规则的修改%(n)s项"), _OF_LAW),
    "hand_overs": (
        "hand_overs.index",
        _l("请确认"),
        _l("单位撤并的交接清单%(n)s份"),
        _l("代表工作机构列的。逐件核对，双方都确认以后移交才生效。"),
    ),
    "in_stead": (
        "hand_overs.index",
        _l("请代为确认"),
        _l("单位撤并的交接清单%(n)s份"),
        _l("移交单位已经没有能确认的人，由代表工作机构代为确认。"),
    ),
    "meetings": (
        "escalations.index",
        _l("请参加会商"),
        _l("再次不满意、已经定了日子的会商%(n)s次"),
        _l("日子和地点在里面；开过、登记结果以后就没有了。"),
    ),
    "look_backs": (
        "look_backs.index",
        _l("请办回头看"),
        _l("列入回头看、等您办的%(n)s项"),
        _l("对去年的答复和承诺，看办到哪一步。"),
    ),
    "to_close": (
        "look_backs.index",
        _l("请结束"),
        _l("评价已经到期的回头看%(n)s次"),
        _l("看过报告的数字，写明情况，结束以后就没有了。"),
    ),
    "promises_late": (
        "commitments.index",
        _l("请说明"),
        _l("过期没有做到的承诺%(n)s项"),
        _l("说明原因，尽快做到；做到以后再次答复代表。要改期的，另行申请。"),
    ),
    "promises_soon": (
        "commitments.index",
        _l("请落实"),
        _l("三十天内到期的承诺%(n)s项"),
        _l("记下进展和证明。做不到的，到期以前申请改期。"),
    ),
    "promises_disputed": (
        "commitments.index",
        _l("请回应"),
        _l("代表反映不实的承诺%(n)s项"),
        _l("代表说的和报告的不一样。写明单位的情况，代表工作机构再核实。"),
    ),
    "promise_changes": (
        "commitments.index",
        _l("请决定"),
        _l("承诺改期或者不再兑现的申请%(n)s项"),
        _l("批准以前承诺和日期都不变，署名代表看得到申请。"),
    ),
    "promise_disputes": (
        "commitments.index",
        _l("请核实"),
        _l("代表反映不实的承诺%(n)s项"),
        _l("核实以前不结束评价。属实的，单位的报告退回，承诺继续落实。"),
    ),
    "promises_entrusted": (
        "commitments.index",
        _l("请安排落实"),
        _l("别的单位答复里写明由本单位落实的承诺%(n)s项"),
        _l("还没有记过进展。安排好以后记一次进展，这里就没有了。"),
    ),
    "promises_dissatisfied": (
        "commitments.index",
        _l("请决定"),
        _l("报告做到、代表不满意的承诺%(n)s项"),
        _l("要求继续落实，或者向代表说明为什么维持单位的报告。"),
    ),
    "leads": (
        "seats.leaderless",
        _l("请安排接替"),
        _l("领衔代表已离任的建议%(n)s件"),
        _l("建议照常办理。需要有人说明、评价的，请附议代表接替领衔。"),
    ),
}
