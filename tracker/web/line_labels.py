"""Words of approved lines (常用答复口径): how one stands, what became of a version, why one holds no more."""

from __future__ import annotations

from tracker.domain.lines import Outdated, Standing
from tracker.models.lines import LineDecision
from tracker.web.spoken import lazy_gettext as _l

STANDINGS = {
    Standing.IN_FORCE: _l("可以用"),
    Standing.EXPIRED: _l("已过期"),
    Standing.PROPOSED: _l("等签发人批准"),
    Standing.RETURNED: _l("签发人退回"),
    Standing.WITHDRAWN: _l("已撤回"),
}
# Every way to look at the list, in its order.
FILTERS = {
    "in_force": _l("可以用"),
    "soon": _l("一个月内到期"),
    "expired": _l("已过期"),
    "proposed": _l("等签发人批准"),
    "returned": _l("签发人退回"),
    "withdrawn": _l("已撤回"),
}
# What has not been approved is read by the own unit alone.
INSIDE = frozenset({"proposed", "returned"})
DECISIONS = {
    LineDecision.OPEN: _l("等签发人批准"),
    LineDecision.APPROVED: _l("已批准"),
    LineDecision.RETURNED: _l("签发人退回"),
    LineDecision.REPLACED: _l("没有批准，由后来的代替"),
}
OUTDATED = {
    Outdated.WRONG: _l("用了因为有误已撤回的口径“%(title)s”，请改掉。"),
    Outdated.WITHDRAWN: _l("用了已撤回的口径“%(title)s”，请核对。"),
    Outdated.NEWER: _l("用的口径“%(title)s”已经换成第%(n)s版，请核对。"),
    Outdated.EXPIRED: _l("用了已过期的口径“%(title)s”，请核对。"),
}
ACTS = {
    "propose_line": _l("提出答复口径"),
    "approve_line": _l("批准答复口径"),
    "return_line": _l("退回答复口径"),
    "pass_line_on": _l("答复口径转给承接单位"),
    "withdraw_line": _l("撤回答复口径"),
    "restore_line": _l("恢复答复口径"),
    "note_line": _l("知悉有误的答复口径"),
}
PROBLEMS = {
    "own_line": _l("自己提出的要由另一位签发人批准"),
    "line_decided": _l("这一版已经有人批准、退回，或者已经换成新的一版"),
    "line_withdrawn": _l("这条口径已经撤回，不能再改；还要用的，请签发人恢复，或者另提一条"),
    "line_day_over": _l("有效期已经过了，请填今天或者以后的日子"),
    "line_day_too_far": _l("最长两年，请填早一些的日子"),
    "line_too_long": _l("文字太长，请删短一些"),
    "word_too_short": _l("每个主题词至少两个字"),
    "line_not_in_force": _l("这条口径已经过期、撤回或者换了新的一版，没有放进去，请重新选"),
}
