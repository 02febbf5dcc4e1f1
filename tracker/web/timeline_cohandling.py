"""The story of co-handling in sentences: what was asked, taken, sent back, disputed, decided, confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.domain.actions import Action
from tracker.models.contacts import Manner
from tracker.queries.dossier import Told
from tracker.web.labels import MANNERS
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller, who
from tracker.web.words import day_words

A = Action


def _ask(teller: Teller, event: Told) -> Sentence:
    return event.name, _("向%(unit)s提出会办要求。", unit=teller.unit_of(event))


def _accept(teller: Teller, event: Told) -> Sentence:
    return event.name, _("采用%(unit)s的会办意见。", unit=teller.unit_of(event))


def _send_back(teller: Teller, event: Told) -> Sentence:
    return event.name, _("退回%(unit)s的会办意见，请重新提交。", unit=teller.unit_of(event))


def _raise(teller: Teller, event: Told) -> Sentence:
    return event.name, _("提出与%(unit)s会办的分歧，请协调决定。", unit=teller.unit_of(event))


def _decide(teller: Teller, event: Told) -> Sentence:
    return event.name, _("对与%(unit)s会办的分歧作出决定，两个单位照此办理。", unit=teller.unit_of(event))


def _drop(teller: Teller, event: Told) -> Sentence:
    return event.name, _("与%(unit)s会办的分歧不再决定，双方意见留存。", unit=teller.unit_of(event))


def _confirm(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("代表确认%(talk)s的记录。", talk=_talk(event))


def _correct(_teller: Teller, event: Told) -> Sentence:
    if event.facts.get("denied"):
        return event.name, _("代表说没有%(talk)s，这一条不作数。", talk=_talk(event))
    return event.name, _("代表更正%(talk)s的记录。", talk=_talk(event))


def _talk(event: Told) -> str:
    held = event.facts.get("on")
    manner = next((str(MANNERS[one]) for one in Manner if one.value == event.facts.get("manner")), "")
    day = day_words(date.fromisoformat(held)) if held else ""
    return _("%(day)s沟通（%(manner)s）", day=day, manner=manner) if manner else _("一次沟通")


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.CONFIRM_CONTACT: _confirm,
    A.CORRECT_CONTACT: _correct,
    A.ASK_CO: _ask,
    A.ACCEPT_OPINION: _accept,
    A.SEND_BACK_OPINION: _send_back,
    A.RAISE_DISAGREEMENT: _raise,
    A.ANSWER_DISAGREEMENT: who(_l("写了分歧的另一方意见。")),
    A.DECIDE_DISAGREEMENT: _decide,
    A.DROP_DISAGREEMENT: _drop,
}
LOOKS: dict[str, tuple[str, str]] = {
    A.CONFIRM_CONTACT: ("talk", "check2"),
    A.CORRECT_CONTACT: ("talk", "pencil"),
    A.ASK_CO: ("work", "send"),
    A.ACCEPT_OPINION: ("work", "check2"),
    A.SEND_BACK_OPINION: ("work", "arrow-counterclockwise"),
    A.RAISE_DISAGREEMENT: ("work", "signpost-split"),
    A.ANSWER_DISAGREEMENT: ("work", "chat-left-text"),
    A.DECIDE_DISAGREEMENT: ("work", "clipboard-check"),
    A.DROP_DISAGREEMENT: ("work", "check2"),
}
