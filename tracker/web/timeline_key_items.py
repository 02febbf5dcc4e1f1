"""What the story says of key items (重点督办、领办): bound by the chair meeting's decision, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.domain.actions import Action
from tracker.domain.key_items import KeyKind
from tracker.queries.dossier import Told
from tracker.web.key_item_labels import KINDS
from tracker.web.spoken import gettext as _
from tracker.web.teller import Sentence, Teller
from tracker.web.words import day_words

A = Action


def _made(_teller: Teller, event: Told) -> Sentence:
    decided = event.facts.get("decided_on")
    told = {
        "what": _named(event),
        "day": day_words(date.fromisoformat(decided), year=True) if decided else "",
        "meeting": event.facts.get("meeting", ""),
    }
    charge = _("，").join(one for one in (event.facts.get("committee"), event.facts.get("leader")) if one)
    said = _("登记%(day)s%(meeting)s的决定：列入%(what)s", **told)
    if event.facts.get("goes_on"):
        said = _("登记%(day)s%(meeting)s的决定：继续列入%(what)s", **told)
    return event.name, said + (_("，由%(who)s负责。", who=charge) if charge else _("。"))


def _ended(_teller: Teller, event: Told) -> Sentence:
    words = _("不再列入%(what)s。", what=_named(event))
    return event.name or _("本件"), words


def _named(event: Told) -> str:
    kind = next((str(KINDS[one]) for one in KeyKind if one.value == event.facts.get("kind")), "")
    told = {"year": event.facts.get("year", ""), "kind": kind, "title": event.facts.get("title", "")}
    return _("%(year)s年%(kind)s“%(title)s”", **told)


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {A.MADE_KEY: _made, A.ENDED_KEY: _ended}
LOOKS: dict[str, tuple[str, str]] = {A.MADE_KEY: ("work", "key"), A.ENDED_KEY: ("work", "key")}
