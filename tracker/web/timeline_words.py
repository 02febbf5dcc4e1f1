"""One sentence for each act of the life cycle: who, and what they did, from the facts kept with the event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.parties import TaskRole
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind
from tracker.models.contacts import Manner
from tracker.queries.dossier import MOVE_DUE_DATE, Told
from tracker.web import (
    timeline_bills,
    timeline_chases,
    timeline_clearance,
    timeline_cohandling,
    timeline_commitments,
    timeline_entries,
    timeline_escalations,
    timeline_files,
    timeline_joint,
    timeline_key_items,
    timeline_look_backs,
    timeline_merging,
    timeline_objections,
    timeline_ratings,
    timeline_reorganised,
    timeline_reviews,
)
from tracker.web.labels import CLOCKS, LEVELS, MANNERS, TASK_ROLES
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller, of_unit, what, who
from tracker.web.words import day_words, number_words

A = Action


def _submit(_teller: Teller, event: Told) -> Sentence:
    others = event.facts.get("signers", 1) - 1
    if event.facts.get("kind") == Kind.BILL:
        return event.name, _("代表提出本议案，%(n)s名代表联名。", n=others)
    if others > 0:
        return event.name, _("代表提交本建议，%(n)s名代表附议。", n=others)
    return event.name, _("代表提交本建议。")


def _revise(_teller: Teller, event: Told) -> Sentence:
    lapsed = event.facts.get("lapsed", 0)
    if lapsed:
        return event.name, _("代表改了正文，%(n)s名代表的附议要重新确认。", n=lapsed)
    return event.name, _("代表改了正文。")


def _accept(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("审查立案，编为%(number)s。", number=number_words(event.facts.get("number")))


def _assign(teller: Teller, event: Told) -> Sentence:
    shares = [(teller.unit(one["unit"]), TASK_ROLES[TaskRole(one["role"])]) for one in event.facts.get("shares", ())]
    told = _("，").join(f"{unit}{role}" for unit, role in shares)
    return event.name or _("系统"), _("交办：%(shares)s。", shares=told) if told else _("交办。")


def _moved_in(_teller: Teller, event: Told) -> Sentence:
    number = event.facts.get("number")
    words = (
        _("转入本系统继续办理，原编号%(number)s。", number=number_words(number))
        if number
        else _("转入本系统继续办理。")
    )
    return event.name or _("系统"), words


def _distribute(teller: Teller, event: Told) -> Sentence:
    unit, proposed = event.facts.get("unit"), event.facts.get("proposed")
    if unit is not None and proposed is not None and unit != proposed:
        facts = {"unit": teller.unit(unit), "proposed": teller.unit(proposed)}
        return event.name, _("改由%(unit)s办理（原建议%(proposed)s），发给该单位。", **facts)
    return event.name, _("转办给%(unit)s。", unit=teller.unit(unit) if unit else teller.unit_of(event))


def _give(teller: Teller, event: Told) -> Sentence:
    handler = teller.person(event.facts.get("handler"))
    if event.facts.get("first", True):
        return event.name, _("交给%(who)s经办。", who=handler)
    return event.name, _(
        "改由%(who)s经办（原经办%(before)s）。", who=handler, before=teller.person(event.facts.get("before"))
    )


def _contact(teller: Teller, event: Told) -> Sentence:
    manner = next((str(MANNERS[one]) for one in Manner if one.value == event.facts.get("manner")), "")
    held = event.facts.get("on")
    facts = {
        "day": day_words(date.fromisoformat(held)) if held else "",
        "who": event.facts.get("who", ""),
        "with_": teller.person(event.facts.get("with")),
        "manner": manner,
    }
    return teller.unit_of(event), _("%(day)s与%(with_)s代表沟通（%(manner)s），参加的有%(who)s。", **facts)


def _opine(teller: Teller, event: Told) -> Sentence:
    words = _("向主办单位提交会办意见，签发人%(who)s。", who=event.facts.get("signer", ""))
    return teller.unit_of(event), words


def _shut(teller: Teller, event: Told) -> Sentence:
    level, rated = _level(event.facts.get("headline")), event.facts.get("rated", 0)
    if not level:
        return teller.unit_of(event), _("的答复评价结束。")
    if silent := event.facts.get("silent"):
        facts = {"n": rated, "silent": silent, "level": level}
        words = _("的答复评价结束，%(n)s名代表评价，%(silent)s名未反馈，结果为“%(level)s”。", **facts)
        return teller.unit_of(event), words
    return teller.unit_of(event), _("的答复评价结束，%(n)s名代表评价，结果为“%(level)s”。", n=rated, level=level)


def _lapse(teller: Teller, event: Told) -> Sentence:
    ended = event.facts.get("window_ended_on")
    if event.facts.get("no_seat"):
        return teller.unit_of(event), _("的答复没有代表可以评价（代表任期都已结束），按未反馈记。")
    if not ended:
        return teller.unit_of(event), _("的答复到期没有代表评价，按未反馈记。")
    day = day_words(date.fromisoformat(ended))
    return teller.unit_of(event), _("的答复到%(day)s没有代表评价，按未反馈记。", day=day)


def _moved_day(_teller: Teller, event: Told) -> Sentence:
    told = [
        _("%(clock)s从%(before)s改到%(after)s", clock=_clock(kind), before=_iso_day(before), after=_iso_day(after))
        for kind, before, after in event.facts.get("moved", ())
    ]
    return _("期限"), _("重新计算：%(moves)s。", moves=_("；").join(told))


def _level(code: Any) -> str:
    return next((str(LEVELS[level]) for level in Level if level.value == code), "")


def _clock(code: str) -> str:
    return next((str(CLOCKS[kind]) for kind in ClockKind if kind.value == code), code)


def _iso_day(text: str) -> str:
    return day_words(date.fromisoformat(text), year=True)


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.START: who(_l("代表开始起草。")),
    A.REVISE: _revise,
    A.DECLINE: who(_l("代表没有附议。")),
    A.SUBMIT: _submit,
    A.DISCARD: who(_l("代表作废了草稿。")),
    A.TAKE_UP: who(_l("开始审查。")),
    A.ACCEPT: _accept,
    A.REFUSE: who(_l("决定不作为建议处理，向代表作了说明。")),
    A.ASSIGN: _assign,
    A.COMPLETE: what(_l("各承办单位"), _l("都已答复代表。")),
    A.CLOSE: what(_l("本件"), _l("办结。")),
    A.ARCHIVE: who(_l("收入历史资料。")),
    A.MOVE_IN: _moved_in,
    A.OPEN_WITH_COORDINATOR: of_unit(_l("的任务交督查室转办。")),
    A.OPEN: of_unit(_l("收到交办。")),
    A.DISTRIBUTE: _distribute,
    A.SIGN_FOR: of_unit(_l("签收了本件。")),
    A.GIVE: _give,
    A.NOTE_CONTACT: _contact,
    A.OPINE: _opine,
    A.REPLIED: of_unit(_l("完成答复。")),
    A.RESUME: of_unit(_l("重新开始办理。")),
    A.END: of_unit(_l("的任务结束。")),
    A.OPEN_ROUND: of_unit(_l("开始新一轮答复。")),
    A.DRAFT_REPLY: of_unit(_l("起草答复。")),
    A.SHUT_RATING: _shut,
    A.LAPSE: _lapse,
    A.EXPLAIN: who(_l("说明不再重新办理的理由。")),
    MOVE_DUE_DATE: _moved_day,
}
SENTENCES |= timeline_merging.SENTENCES | timeline_clearance.SENTENCES
SENTENCES |= timeline_entries.SENTENCES | timeline_reorganised.SENTENCES
SENTENCES |= timeline_reviews.SENTENCES
SENTENCES |= timeline_cohandling.SENTENCES
SENTENCES |= timeline_bills.SENTENCES
SENTENCES |= timeline_joint.SENTENCES
SENTENCES |= timeline_objections.SENTENCES
SENTENCES |= timeline_ratings.SENTENCES
SENTENCES |= timeline_files.SENTENCES
SENTENCES |= timeline_escalations.SENTENCES | timeline_look_backs.SENTENCES
SENTENCES |= timeline_chases.SENTENCES | timeline_commitments.SENTENCES | timeline_key_items.SENTENCES
