"""What the story says of promises: how far they are, moved, kept, disputed and settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.domain.actions import Action
from tracker.models.commitments import ChangeKind
from tracker.queries.dossier import Told
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller
from tracker.web.words import day_words

A = Action


def _by(words: str) -> Callable[[Teller, Told], Sentence]:
    """Who did it, and words that name the promise by its request."""
    return lambda _teller, event: (event.name or _("系统"), str(words) % {"no": event.facts.get("no", "")})


def _of_promise(words: str) -> Callable[[Teller, Told], Sentence]:
    return lambda _teller, event: (_("第%(no)s项承诺", no=event.facts.get("no", "")), str(words))


def _progress(_teller: Teller, event: Told) -> Sentence:
    facts = {"no": event.facts.get("no", ""), "percent": event.facts.get("percent", 0)}
    return event.name, _("记第%(no)s项承诺的进展：做了%(percent)s%%。", **facts)


def _remind(teller: Teller, event: Told) -> Sentence:
    facts = {"no": event.facts.get("no", ""), "days": event.facts.get("days", "")}
    return _("系统"), _("提醒%(unit)s：第%(no)s项承诺还有%(days)s天到期。", unit=teller.unit_of(event), **facts)


def _quiet(_teller: Teller, event: Told) -> Sentence:
    facts = {"no": event.facts.get("no", ""), "since": _day(event.facts.get("since"))}
    return _("系统"), _("告知署名代表和承办单位：第%(no)s项承诺自%(since)s起没有进展。", **facts)


def _fall_due(_teller: Teller, event: Told) -> Sentence:
    due = _day(event.facts.get("due_on"))
    return _("第%(no)s项承诺", no=event.facts.get("no", "")), _("应于%(due)s做到，过期没有做到，请代表评价。", due=due)


def _ask_move(_teller: Teller, event: Told) -> Sentence:
    facts = {"no": event.facts.get("no", ""), "was": _day(event.facts.get("was"))}
    return event.name, _(
        "申请把第%(no)s项承诺从%(was)s改到%(until)s，批准以前日子不变。", until=_day(event.facts.get("until")), **facts
    )


def _grant(_teller: Teller, event: Told) -> Sentence:
    no = event.facts.get("no", "")
    if event.facts.get("kind") == ChangeKind.DROP:
        return event.name, _("批准第%(no)s项承诺不再兑现。", no=no)
    facts = {"was": _day(event.facts.get("was")), "until": _day(event.facts.get("until"))}
    return event.name, _("批准第%(no)s项承诺从%(was)s改到%(until)s。", no=no, **facts)


def _refuse(_teller: Teller, event: Told) -> Sentence:
    no = event.facts.get("no", "")
    if event.facts.get("kind") == ChangeKind.DROP:
        return event.name, _("不批准第%(no)s项承诺不再兑现，承诺照旧。", no=no)
    return event.name, _("不批准第%(no)s项承诺改期，仍在%(was)s前做到。", no=no, was=_day(event.facts.get("was")))


def _fulfil(_teller: Teller, event: Told) -> Sentence:
    facts = {"no": event.facts.get("no", ""), "number": event.facts.get("document_no", "")}
    return event.name, _("报告第%(no)s项承诺已做到，再次答复（%(number)s）已送每一位署名代表。", **facts)


def _settle(_teller: Teller, event: Told) -> Sentence:
    no = event.facts.get("no", "")
    if event.facts.get("upheld"):
        return event.name, _("核实：代表对第%(no)s项承诺的反映属实。", no=no)
    return event.name, _("核实：代表对第%(no)s项承诺的反映不成立。", no=no)


def _replace(_teller: Teller, event: Told) -> Sentence:
    subject = _("第%(no)s项承诺", no=event.facts.get("no", ""))
    if event.facts.get("void"):
        return subject, _("随代录的答复一起作废。")
    return subject, _("由新的答复里同样的承诺接续，日期不晚于原定。")


def _entrust(teller: Teller, event: Told) -> Sentence:
    subject = _("第%(no)s项承诺", no=event.facts.get("no", ""))
    unit = teller.unit(event.facts.get("to_unit"))
    if event.facts.get("from_unit"):
        return subject, _("随单位撤并或者移交，改由%(unit)s落实。", unit=unit)
    return subject, _("答复写明由%(unit)s落实，已告知该单位。", unit=unit)


def _day(text: str | None) -> str:
    return day_words(date.fromisoformat(text), year=True) if text else ""


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.PROMISE: _of_promise(_l("列入台账。")),
    A.NOTE_PROGRESS: _progress,
    A.REMIND_PROMISE: _remind,
    A.TELL_QUIET: _quiet,
    A.FALL_DUE: _fall_due,
    A.EXPLAIN_UNKEPT: _by(_l("说明第%(no)s项承诺过期没有做到的原因。")),
    A.ASK_MOVE: _ask_move,
    A.ASK_DROP: _by(_l("申请第%(no)s项承诺不再兑现，批准以前承诺不变。")),
    A.RECALL_CHANGE: _by(_l("收回对第%(no)s项承诺的申请。")),
    A.GRANT_CHANGE: _grant,
    A.REFUSE_CHANGE: _refuse,
    A.DROP_COMMITMENT: _of_promise(_l("经批准不再兑现。")),
    A.REOPEN_COMMITMENT: _of_promise(_l("继续落实。")),
    A.FULFIL: _fulfil,
    A.NOT_SO: _by(_l("反映第%(no)s项承诺的情况不实。")),
    A.ANSWER_NOT_SO: _by(_l("回应代表对第%(no)s项承诺的反映。")),
    A.SETTLE_NOT_SO: _settle,
    A.REPLACE_COMMITMENT: _replace,
    A.STAND_AGAIN: _of_promise(_l("因新的答复作废，照原来的日期继续落实。")),
    A.ENTRUST_PROMISE: _entrust,
    A.TAKE_UP_PROMISE: _by(_l("代表不满意，要求继续落实第%(no)s项承诺。")),
    A.LEAVE_PROMISE: _by(_l("说明为什么不再要求落实第%(no)s项承诺。")),
}
# kind, drawing
LOOKS: dict[str, tuple[str, str]] = {
    A.PROMISE: ("paper", "calendar3"),
    A.NOTE_PROGRESS: ("work", "check2"),
    A.REMIND_PROMISE: ("limit", "hourglass"),
    A.TELL_QUIET: ("limit", "hourglass"),
    A.FALL_DUE: ("limit", "hourglass"),
    A.EXPLAIN_UNKEPT: ("talk", "chat-left-text"),
    A.ASK_MOVE: ("limit", "calendar3"),
    A.ASK_DROP: ("limit", "dash-circle"),
    A.RECALL_CHANGE: ("limit", "arrow-counterclockwise"),
    A.GRANT_CHANGE: ("limit", "calendar3"),
    A.REFUSE_CHANGE: ("limit", "dash-circle"),
    A.DROP_COMMITMENT: ("limit", "dash-circle"),
    A.REOPEN_COMMITMENT: ("work", "arrow-repeat"),
    A.FULFIL: ("paper", "file-earmark-text"),
    A.NOT_SO: ("talk", "chat-left-text"),
    A.ANSWER_NOT_SO: ("talk", "chat-left-text"),
    A.SETTLE_NOT_SO: ("work", "check-circle"),
    A.REPLACE_COMMITMENT: ("paper", "arrow-repeat"),
    A.STAND_AGAIN: ("paper", "arrow-counterclockwise"),
    A.ENTRUST_PROMISE: ("work", "arrow-repeat"),
    A.TAKE_UP_PROMISE: ("work", "arrow-repeat"),
    A.LEAVE_PROMISE: ("talk", "chat-left-text"),
}
