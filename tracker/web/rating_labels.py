"""Words of ratings: acts, reasons, conditions, and what a deputy who is not satisfied asks for next."""

from __future__ import annotations

from tracker.domain.actions import Action
from tracker.domain.guards import Guard
from tracker.domain.quality import Aspect, Quality
from tracker.domain.ratings import Wish
from tracker.domain.whys import Why
from tracker.web.spoken import lazy_gettext as _l

ACTIONS = {
    Action.ENTER_RATING: _l("代录纸质评价"),
    Action.CONFIRM_RATING: _l("核对代录的评价"),
    Action.REJECT_RATING: _l("退回代录的评价"),
    Action.MAKE_RATING_LINKS: _l("发评价链接"),
    Action.REVOKE_RATING_LINKS: _l("收回评价链接"),
    Action.RATE_QUALITY: _l("评价建议质量"),
    Action.ENTER_COMMITMENT_RATING: _l("代录纸质落实评价"),
    Action.CONFIRM_COMMITMENT_RATING: _l("核对代录的落实评价"),
    Action.REJECT_COMMITMENT_RATING: _l("退回代录的落实评价"),
    Action.MAKE_COMMITMENT_LINKS: _l("发落实评价链接"),
    Action.REVOKE_COMMITMENT_LINKS: _l("收回落实评价链接"),
}
WHYS = {
    Why.QUALITY_NOT_ASKED: _l("本市没有采用承办单位评价建议质量的做法，或者这不是第一次答复。"),
    Why.ANOTHER_UNIT_REPLIED: _l("这次答复是原承办单位作出的，接办单位不评价建议质量。"),
    Why.SIGNED_THE_PAPER: _l("您是这件建议的署名代表，不能又替承办单位评价它。"),
    Why.SIGNER_AT_THE_DESK: _l("您是这件建议的署名代表，代录、核对纸质评价要请没有署名的同事。"),
    Why.NOT_ASKED_TO_RATE: _l("承诺还没有到期，单位也没有报告做到，还不到评价的时候。"),
    Why.EVERYBODY_HAS_RATED: _l("可以评价的代表都已评价。"),
    Why.NO_PAPER_RATING: _l("没有等待核对的纸质评价。"),
    Why.PAPER_RATING_WAITS: _l("还有代录的纸质评价等待核对。"),
    Why.ENTERED_BY_YOU: _l("这份纸质评价是您录入的，要由另一位工作人员对照扫描件核对。"),
}
GUARDS = {
    Guard.QUALITY_IS_ASKED: _l("本市采用这一做法，是第一次答复，在代表评价期内；本人没有在建议上署名"),
    Guard.WINDOW_IS_OPEN: _l("在评价期内"),
    Guard.RATING_IS_OVER: _l("全部代表已评价，或者评价期已过且有人评价、没有等待核对的纸质评价"),
    Guard.NOBODY_RATED_IN_TIME: _l("评价期已过，没有人评价，也没有等待核对的纸质评价"),
    Guard.SOMEBODY_HAS_TO_RATE: _l("还有代表没有评价；纸上的签名日期在评价期内；本人没有在建议上署名"),
    Guard.PAPER_RATING_AWAITS_ME: _l("有别人录入、等待核对的纸质评价；本人没有在建议上署名"),
    Guard.PAPER_RATING_IS_OPEN: _l("有等待核对的纸质评价；本人没有在建议上署名"),
    Guard.LINKS_MAY_GO_OUT: _l("在评价期内，还有代表没有评价"),
    Guard.IMPLEMENTATION_WINDOW_IS_OPEN: _l("在落实情况的评价期内"),
    Guard.IMPLEMENTATION_RATING_IS_OVER: _l("全部代表已评价落实情况，或者评价期已过且有人评价"),
    Guard.NOBODY_RATED_IMPLEMENTATION: _l("落实情况的评价期已过，没有人评价"),
    Guard.UNKEPT_WINDOW_IS_OVER: _l("全部代表已评价，或者评价期已过"),
}
QUALITIES = {
    Quality.GOOD: _l("好"),
    Quality.FAIR: _l("较好"),
    Quality.TO_IMPROVE: _l("有待改进"),
}
ASPECTS = {
    Aspect.PROBLEM: _l("问题找得准"),
    Aspect.ANALYSIS: _l("分析有依据"),
    Aspect.PROPOSAL: _l("建议可操作"),
}
# Said on the form and wherever it is shown: it is advice, and never held against a deputy.
ADVICE_ONLY = _l("不公开，不计入代表履职统计，只供改进。")
NO_REASON_ON_PAPER = _l("（纸上没有写理由）")
WISHES = {
    Wish.AGAIN: _l("重新办理"),
    Wish.MEETING: _l("当面沟通"),
    Wish.NOTHING: _l("不再要求"),
}
PROBLEMS = {
    "quality_elsewhere": _l("您打开这一页以后，本单位已经评过一次，请看上面写的。仍要以您现在这份为准，请再提交一次"),
    "own_rating": _l("自己的评价请自己在系统里评，不能代录"),
    "has_rated": _l("这位代表已经评过，以他自己的为准"),
    "does_not_rate": _l("只能选这次答复要评价、还没有评价的代表"),
    "paper_rating_waits": _l("这位代表的纸质评价已经录入，正在等核对"),
    "scan_missing": _l("请上传征询意见表的扫描件"),
    "signed_before_reply": _l("早于答复送达的日子，请核对"),
    "signed_before_asked": _l("早于请代表评价落实的日子，请核对"),
    "does_not_rate_promise": _l("只能选这项承诺要评价、还没有评价的代表"),
    "signed_after_window": _l("晚于评价期的最后一天，不能计入"),
    "no_own_email": _l("您没有登记邮箱，收不到验证码。请用登录名登录后评价，或者请代表工作机构代录"),
}
