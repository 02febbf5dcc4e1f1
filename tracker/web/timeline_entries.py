"""What the story says of what came on paper and was entered by staff (代录): by whom, when it came, whose it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.queries.dossier import Told
from tracker.web.entry_words import channel_words
from tracker.web.labels import ROLES
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller, of_unit, who
from tracker.web.words import day_words


def _by(event: Told) -> str:
    """代表团工作人员田可"""
    return f"{ROLES[event.role]}{event.name}" if event.role else event.name


def _came(event: Told, key: str, words: Any) -> str:
    """纸质，3月2日收到 of a paper; of a receipt or a letter the day that stands on it."""
    on = event.facts.get(key)
    dated = str(words) % {"day": day_words(date.fromisoformat(on))} if on else ""
    return _("，").join(part for part in (channel_words(event.facts.get("channel", "")), dated) if part)


_RECEIVED, _SIGNED, _DATED = _l("%(day)s收到"), _l("%(day)s签收"), _l("%(day)s落款")


def _persons(teller: Teller, ids: Any) -> str:
    return _("、").join(teller.person(one) for one in ids or ())


def _paper(teller: Teller, event: Told) -> Sentence:
    facts = {"who": teller.person(event.facts.get("for_person")), "came": _came(event, "received_on", _RECEIVED)}
    others = _persons(teller, event.facts.get("cosigners"))
    if event.facts.get("kind") == Kind.BILL:
        return _by(event), _("代录%(who)s代表领衔、%(others)s联名的纸质议案（%(came)s）。", others=others, **facts)
    if others:
        return _by(event), _("代录%(who)s代表领衔、%(others)s附议的纸质建议（%(came)s）。", others=others, **facts)
    return _by(event), _("代录%(who)s代表的纸质建议（%(came)s）。", **facts)


def _signature(teller: Teller, event: Told) -> Sentence:
    facts = {"who": teller.person(event.facts.get("for_person")), "came": _came(event, "received_on", _RECEIVED)}
    return _by(event), _("代录%(who)s代表的附议（%(came)s）。", **facts)


def _sign_for(teller: Teller, event: Told) -> Sentence:
    return _by(event), _(
        "代录%(unit)s的签收（%(came)s）。", unit=teller.unit_of(event), came=_came(event, "on_paper_of", _SIGNED)
    )


def _reply(teller: Teller, event: Told) -> Sentence:
    facts = {
        "unit": teller.unit_of(event),
        "came": _came(event, "on_paper_of", _DATED),
        "no": event.facts.get("document_no", ""),
    }
    facts |= {"letter": event.facts.get("letter") or "—", "n": len(event.facts.get("to", ()))}
    return _by(event), _("代录%(unit)s的答复（%(came)s，%(no)s，%(letter)s类），送达%(n)s名代表。", **facts)


def _what(event: Told) -> str:
    words = {
        "suggestion": _("代录的建议"),
        "signature": _("代录的附议"),
        "sign_for": _("代录的签收"),
        "reply": _("代录的答复"),
    }
    return _("、").join(words[one] for one in event.facts.get("what", ()) if one in words) or _("代录的内容")


def _confirm(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("确认%(what)s无误。", what=_what(event))


def _dispute(_teller: Teller, event: Told) -> Sentence:
    return event.name, _("对%(what)s提出异议。", what=_what(event))


def _settle(teller: Teller, event: Told) -> Sentence:
    person, unit = event.facts.get("for_person"), event.facts.get("unit")
    told = {"whose": teller.person(person) if person else teller.unit(unit), "what": _what(event)}
    if event.facts.get("is_void"):
        return _by(event), _("核实后作废%(what)s（%(whose)s）。", **told)
    return _by(event), _("核实后维持%(what)s（%(whose)s）。", **told)


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    Action.ENTER_PAPER: _paper,
    Action.ENTER_SIGNATURE: _signature,
    Action.ENTER_SIGN_FOR: _sign_for,
    Action.ENTER_REPLY: _reply,
    Action.CONFIRM_ENTRY: _confirm,
    Action.DISPUTE_ENTRY: _dispute,
    Action.SETTLE_ENTRY: _settle,
    Action.VOID_PAPER: who(_l("把代录的建议作废。")),
    Action.VOID_SIGN_FOR: of_unit(_l("的签收是代录的，经核实作废。")),
    Action.REOPEN: of_unit(_l("重新由收文员交经办人。")),
    Action.VOID_REPLY: of_unit(
        _l(
            "的答复是代录的，经核实作废；退回该单位办理。交来的纸质评价和评价链接一并作废，真正的答复送达以后再请代表评价。"
        )
    ),
}
LOOKS: dict[str, tuple[str, str]] = {
    Action.ENTER_PAPER: ("paper", "send"),
    Action.ENTER_SIGNATURE: ("paper", "person-check"),
    Action.ENTER_SIGN_FOR: ("work", "inbox"),
    Action.ENTER_REPLY: ("paper", "file-earmark-text"),
    Action.CONFIRM_ENTRY: ("paper", "check2"),
    Action.DISPUTE_ENTRY: ("paper", "dash-circle"),
    Action.SETTLE_ENTRY: ("paper", "check2"),
    Action.VOID_PAPER: ("paper", "dash-circle"),
    Action.VOID_SIGN_FOR: ("work", "dash-circle"),
    Action.REOPEN: ("work", "arrow-repeat"),
    Action.VOID_REPLY: ("paper", "dash-circle"),
}
