"""Lines of home that are no line of one case: what waits for a second person's word, lists, meetings, look-backs.

Promises have lines of their own: `home_commitments`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

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
    "to_supervise": (
        "chasing.index",
        _l("请督办"),
        _l("逾期多日、到了发督办通知日子的%(n)s件次"),
        _l("打开看催过几次、单位怎么说，一件一件发督办通知；发出或者答复以后就没有了。"),
    ),
    "to_chair": (
        "chasing.index",
        _l("请列入主任会议名单"),
        _l("督办以后仍没有答复、到了报告主任会议日子的%(n)s件次"),
        _l("打开看催过几次、单位怎么说，在案卷里列入名单；列入或者答复以后就没有了。"),
    ),
    "supervised": (
        "pressed.index",
        _l("请过问"),
        _l("收到督办通知、还没有回应的%(n)s件次"),
        _l("读督办的要求，在案卷里回应办到哪一步；回应或者答复以后就没有了。"),
    ),
    "on_chair_list": (
        "pressed.index",
        _l("请准备说明"),
        _l("列入报告主任会议名单、还没有回应的%(n)s件次"),
        _l("会前在案卷里回应办到哪一步、哪天答复；回应或者答复以后就没有了。"),
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
    "key_to_decide": (
        "key_decisions.decide",
        _l("请登记主任会议决定"),
        _l("重点督办、领办的提请%(n)s项"),
        _l("会议讨论以后一起登记；清单可以先打印。"),
    ),
    "key_to_plan": (
        "key_items.index",
        _l("请写督办方案"),
        _l("已经决定、还没有方案的督办件%(n)s项"),
        _l("写明督办什么、怎么督办、哪一天做什么。"),
    ),
    "key_to_draft": (
        "key_items.index",
        _l("请起草报告"),
        _l("主任会议等本单位报告、还没有人起草的督办件%(n)s项"),
        _l("写明办到哪一步、还有什么困难。存了草稿，就只等主要负责人提交。"),
    ),
    "key_to_report": (
        "key_items.index",
        _l("请报告"),
        _l("主任会议等本单位报告的督办件%(n)s项"),
        _l("由单位主要负责人提交，经办的人可以先写草稿。"),
    ),
    "key_to_answer": (
        "key_items.index",
        _l("请回复督办要求"),
        _l("视察、座谈等督办活动里有要求等回复的督办件%(n)s项"),
        _l("写明做了什么、还差什么、什么时候做完。"),
    ),
    "key_to_conclude": (
        "key_items.index",
        _l("请总结"),
        _l("各单位已经报告或者报告期限已过的督办件%(n)s项"),
        _l("回头看各件建议解决了什么，决定下一年是不是继续。"),
    ),
    "summaries": (
        "reports.index",
        _l("请报送"),
        _l("本单位的年度总结%(n)s份"),
        _l("已经按数字起草。写好文字，由签发人报送以后就没有了。"),
    ),
    "lines_proposed": (
        "lines.index",
        _l("请批准"),
        _l("本单位的答复口径%(n)s条"),
        _l("经办人或者审核人提出的。看过文字和依据，再批准或者退回；批准以后才能用。"),
    ),
    "lines_wrong": (
        "lines.index",
        _l("请知悉"),
        _l("因为有误撤回的答复口径%(n)s条"),
        _l("打开看哪些已经送达的答复用过它，要不要向代表说明；按“已知悉”以后就没有了。"),
    ),
    "appraisals": (
        "appraisals.index",
        _l("请批准"),
        _l("考核方案%(n)s项"),
        _l("另一位工作人员提请的。看过指标和预览，再批准或者退回；批准以后各单位按它计分。"),
    ),
    "contests": (
        "appraisals.index",
        _l("请决定"),
        _l("承办单位的考核异议%(n)s条"),
        _l("看过得分和依据的件，认定成立或者不成立；都决定了，考核才能定案。"),
    ),
    "leads": (
        "seats.leaderless",
        _l("请安排接替"),
        _l("领衔代表已离任的建议%(n)s件"),
        _l("建议照常办理。需要有人说明、评价的，请附议代表接替领衔。"),
    ),
}


def decision_lines(counts: Mapping[str, int]) -> list[tuple[str, str, str, str, str]]:
    """What waits and is no case, as lines: changes of the law, hand-over lists, leads."""
    return [
        (str(verb), url_for(page, **_NARROWED.get(kind, {})), str(what) % {"n": counts[kind]}, "", str(why))
        for kind, (page, verb, what, why) in DECISIONS.items()
        if counts.get(kind)
    ]


def decisions_title(counts: Mapping[str, int]) -> str:
    """What these have in common; nothing is called a decision where none is asked for."""
    kinds = {kind for kind in DECISIONS if counts.get(kind)}
    for some, words in _TITLES:
        if kinds <= some:
            return str(words)
    return _("其他要办的事项")


# A list that holds more than what waits opens narrowed to it.
_NARROWED: dict[str, dict[str, Any]] = {
    "lines_proposed": {"standing": "proposed"},
    "to_supervise": {"which": "late"},
    "to_chair": {"which": "late"},
    "supervised": {"what": "supervised", "of": "all"},
    "on_chair_list": {"what": "chair", "of": "all"},
} | {f"key_{code}": {"show": code} for code in ("to_plan", "to_draft", "to_report", "to_answer", "to_conclude")}
_TITLES = (
    ({"calendars", "rulebooks"}, _l("请您批准")),
    ({"hand_overs", "in_stead"}, _l("请您确认")),
    ({"look_backs", "to_close"}, _l("回头看")),
    ({"meetings"}, _l("会商")),
    ({"to_supervise", "to_chair", "supervised", "on_chair_list"}, _l("督办")),
    (frozenset(kind for kind in DECISIONS if kind.startswith("key_")), _l("重点督办、领办")),
    ({"summaries"}, _l("年度总结")),
    ({"lines_proposed", "lines_wrong"}, _l("答复口径")),
    ({"appraisals", "contests"}, _l("绩效考核")),
    ({"leads"}, _l("领衔代表离任")),
)
