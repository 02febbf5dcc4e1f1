"""A bill on the pages of writing: chosen at the start, other words on the form, what it needs to be handed in."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.parties import SignatureState
from tracker.domain.permissions import may
from tracker.models.organs import CongressSession
from tracker.models.suggestions import Suggestion
from tracker.queries.cosigning import Signer
from tracker.queries.law import rulebook_for
from tracker.queries.sittings import session_on
from tracker.web.access import actor, me
from tracker.web.bill_words import ARTICLE
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, instant_words

BILL = Kind.BILL.value


def kind_asked() -> Kind:
    """The kind of paper of a page before its first save: a bill where one was chosen, else a suggestion."""
    return Kind.BILL if request.values.get("kind") == BILL else Kind.SUGGESTION


def call_by_kind(form: Any) -> None:
    """Name the fields as a bill has them: 案由, 案据, 方案; on the form of a suggestion nothing changes."""
    if form.kind.data != BILL:
        return
    form.title.description = _("一件议案只说一件事。“关于”和“的议案”会自动加上。")
    form.problem.label.text = _("案由")
    form.problem.description = _("为什么要提：要大会审议决定的是什么事，现在是什么情况。")
    form.analysis.label.text = _("案据")
    form.analysis.description = _("依据：法律、法规、政策，调查的数据和事实。议案必须有案据。")
    form.analysis.flags.optional = False
    form.requests.label.text = _("方案")
    form.requests.description = _("一项一格，写可以由大会审议决定的办法；立法的议案附法规草案文本。")


def around(suggestion: Suggestion | None, kind: Kind) -> dict[str, Any]:
    """What the page of a draft says of its kind: the choice at the start, the way to change it later."""
    is_bill = kind is Kind.BILL
    found = {"is_bill": is_bill, "kinds": [], "turn": None, "bill_rule": _rule_words() if is_bill else ""}
    if suggestion is not None:
        opens = may(actor(), Action.TURN, suggestion, today=day_of(now()))
        return found | ({"turn": url_for("bills.turn", suggestion_id=suggestion.id)} if opens else {})
    if me().sitting.takes_bills or is_bill:
        found["kinds"] = [
            (_("写建议"), None, url_for("writing.new"), not is_bill),
            (_("写议案"), None, url_for("writing.new", kind=BILL), is_bill),
        ]
    return found


def _rule_words() -> str:
    needed = rulebook_for(day_of(now())).bill_signers
    sitting, _sits = session_on(now())
    told = {"n": needed, "article": ARTICLE, "until": until_words(sitting)}
    return _("议案要%(n)s人以上联名（含您）才能提出，%(until)s。依据：%(article)s。", **told)


def paper_rule_words() -> str:
    """The same of a bill that came on paper, at an hour that may lie before the end of taking them."""
    sitting, _sits = session_on(now())
    told = {"n": rulebook_for(day_of(now())).bill_signers, "article": ARTICLE, "until": _taken_until(sitting)}
    return _("议案要%(n)s人以上联名（含领衔代表）才能提出，%(until)s。依据：%(article)s。", **told)


def _taken_until(sitting: CongressSession | None) -> str:
    if sitting is None:
        return _("只在大会期间接收")
    if sitting.bills_until is None:
        return _("%(day)s闭幕以前交到", day=day_words(sitting.closes_on, year=True))
    return _("%(when)s以前交到", when=instant_words(sitting.bills_until))


def until_words(sitting: CongressSession | None) -> str:
    """Until when bills are taken: 2026年2月4日16:00以前提交."""
    if sitting is None or not sitting.takes_bills(now()):
        return _("现在不接收议案")
    if sitting.bills_until is None:
        return _("%(day)s闭幕以前提交", day=day_words(sitting.closes_on, year=True))
    return _("%(when)s以前提交", when=instant_words(sitting.bills_until))


def hindrances(suggestion: Suggestion, signers: list[Signer]) -> list[tuple[str, str]]:
    """What stands against handing in this bill now, in words with the way out; nothing for a suggestion."""
    if not suggestion.is_bill:
        return []
    found, needed = [], suggestion.bill_signers_needed
    turn = url_for("bills.turn", suggestion_id=suggestion.id)
    if len(suggestion.signers) < needed:
        ask = url_for("cosigning.invite", suggestion_id=suggestion.id)
        found.append((_few_words(suggestion, signers, needed), ask))
    sitting, _sits = session_on(now())
    if suggestion.submitted_on is None and (sitting is None or not sitting.takes_bills(now())):
        closed = _("%(until)s。文字保留为草稿，可以改为建议提交，建议随时接收。", until=_closed_words(sitting))
        found.append((closed, turn))
    return found


def _few_words(suggestion: Suggestion, signers: list[Signer], needed: int) -> str:
    waiting = _("、").join(one.name for one in signers if one.state in (SignatureState.ASKED, SignatureState.LAPSED))
    signed = len(suggestion.signers)
    told = {"needed": needed, "signed": signed, "short": needed - signed, "article": ARTICLE}
    words = _("联名要%(needed)s人，含您已有%(signed)s人，还差%(short)s人。%(article)s。", **told)
    return words + (_("还没有确认的：%(names)s。", names=waiting) if waiting else "")


def _closed_words(sitting: CongressSession | None) -> str:
    if sitting is not None and sitting.bills_until is not None:
        return _("主席团规定的议案截止时间是%(when)s，已经过了", when=instant_words(sitting.bills_until))
    return _("现在不在会议期间，不接收议案")


def next_steps(suggestion: Suggestion) -> list[tuple[str, str]]:
    """What follows once a bill is handed in."""
    return [
        (_("大会秘书处议案组登记、审查"), ""),
        (_("主席团决定：列入议程、交专门委员会审议、不作为议案，或者转为建议办理"), ""),
        (_("决定和理由告知您和全体联名代表"), ""),
    ]
