"""Words for outcomes put to the deputy: what is intended, what he made of it, what each leads to."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.models.reviews import Intended, Reception
from tracker.models.suggestions import FAR, Suggestion
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

INTENDED = {
    Intended.REFUSE: _l("不作为建议处理"),
    Intended.LETTER: _l("作为代表来信处理"),
    Intended.WITHDRAW: _l("建议撤回"),
}
LEADS_TO = {
    Intended.REFUSE: _l(
        "不立案、不编号。代表没有不同意见或者到期没有答复的，您可以作决定；有不同意见的，由另一位同志决定。"
    ),
    Intended.LETTER: _l("不编号，作为代表来信转送有关机关阅处，写明转到哪里。答复办法同上。"),
    Intended.WITHDRAW: _l("代表同意的即撤回；有附议代表的，还要他们都同意。代表不同意的，继续审查。"),
}
RECEPTIONS = {
    Reception.AGREED: _l("没有不同意见"),
    Reception.CONTESTED: _l("有不同意见"),
    Reception.SILENT: _l("到期没有答复，视为没有不同意见"),
    Reception.RECALLED: _l("已收回"),
}


def until_words(day: date) -> str:
    """4月8日前; 不设期限 where the rulebook sets none."""
    return _("不设期限") if day == FAR else _("%(day)s前", day=day_words(day))


def intended_words(suggestion: Suggestion) -> str:
    """What lies with the deputy or waits for a decision, in a sentence on what comes next."""
    kind = INTENDED[Intended(suggestion.intended or "")]
    if suggestion.reception is None:
        until = until_words(suggestion.intended_until or FAR)
        return _(
            "已把拟处理意见（%(kind)s）告知领衔代表，等他%(until)s答复；没有答复的视为没有不同意见。",
            kind=kind,
            until=until,
        )
    if suggestion.reception == Reception.CONTESTED:
        return _("领衔代表对拟处理意见（%(kind)s）有不同意见，等另一位同志决定。", kind=kind)
    return _("领衔代表对拟处理意见（%(kind)s）没有不同意见，等代表工作机构决定。", kind=kind)


def lies_with(row: Any) -> str:
    """In the queue: 等代表答复, 代表有不同意见 or 可以作决定; nothing where nothing is intended."""
    if row.intended is None:
        return ""
    if row.reception is None:
        return _("等代表%(until)s答复", until=until_words(row.intended_until))
    return _("代表有不同意见") if row.reception == Reception.CONTESTED else _("代表没有不同意见，可以作决定")
