"""The story of a review: who reviews, what was put to the deputy, what he said, what it came to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.domain.actions import Action
from tracker.models.reviews import Intended
from tracker.queries.dossier import Told
from tracker.web.outcome_words import INTENDED
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller, who
from tracker.web.words import day_words

A = Action


def intended_words(event: Told) -> str:
    """不作为建议处理, as the facts of the event have it."""
    kind = event.facts.get("kind")
    return next((str(INTENDED[one]) for one in Intended if one.value == kind), "")


def _take_over(teller: Teller, event: Told) -> Sentence:
    before = event.facts.get("before")
    if before is None:
        return event.name, _("接手审查。")
    return event.name, _("接手审查（原由%(before)s审查）。", before=teller.person(before))


def _return(_teller: Teller, event: Told) -> Sentence:
    marks = event.facts.get("marks", 0)
    if marks:
        return event.name, _("退回修改，标出%(n)s处，收件日期保留。", n=marks)
    return event.name, _("退回修改，收件日期保留。")


def _put(_teller: Teller, event: Told) -> Sentence:
    facts = {"kind": intended_words(event), "day": _until(event)}
    return event.name, _("把拟处理意见告知领衔代表：%(kind)s，请在%(day)s前答复。", **facts)


def _agree(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("代表对拟处理意见没有不同意见（%(kind)s）。", kind=intended_words(event))


def _contest(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("代表对拟处理意见提出不同意见（%(kind)s），改由另一位同志决定。", kind=intended_words(event))


def _lapse(_teller: Teller, event: Told) -> Sentence:
    facts = {"kind": intended_words(event), "day": _until(event)}
    return _("领衔代表"), _("到%(day)s没有答复拟处理意见（%(kind)s），视为没有不同意见。", **facts)


def _recall(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("收回拟处理意见（%(kind)s）。", kind=intended_words(event))


def _as_letter(_teller: Teller, event: Told) -> Sentence:
    words = _("决定作为代表来信处理，转送%(to)s，向代表作了说明。", to=event.facts.get("sent_to", ""))
    return event.name, words


def _until(event: Told) -> str:
    until = event.facts.get("until")
    return day_words(date.fromisoformat(until)) if until else ""


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.TAKE_OVER: _take_over,
    A.RETURN: _return,
    A.PUT_OUTCOME: _put,
    A.AGREE_OUTCOME: _agree,
    A.CONTEST_OUTCOME: _contest,
    A.LAPSE_OUTCOME: _lapse,
    A.RECALL_OUTCOME: _recall,
    A.AS_LETTER: _as_letter,
    A.SET_ASIDE: who(_l("没有重新提交，不再处理，理由告知署名代表。")),
    A.REFILE: who(_l("代表在本件基础上重新起草，另成一件。")),
}
LOOKS: dict[str, tuple[str, str]] = {
    A.TAKE_OVER: ("work", "eye"),
    A.PUT_OUTCOME: ("talk", "chat-left-text"),
    A.AGREE_OUTCOME: ("talk", "person-check"),
    A.CONTEST_OUTCOME: ("talk", "person-x"),
    A.LAPSE_OUTCOME: ("limit", "hourglass"),
    A.RECALL_OUTCOME: ("talk", "arrow-counterclockwise"),
    A.AS_LETTER: ("paper", "send"),
    A.SET_ASIDE: ("paper", "dash-circle"),
    A.REFILE: ("paper", "arrow-repeat"),
}
