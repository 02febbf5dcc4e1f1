"""What the story says of looking back (回头看): put on, filled in, checked, rated anew, the letter changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.domain.actions import Action
from tracker.domain.ratings import Level
from tracker.queries.dossier import Told
from tracker.web.labels import LEVELS
from tracker.web.round_labels import FINDINGS
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller, who
from tracker.web.words import day_words

A = Action


def _put_on(teller: Teller, event: Told) -> Sentence:
    told = {"unit": teller.unit_of(event), "name": event.facts.get("name", ""), "day": _day(event.facts.get("fill_by"))}
    if event.facts.get("commitment"):
        return event.name, _("把%(unit)s答复里的一项承诺列入“%(name)s”，请它%(day)s前填报。", **told)
    return event.name, _("把%(unit)s的答复列入“%(name)s”，请它%(day)s前填报。", **told)


def _fill(teller: Teller, event: Told) -> Sentence:
    letter = event.facts.get("letter")
    told = {"n": event.facts.get("percent", 0), "letter": _("拟改为%(letter)s", letter=letter) if letter else _("不变")}
    if event.facts.get("late"):
        return teller.unit_of(event), _("填报回头看（逾期）：完成%(n)s%%，类别%(letter)s。", **told)
    return teller.unit_of(event), _("填报回头看：完成%(n)s%%，类别%(letter)s。", **told)


def _check(teller: Teller, event: Told) -> Sentence:
    names = {one.value: str(words) for one, words in FINDINGS.items()}
    finding, was = (names.get(event.facts.get(key, ""), "") for key in ("finding", "was"))
    told = {"unit": teller.unit_of(event), "day": _day(event.facts.get("on")), "finding": finding}
    if was:
        corrected = _("更正核查情况：%(day)s核查%(unit)s填报的情况，由“%(was)s”改为“%(finding)s”。", was=was, **told)
        return event.name, corrected
    return event.name, _("%(day)s核查%(unit)s填报的情况：%(finding)s。", **told)


def _shut(teller: Teller, event: Told) -> Sentence:
    level = next((str(LEVELS[one]) for one in Level if one.value == event.facts.get("level")), "")
    if not level:
        return teller.unit_of(event), _("的回头看评价结束，没有代表评价，按未反馈记。")
    n = event.facts.get("rated", 0)
    return teller.unit_of(event), _("的回头看评价结束，%(n)s名代表评价，结果为“%(level)s”。", n=n, level=level)


def _change(teller: Teller, event: Told) -> Sentence:
    told = {
        "unit": teller.unit_of(event),
        "was": event.facts.get("was") or "—",
        "letter": event.facts.get("letter") or "—",
    }
    return event.name, _("把%(unit)s答复的类别从%(was)s改为%(letter)s，答复时的类别照样保留。", **told)


def _move(_teller: Teller, event: Told) -> Sentence:
    days = {name: _day(event.facts.get(name)) for name in ("fill_by", "check_by", "rate_by")}
    return event.name, _(
        "把“%(name)s”的日子改为：%(fill_by)s前填报，%(check_by)s前核查，代表%(rate_by)s前评价。",
        name=event.facts.get("name", ""),
        **days,
    )


def _drop(teller: Teller, event: Told) -> Sentence:
    told = {"unit": teller.unit_of(event), "name": event.facts.get("name", "")}
    if event.facts.get("commitment"):
        off = _("把%(unit)s答复里的一项承诺移出“%(name)s”", **told)
    else:
        off = _("把%(unit)s的答复移出“%(name)s”", **told)
    # A form may still be owed about another promise of it, or about the reply as a whole.
    return event.name, off + (_("，不用再填报。") if event.facts.get("left") == 0 else _("。"))


def _day(text: str | None) -> str:
    return day_words(date.fromisoformat(text), year=True) if text else ""


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.LOOK_BACK: _put_on,
    A.FILL_LOOK_BACK: _fill,
    A.CHECK_LOOK_BACK: _check,
    A.RATE_LOOK_BACK: who(_l("代表在回头看里重新评价。")),
    A.SHUT_LOOK_BACK: _shut,
    A.CHANGE_LETTER: _change,
    A.MOVE_LOOK_BACK: _move,
    A.DROP_LOOK_BACK: _drop,
}
LOOKS: dict[str, tuple[str, str]] = {
    A.LOOK_BACK: ("work", "eye"),
    A.FILL_LOOK_BACK: ("work", "pencil"),
    A.CHECK_LOOK_BACK: ("work", "clipboard-check"),
    A.RATE_LOOK_BACK: ("rating", "star"),
    A.SHUT_LOOK_BACK: ("rating", "clipboard-check"),
    A.CHANGE_LETTER: ("paper", "tags"),
    A.MOVE_LOOK_BACK: ("work", "calendar3"),
    A.DROP_LOOK_BACK: ("work", "x-lg"),
}
