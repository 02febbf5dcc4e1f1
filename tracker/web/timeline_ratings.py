"""What the story says of ratings: on paper by two persons, through a link, of promises, and how a window ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.ratings import HEADLINE, Level
from tracker.queries.dossier import Told
from tracker.web.labels import LEVELS
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller, of_unit
from tracker.web.words import day_words

A = Action


def level_words(code: Any) -> str:
    """A level of the record in words; nothing where the reader is not told of it."""
    return next((str(LEVELS[level]) for level in Level if level.value == code), "")


def _rate(_teller: Teller, event: Told) -> Sentence:
    level = level_words(event.facts.get("levels", {}).get(HEADLINE.value))
    told = _("代表评价答复：%(level)s。", level=level) if level else _("代表评价了答复。")
    return event.name, told + (_("经链接评价。") if event.facts.get("by_link") else "")


def _enter(teller: Teller, event: Told) -> Sentence:
    facts = {"who": teller.person(event.facts.get("for_person")), "day": _day(event.facts.get("on_paper_of"))}
    return event.name, _("代录%(who)s代表%(day)s签名的纸质评价，等另一位工作人员核对。", **facts)


def _confirm(teller: Teller, event: Told) -> Sentence:
    facts = {
        "who": teller.person(event.facts.get("for_person")),
        "one": teller.person(event.facts.get("entered_by")),
        "other": event.name,
    }
    level = level_words(event.facts.get("levels", {}).get(HEADLINE.value))
    told = _("核对%(who)s代表的纸质评价，从现在起计入（%(one)s录入，%(other)s核对）。", **facts)
    return event.name, told + (_("评价答复：%(level)s。", level=level) if level else "")


def _reject(teller: Teller, event: Told) -> Sentence:
    who = teller.person(event.facts.get("for_person"))
    if event.facts.get("window_is_over"):
        return event.name, _("代录的%(who)s代表的纸质评价没有核对，评价期已经结束，不计。", who=who)
    if event.facts.get("reply_is_void"):
        return event.name, _("代录的%(who)s代表的纸质评价随作废的答复不计。", who=who)
    return event.name, _("退回代录的%(who)s代表的纸质评价。", who=who)


def _links(teller: Teller, event: Told) -> Sentence:
    told = _("、").join(teller.person(one) for one in event.facts.get("for_persons", ()))
    if event.facts.get("by") == "mail":
        return event.name, _("给%(who)s代表的邮箱发评价链接。", who=told)
    return event.name, _("打印%(who)s代表的评价链接。", who=told)


def _revoke(teller: Teller, event: Told) -> Sentence:
    told = _("、").join(teller.person(one) for one in event.facts.get("for_persons", ()))
    return event.name, _("收回%(who)s代表的评价链接。", who=told)


def _rate_promise(_teller: Teller, event: Told) -> Sentence:
    told = _("代表评价了第%(no)s项承诺的落实情况。", no=event.facts.get("no", ""))
    return event.name, told + (_("经链接评价。") if event.facts.get("by_link") else "")


def _of_promise(tell: Callable[[Teller, Told], Sentence]) -> Callable[[Teller, Told], Sentence]:
    """The same act about a promise says which one."""

    def told(teller: Teller, event: Told) -> Sentence:
        who, words = tell(teller, event)
        return who, _("第%(no)s项承诺的落实评价：", no=event.facts.get("no", "")) + words

    return told


def _shut_promise(_teller: Teller, event: Told) -> Sentence:
    facts = {name: event.facts.get(name, 0) for name in ("no", "rated", "asked")}
    level, promise = level_words(event.facts.get("headline")), _("第%(no)s项承诺", no=facts["no"])
    if not level:
        return promise, _("的落实评价到期没有代表评价，按未反馈记（应评%(asked)s人）。", asked=facts["asked"])
    words = _("的落实评价结束，应评%(asked)s人，%(rated)s人评价，结果为“%(level)s”。", level=level, **facts)
    return promise, words


def _day(text: Any) -> str:
    return day_words(date.fromisoformat(text)) if text else ""


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.RATE: _rate,
    A.ENTER_RATING: _enter,
    A.CONFIRM_RATING: _confirm,
    A.REJECT_RATING: _reject,
    A.MAKE_RATING_LINKS: _links,
    A.REVOKE_RATING_LINKS: _revoke,
    A.RATE_QUALITY: of_unit(_l("评价了建议质量。")),
    A.RATE_COMMITMENT: _rate_promise,
    A.ENTER_COMMITMENT_RATING: _of_promise(_enter),
    A.CONFIRM_COMMITMENT_RATING: _of_promise(_confirm),
    A.REJECT_COMMITMENT_RATING: _of_promise(_reject),
    A.MAKE_COMMITMENT_LINKS: _of_promise(_links),
    A.REVOKE_COMMITMENT_LINKS: _of_promise(_revoke),
    A.SHUT_COMMITMENT_RATING: _shut_promise,
    A.LAPSE_COMMITMENT_RATING: _shut_promise,
    A.SHUT_UNKEPT_RATING: _shut_promise,
}
LOOKS = {
    A.RATE: ("rating", "star"),
    A.ENTER_RATING: ("rating", "file-earmark-text"),
    A.CONFIRM_RATING: ("rating", "check2"),
    A.REJECT_RATING: ("rating", "arrow-down"),
    A.MAKE_RATING_LINKS: ("rating", "signpost-split"),
    A.REVOKE_RATING_LINKS: ("rating", "arrow-down"),
    A.RATE_QUALITY: ("rating", "star"),
    A.RATE_COMMITMENT: ("rating", "star"),
    A.ENTER_COMMITMENT_RATING: ("rating", "file-earmark-text"),
    A.CONFIRM_COMMITMENT_RATING: ("rating", "check2"),
    A.REJECT_COMMITMENT_RATING: ("rating", "arrow-down"),
    A.MAKE_COMMITMENT_LINKS: ("rating", "signpost-split"),
    A.REVOKE_COMMITMENT_LINKS: ("rating", "arrow-down"),
    A.SHUT_COMMITMENT_RATING: ("rating", "clipboard-check"),
    A.LAPSE_COMMITMENT_RATING: ("rating", "hourglass"),
    A.SHUT_UNKEPT_RATING: ("rating", "hourglass"),
}
DONE = {
    A.ENTER_RATING: _l("已代录"),
    A.CONFIRM_RATING: _l("已核对"),
    A.REJECT_RATING: _l("已退回"),
    A.MAKE_RATING_LINKS: _l("已发链接"),
    A.REVOKE_RATING_LINKS: _l("已收回"),
    A.RATE_QUALITY: _l("已评质量"),
    A.RATE_COMMITMENT: _l("已评价"),
    A.ENTER_COMMITMENT_RATING: _l("已代录"),
    A.CONFIRM_COMMITMENT_RATING: _l("已核对"),
    A.REJECT_COMMITMENT_RATING: _l("已退回"),
    A.MAKE_COMMITMENT_LINKS: _l("已发链接"),
    A.REVOKE_COMMITMENT_LINKS: _l("已收回"),
}
