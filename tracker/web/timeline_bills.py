"""Sentences of the story about bills: the delegation's check, the Presidium's decision, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.roles import Role
from tracker.queries.dossier import Told
from tracker.web.spoken import gettext as _
from tracker.web.teller import Sentence, Teller
from tracker.web.words import day_words, number_words

A = Action


def _check(_teller: Teller, event: Told) -> Sentence:
    if event.role is Role.DESK:
        return event.name, _("代代表团初审通过。")
    return event.name, _("代表团初审通过，转交审查。")


def _turn(_teller: Teller, event: Told) -> Sentence:
    lapsed = event.facts.get("lapsed", 0)
    to_bill = event.facts.get("kind") == Kind.BILL
    told = _("把这一件由建议改为议案。") if to_bill else _("把这一件由议案改为建议。")
    return event.name, told + (_("原来%(n)s名代表的附议失效，要重新确认。", n=lapsed) if lapsed else "")


def _decided(event: Told) -> dict[str, str]:
    day, number = event.facts.get("decided_on"), event.facts.get("number")
    return {
        "day": day_words(date.fromisoformat(day), year=True) if day else "",
        "paper": event.facts.get("document_no", ""),
        "number": number_words(number) if number else "",
        "committee": event.facts.get("committee", ""),
    }


def _agenda(_teller: Teller, event: Told) -> Sentence:
    return _("主席团"), _("%(day)s决定列入会议议程（%(paper)s），编为%(number)s。", **_decided(event))


def _refer(_teller: Teller, event: Told) -> Sentence:
    words = _("%(day)s决定交%(committee)s审议（%(paper)s），编为%(number)s。", **_decided(event))
    return _("主席团"), words


def _refuse(_teller: Teller, event: Told) -> Sentence:
    return _("主席团"), _("%(day)s决定不作为议案（%(paper)s），理由告知全体联名代表。", **_decided(event))


def _convert(_teller: Teller, event: Told) -> Sentence:
    words = _("%(day)s决定转为建议办理（%(paper)s）；本议案编为%(number)s，保留备查，另立一件建议。", **_decided(event))
    return _("主席团"), words


def _born(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("按主席团的决定，由%(bill)s转为本建议，文字和署名代表照原样。", bill=_of(event))


def _of(event: Told) -> str:
    number = event.facts.get("of")
    return number_words(number) if number else _("一件议案")


def _conclude(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("登记审议结果（%(paper)s，%(day)s）。", **_decided(event))


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.CHECK: _check,
    A.TURN: _turn,
    A.PUT_ON_AGENDA: _agenda,
    A.REFER: _refer,
    A.REFUSE_BILL: _refuse,
    A.CONVERT: _convert,
    A.BORN_OF_BILL: _born,
    A.CONCLUDE: _conclude,
}
LOOKS: dict[str, tuple[str, str]] = {
    A.CHECK: ("paper", "check2"),
    A.TURN: ("paper", "arrow-repeat"),
    A.PUT_ON_AGENDA: ("paper", "journal-check"),
    A.REFER: ("paper", "send"),
    A.REFUSE_BILL: ("paper", "dash-circle"),
    A.CONVERT: ("paper", "signpost-split"),
    A.BORN_OF_BILL: ("paper", "journal-check"),
    A.CONCLUDE: ("paper", "check2"),
}
