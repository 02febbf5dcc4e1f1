"""Sentences of the story about links to earlier papers, handling groups and the round before assignment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.domain.actions import Action
from tracker.domain.parties import TaskRole
from tracker.models.joint import LinkKind
from tracker.models.procedures import Say
from tracker.queries.dossier import Told
from tracker.web.labels import LINKS, TASK_ROLES
from tracker.web.spoken import gettext as _
from tracker.web.teller import Sentence, Teller
from tracker.web.words import day_words, number_words

A = Action


def _pre_assign(teller: Teller, event: Told) -> Sentence:
    shares = [(teller.unit(one["unit"]), TASK_ROLES[TaskRole(one["role"])]) for one in event.facts.get("shares", ())]
    until = event.facts.get("until")
    told = {
        "shares": _("，").join(f"{unit}{role}" for unit, role in shares),
        "day": day_words(date.fromisoformat(until)) if until else "",
    }
    return event.name, _("发出预交办，拟由%(shares)s，请%(day)s以前说意见。", **told)


def _speak(teller: Teller, event: Told) -> Sentence:
    unit = teller.unit(event.facts.get("unit"))
    if event.facts.get("say") == Say.OURS:
        return unit, _("对预交办没有不同意见。")
    proposed = event.facts.get("proposed")
    if proposed is None:
        return unit, _("认为不属于本单位职责。")
    return unit, _("认为不属于本单位职责，提出由%(unit)s办理。", unit=teller.unit(proposed))


def _close_circulation(_teller: Teller, event: Told) -> Sentence:
    silent = event.facts.get("silent", 0)
    words = _("预交办结束，%(n)s个单位没有说意见。", n=silent) if silent else _("预交办结束，各单位都说了意见。")
    return event.name or _("系统"), words


def _join(_teller: Teller, event: Told) -> Sentence:
    told = {"name": event.facts.get("name", ""), "n": event.facts.get("n", 0)}
    return event.name, _("并入“%(name)s”，共%(n)s件一起办理；期限、承办任务和答复各归各件。", **told)


def _leave(_teller: Teller, event: Told) -> Sentence:
    name = event.facts.get("name", "")
    if event.facts.get("was_withdrawn"):
        return event.name or _("系统"), _("本件已撤回，移出“%(name)s”。", name=name)
    if event.facts.get("was_last"):
        return event.name or _("系统"), _("“%(name)s”只剩这一件，并案解散。", name=name)
    return event.name, _("移出“%(name)s”，单独办理；期限、承办任务和答复不变。", name=name)


def _link(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("关联%(other)s（%(kind)s）。", other=_other(event), kind=_kind(event))


def _unlink(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("去掉了与%(other)s的关联。", other=_other(event))


def _other(event: Told) -> str:
    number = event.facts.get("number")
    return number_words(number) if number else _("另一件建议")


def _kind(event: Told) -> str:
    return next((str(LINKS[kind]) for kind in LinkKind if kind.value == event.facts.get("kind")), "")


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.PRE_ASSIGN: _pre_assign,
    A.SPEAK: _speak,
    A.CLOSE_CIRCULATION: _close_circulation,
    A.JOIN_GROUP: _join,
    A.LEAVE_GROUP: _leave,
    A.LINK: _link,
    A.UNLINK: _unlink,
}
LOOKS: dict[str, tuple[str, str]] = {
    A.PRE_ASSIGN: ("work", "send"),
    A.SPEAK: ("work", "chat-left-text"),
    A.CLOSE_CIRCULATION: ("work", "check2"),
    A.JOIN_GROUP: ("work", "diagram-3"),
    A.LEAVE_GROUP: ("work", "signpost-split"),
    A.LINK: ("paper", "journal-check"),
    A.UNLINK: ("paper", "dash-circle"),
}
