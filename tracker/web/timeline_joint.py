"""The story of signing together in sentences: invitations by a day, names and papers taken back, a new lead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.domain.actions import Action
from tracker.queries.dossier import Told
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller, who
from tracker.web.words import day_words

A = Action
MOST_NAMES = 8


def _invite(teller: Teller, event: Told) -> Sentence:
    asked, until = event.facts.get("asked", ()), event.facts.get("answer_by")
    told = {"names": _names(teller, asked), "n": len(asked), "day": _day(until)}
    if len(asked) > MOST_NAMES:
        words = _("代表请%(names)s等%(n)s名代表在%(day)s以前答复附议。", **told)
        return event.name, words if until else _("代表请%(names)s等%(n)s名代表附议。", **told)
    words = _("代表请%(names)s在%(day)s以前答复附议。", **told)
    return event.name, words if until else _("代表请%(names)s附议。", **told)


def _agree(_teller: Teller, event: Told) -> Sentence:
    """Of a later version it says which, so that a second agreement is not the first one told twice."""
    no = event.facts.get("text", 1)
    return event.name, _("代表同意附议，附议的是第%(n)s稿。", n=no) if no > 1 else _("代表同意附议。")


def _ask_again(teller: Teller, event: Told) -> Sentence:
    told = {"names": _names(teller, event.facts.get("asked", ())), "day": _day(event.facts.get("answer_by"))}
    return event.name, _("代表再请%(names)s在%(day)s以前答复附议。", **told)


def _lapse(teller: Teller, event: Told) -> Sentence:
    silent = _names(teller, event.facts.get("silent", ()))
    return _("附议邀请"), _("到期：%(names)s没有答复，邀请失效，不算附议。", names=silent)


def _withdraw(_teller: Teller, event: Told) -> Sentence:
    if event.name:
        return event.name, _("代表撤回本建议。")
    return _("本建议"), _("经全体署名代表同意撤回，办理停止。")


def _refuse(_teller: Teller, event: Told) -> Sentence:
    if event.facts.get("would_lead"):
        return event.name, _("代表不同意撤回，愿意接替领衔，建议继续办理。")
    return event.name, _("代表不同意撤回，建议继续办理。")


def _offer(teller: Teller, event: Told) -> Sentence:
    return event.name, _("提议由%(who)s代表接替领衔。", who=teller.person(event.facts.get("lead")))


def _take(teller: Teller, event: Told) -> Sentence:
    former = event.facts.get("former")
    if not former:
        return event.name, _("代表接替领衔。")
    return event.name, _("代表接替%(who)s代表领衔，编号、答复和评价都不变。", who=teller.person(former))


def _lapse_lead(teller: Teller, event: Told) -> Sentence:
    who_ = teller.person(event.facts.get("lead"))
    return _("系统"), _("请%(who)s代表接替领衔的提议失效：他的代表资格已经终止。", who=who_)


def _lapse_withdrawal(teller: Teller, event: Told) -> Sentence:
    former = teller.person(event.facts.get("former"))
    if event.facts.get("has_left"):
        return _("系统"), _("%(who)s代表提出的撤回失效：他的任期已经结束。建议没有撤回，继续办理。", who=former)
    return _("系统"), _("%(who)s代表提出的撤回，在更换领衔代表时结束。建议没有撤回，继续办理。", who=former)


def _names(teller: Teller, person_ids: list[int]) -> str:
    return _("、").join(teller.person(one) for one in person_ids[:MOST_NAMES])


def _day(text: str | None) -> str:
    return day_words(date.fromisoformat(text)) if text else ""


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.INVITE: _invite,
    A.WITHDRAW: _withdraw,
    A.AGREE: _agree,
    A.ASK_AGAIN: _ask_again,
    A.LAPSE_INVITATION: _lapse,
    A.LEAVE: who(_l("代表退出附议。")),
    A.ASK_WITHDRAWAL: who(_l("代表想撤回本建议，征求各位附议代表的意见。")),
    A.CONSENT_WITHDRAWAL: who(_l("代表同意撤回。")),
    A.REFUSE_WITHDRAWAL: _refuse,
    A.RECALL_WITHDRAWAL: who(_l("代表不再征求撤回，建议继续办理。")),
    A.OFFER_LEAD: _offer,
    A.TAKE_LEAD: _take,
    A.DECLINE_LEAD: who(_l("代表没有接替领衔。")),
    A.RECALL_LEAD: who(_l("收回更换领衔代表的提议。")),
    A.LAPSE_LEAD: _lapse_lead,
    A.LAPSE_WITHDRAWAL: _lapse_withdrawal,
}
LOOKS: dict[str, tuple[str, str]] = {
    A.ASK_AGAIN: ("talk", "person-plus"),
    A.LAPSE_INVITATION: ("limit", "hourglass"),
    A.LEAVE: ("talk", "person-x"),
    A.ASK_WITHDRAWAL: ("talk", "arrow-counterclockwise"),
    A.CONSENT_WITHDRAWAL: ("talk", "person-check"),
    A.REFUSE_WITHDRAWAL: ("talk", "person-x"),
    A.RECALL_WITHDRAWAL: ("talk", "arrow-repeat"),
    A.OFFER_LEAD: ("talk", "person-badge"),
    A.TAKE_LEAD: ("paper", "person-badge"),
    A.DECLINE_LEAD: ("talk", "person-x"),
    A.RECALL_LEAD: ("talk", "arrow-counterclockwise"),
    A.LAPSE_LEAD: ("limit", "hourglass"),
    A.LAPSE_WITHDRAWAL: ("limit", "hourglass"),
}
