"""What the story says of chasing a unit (催办), and of what it says to that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.ladder import Form
from tracker.queries.dossier import Told
from tracker.web.chase_labels import FORMS
from tracker.web.lateness_words import REASONS
from tracker.web.spoken import gettext as _
from tracker.web.teller import Sentence, Teller
from tracker.web.words import day_words

A = Action


def _paper(event: Told) -> str:
    """《催办单〔2026〕3号》 where it was one."""
    form = next((str(FORMS[one]) for one in Form if one.value == event.facts.get("form")), "")
    serial, series = event.facts.get("serial"), str(event.facts.get("series", ""))
    return f"{form}〔{series.rpartition('-')[2]}〕{_('%(n)s号', n=serial)}" if serial else ""


def _chase(teller: Teller, event: Told) -> Sentence:
    facts: dict[str, Any] = {"unit": teller.unit_of(event), "n": event.facts.get("count", 1), "paper": _paper(event)}
    who = event.name or _("系统")
    if facts["paper"]:
        return who, _("催%(unit)s答复（第%(n)s次），发%(paper)s。", **facts) + _until(event)
    return who, _("催%(unit)s答复（第%(n)s次）。", **facts) + _until(event)


def _issue(teller: Teller, event: Told) -> Sentence:
    due = _day(event.facts.get("due_on"))
    facts = {"unit": teller.unit_of(event), "n": event.facts.get("count", 1), "paper": _paper(event), "day": due}
    return _("系统"), _("向%(unit)s发%(paper)s（第%(n)s次催办）：期限%(day)s已过。", **facts)


def _supervise(teller: Teller, event: Told) -> Sentence:
    facts = {"unit": teller.unit_of(event), "paper": _paper(event), "days": event.facts.get("days_late", 0)}
    return event.name or _("系统"), _("向%(unit)s发%(paper)s，已逾期%(days)s天。", **facts) + _until(event)


def _put_to_chair(teller: Teller, event: Told) -> Sentence:
    facts = {"unit": teller.unit_of(event), "days": event.facts.get("days_late", 0)}
    return event.name or _("系统"), _("把%(unit)s列入报告主任会议的名单，已逾期%(days)s天。", **facts)


def _state_lateness(teller: Teller, event: Told) -> Sentence:
    reason = next((words for one, words in REASONS.items() if one.value == event.facts.get("reason")), "")
    facts = {"unit": teller.unit_of(event), "days": event.facts.get("late_days", 0), "what": reason}
    return event.name, _("记%(unit)s逾期%(days)s天的原因：%(what)s。", **facts)


def _chase_promise(_teller: Teller, event: Told) -> Sentence:
    facts: dict[str, Any] = {"no": event.facts.get("no", ""), "n": event.facts.get("count", 1), "paper": _paper(event)}
    facts["due"] = _day(event.facts.get("due_on"))
    if facts["paper"]:
        words = _("催办第%(no)s项承诺（应于%(due)s做到，第%(n)s次催），发%(paper)s。", **facts)
    else:
        words = _("催办第%(no)s项承诺（应于%(due)s做到，第%(n)s次催）。", **facts)
    return event.name or _("系统"), words + _until(event)


def _answer(teller: Teller, event: Told) -> Sentence:
    return teller.unit_of(event), _("回应催办。")


def _until(event: Told) -> str:
    day = _day(event.facts.get("answer_by"))
    return _("请在%(day)s前回应。", day=day) if day else ""


def _day(text: str | None) -> str:
    return day_words(date.fromisoformat(text), year=True) if text else ""


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.CHASE: _chase,
    A.ANSWER_CHASE: _answer,
    A.ISSUE_CHASE: _issue,
    A.SUPERVISE: _supervise,
    A.PUT_TO_CHAIR: _put_to_chair,
    A.STATE_LATENESS: _state_lateness,
    A.CHASE_PROMISE: _chase_promise,
}
LOOKS: dict[str, tuple[str, str]] = {
    A.CHASE: ("limit", "bell"),
    A.ANSWER_CHASE: ("limit", "chat-left-text"),
    A.ISSUE_CHASE: ("limit", "bell"),
    A.SUPERVISE: ("limit", "bell"),
    A.PUT_TO_CHAIR: ("limit", "people"),
    A.STATE_LATENESS: ("limit", "hourglass-split"),
    A.CHASE_PROMISE: ("limit", "bell"),
}
