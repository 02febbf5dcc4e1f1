"""Words about bills: the four decisions, what each leads to, how many sign, where one stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.clock import now
from tracker.domain.judging_joint import valid_signers
from tracker.domain.rulebook import Rulebook
from tracker.domain.states import SuggestionState
from tracker.models.reviews import Outcome
from tracker.models.suggestions import Suggestion
from tracker.services.bills import Decision, day_problem
from tracker.web.labels import SUGGESTION_STATES
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import number_words

# The rule that asks for ten: county level and up.
ARTICLE = _l(
    "《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》：县级以上的地方各级人民代表大会代表十人以上联名，可以提出议案"
)
# What a bill must have.
PARTS_ARTICLE = _l("《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》（议案要有案由、案据和方案）")
OUTCOMES = {
    Outcome.ON_AGENDA: _l("列入会议议程"),
    Outcome.TO_COMMITTEE: _l("交专门委员会审议"),
    Outcome.NO_BILL: _l("不作为议案"),
    Outcome.CONVERTED: _l("转为建议办理"),
}
LEADS_TO = {
    Outcome.ON_AGENDA: _l("编议案号，在本次会议上审议；审议结束登记结果，议案就办结。"),
    Outcome.TO_COMMITTEE: _l("编议案号，由委员会会后审议，提出审议结果报告。"),
    Outcome.NO_BILL: _l("不编号，到此为止。理由告知领衔代表和全体联名代表。"),
    Outcome.CONVERTED: _l("编议案号后保留备查，另立一件建议，署名代表不变，按建议审查、编号、交办。"),
}


def lacks(decision: Decision, outcome: str | None, bill: Suggestion) -> dict[str, str]:
    """What a decision still lacks, or a day nobody can have decided on, by field: before anything is shown to check."""
    problems = {
        "decided_on": day_problem(bill, decision.decided_on, now=now()),
        "document_no": "" if decision.document_no.strip() else "missing",
        "words": "missing" if outcome == Outcome.NO_BILL and not decision.words.strip() else "",
    }
    return {name: code for name, code in problems.items() if code}


def numbered(number: str) -> str:
    """What is said once a decision gave the bill its number."""
    return _("主席团的决定已登记，编为%(number)s，全体联名代表看得到。", number=number_words(number))


def stands(row: Any) -> str:
    """Where a bill of the queue stands."""
    if row.awaits_check:
        return _("等代表团初审")
    decided = row.state in IN_DELIBERATION
    return str(SUGGESTION_STATES[row.state]) if decided else _("等主席团决定")


def too_few(suggestion: Suggestion, book: Rulebook, today: date) -> str:
    """不足十人联名: what is said where a bill has fewer signers than the rule asks; empty where it has enough."""
    signed = valid_signers(suggestion, today)
    if signed >= book.bill_signers:
        return ""
    told = {"needed": book.bill_signers, "signed": signed, "article": ARTICLE}
    return _("不足%(needed)s人联名：含领衔代表现有有效联名%(signed)s人。%(article)s。", **told)


def making_up() -> str:
    """What its lead can still do about it: nothing of what is written is lost."""
    return _(
        "现在不能列入议程。要补足的，请工作人员退回，由领衔代表另请代表联名以后重新提交；"
        "不补的，主席团可以决定转为建议办理。正文和已有的联名都保留。"
    )


def signed(suggestion: Suggestion, book: Rulebook, today: date) -> str:
    """有效联名10人: how many sign it now, how many are needed, and what can be decided when they are too few."""
    told = {"needed": book.bill_signers, "signed": valid_signers(suggestion, today)}
    words = _("有效联名%(signed)s人（含领衔代表），法定要%(needed)s人以上。", **told)
    if not too_few(suggestion, book, today):
        return words
    return words + _(
        "人数不足，不能列入议程，也不能交专门委员会；可以登记不作为议案、转为建议办理，或者退回请代表补足联名。"
    )


def converting(suggestion: Suggestion) -> list[str]:
    """Exactly what a conversion does."""
    told = {"n": len(suggestion.signers), "m": len(suggestion.text.requests) if suggestion.text else 0}
    return [
        _("议案编号后保留备查，状态是“转为建议办理”，以后不再改动。"),
        _("另立一件建议：标题、案由、案据照原文，方案的%(m)s项作为具体建议，逐项编号。", **told),
        _("原来的%(n)s名署名代表都是新建议的署名代表，不用重新附议，将来都收到答复、都可以评价。", **told),
        _("提出日期、届次、代表团、公开意见和保密要求照议案；审查期限从今天起算。"),
        _("两件互相链接。新建议接着审查立案，编建议的号，再交办；不会自动交给任何单位。"),
    ]


def refusing(suggestion: Suggestion) -> list[str]:
    """What becomes of a bill that is not taken as one."""
    return [
        _("这一件到此为止：不编号、不交办，以后不能恢复。"),
        _("您写的理由会告知领衔代表和%(n)s名联名代表。", n=len(suggestion.signers) - 1),
        _("内容适合作建议办理的，请选“转为建议办理”；要代表补充的，请退回修改。"),
    ]


def turning(suggestion: Suggestion, book: Rulebook) -> list[str]:
    """What becomes of a draft that changes its kind."""
    agreed = len(suggestion.signers) - 1
    lines = (
        [_("案由、案据、方案的文字原样保留，成为建议的问题、分析和请求。"), _("建议一个人就可以提，随时可以提交。")]
        if suggestion.is_bill
        else [
            _("已经写的文字原样保留，成为案由、案据和方案；三样都要写好。"),
            _("议案要%(n)s人以上联名（含您）：%(article)s。", n=book.bill_signers, article=ARTICLE),
            _("要在主席团规定的截止时间以前提交；主席团可能决定转为建议办理。"),
        ]
    )
    return [*lines, *([_("已经附议的%(n)s名代表要重新确认，才算署名。", n=agreed)] if agreed else [])]


IN_DELIBERATION = frozenset({SuggestionState.ON_AGENDA, SuggestionState.WITH_COMMITTEE})
