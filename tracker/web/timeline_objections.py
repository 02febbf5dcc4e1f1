"""What the story says of objections to a share (退件), what units said of it, the ruling, and more time (延期)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.domain.actions import Action
from tracker.models.procedures import Say
from tracker.queries.dossier import Told
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller, of_unit, who
from tracker.web.words import day_words

A = Action


def _object(teller: Teller, event: Told) -> Sentence:
    facts = {"better": teller.unit(event.facts.get("better")), "signer": event.facts.get("signer", "")}
    if event.facts.get("to_arbiter"):
        return teller.unit_of(event), _("再次申请退件，认为应由%(better)s办理，由主要负责人%(signer)s签署。", **facts)
    return teller.unit_of(event), _("申请退件，认为应由%(better)s办理（签发人%(signer)s）。", **facts)


def _hear(teller: Teller, event: Told) -> Sentence:
    unit = event.place or teller.unit_of(event)
    if event.facts.get("say") == Say.OURS:
        return unit, _("对退件说意见：属于本单位职责。")
    better = teller.unit(event.facts.get("better"))
    return unit, _("对退件说意见：不属于本单位职责，应由%(better)s办理。", better=better)


def _uphold(teller: Teller, event: Told) -> Sentence:
    facts = {"before": teller.unit(event.facts.get("from")), "after": teller.unit(event.facts.get("unit"))}
    told = _("同意退件：%(before)s提出不属于本单位职责，改由%(after)s办理，整件的最长期限不变。", **facts)
    return _ruler(event), told


def _reject(teller: Teller, event: Told) -> Sentence:
    unit = teller.unit(event.facts.get("from"))
    return _ruler(event), _("没有同意退件，仍由%(unit)s办理，期限不变。", unit=unit)


def _ruler(event: Told) -> str:
    """Who decided: the arbiter, for whom the desk entered it, or who ruled himself."""
    return event.facts.get("arbiter") or event.name or _("系统")


def _ask(teller: Teller, event: Told) -> Sentence:
    until = _day(event.facts.get("until"))
    return teller.unit_of(event), _(
        "申请延期到%(until)s（原定%(was)s）。", until=until, was=_day(event.facts.get("was"))
    )


def _grant(teller: Teller, event: Told) -> Sentence:
    facts = {
        "unit": teller.unit_of(event),
        "until": _day(event.facts.get("until")),
        "was": _day(event.facts.get("was")),
    }
    return event.name or _("系统"), _("批准%(unit)s延期，答复期限从%(was)s改为%(until)s。", **facts)


def _refuse(teller: Teller, event: Told) -> Sentence:
    facts = {"unit": teller.unit_of(event), "was": _day(event.facts.get("was"))}
    return event.name or _("系统"), _("没有同意%(unit)s延期，仍在%(was)s前答复。", **facts)


def _day(text: str | None) -> str:
    return day_words(date.fromisoformat(text), year=True) if text else ""


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.OBJECT: _object,
    A.HEAR: _hear,
    A.UPHOLD_OBJECTION: _uphold,
    A.REJECT_OBJECTION: _reject,
    A.RECALL_OBJECTION: of_unit(_l("收回退件申请，继续办理。")),
    A.DROP_OBJECTION: of_unit(_l("的退件申请不再裁定。")),
    A.EXPLAIN_DELAY: who(_l("向代表说明进展和需要更多时间的原因。")),
    A.ASK_EXTENSION: _ask,
    A.GRANT_EXTENSION: _grant,
    A.REFUSE_EXTENSION: _refuse,
    A.DROP_EXTENSION: of_unit(_l("的延期申请不再决定。")),
}
# kind, drawing
LOOKS: dict[str, tuple[str, str]] = {
    A.OBJECT: ("work", "arrow-counterclockwise"),
    A.HEAR: ("work", "chat-left-text"),
    A.UPHOLD_OBJECTION: ("work", "signpost-split"),
    A.REJECT_OBJECTION: ("work", "dash-circle"),
    A.RECALL_OBJECTION: ("work", "arrow-counterclockwise"),
    A.DROP_OBJECTION: ("work", "check2"),
    A.EXPLAIN_DELAY: ("talk", "chat-left-text"),
    A.ASK_EXTENSION: ("limit", "hourglass"),
    A.GRANT_EXTENSION: ("limit", "calendar3"),
    A.REFUSE_EXTENSION: ("limit", "dash-circle"),
    A.DROP_EXTENSION: ("limit", "check2"),
}
