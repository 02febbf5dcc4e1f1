"""What the story says of taking a matter up after two dissatisfied ratings (会商)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.domain.actions import Action
from tracker.models.escalations import CameTo, Way
from tracker.queries.dossier import Told
from tracker.web.round_labels import CAME_TO, WAYS
from tracker.web.spoken import gettext as _
from tracker.web.teller import Sentence, Teller
from tracker.web.words import day_words

A = Action


def _escalate(teller: Teller, event: Told) -> Sentence:
    way = next((str(WAYS[one]) for one in Way if one.value == event.facts.get("way")), "")
    told = {"unit": teller.unit_of(event), "way": way, "day": _day(event.facts.get("planned_on"))}
    place = event.facts.get("place")
    if place:
        return event.name, _("对%(unit)s的答复再次不满意，%(way)s，定于%(day)s，地点%(place)s。", place=place, **told)
    return event.name, _("对%(unit)s的答复再次不满意，%(way)s，定于%(day)s。", **told)


def _close(_teller: Teller, event: Told) -> Sentence:
    came_to = next((str(CAME_TO[one]) for one in CameTo if one.value == event.facts.get("came_to")), "")
    held = _day(event.facts.get("held_on"))
    return event.name, _("登记会商结果（%(day)s）：%(came_to)s。", day=held, came_to=came_to)


def _rehandle(teller: Teller, event: Told) -> Sentence:
    if event.facts.get("by_itself"):
        unit = teller.unit_of(event)
        return unit, _("的答复评价“不满意”，按本市规则当即进入重新办理。")
    asks = event.facts.get("asks")
    if asks:
        return event.name, _("决定重新办理，这一轮要答复：%(asks)s", asks=asks)
    return event.name, _("决定重新办理。")


def _day(text: str | None) -> str:
    return day_words(date.fromisoformat(text), year=True) if text else ""


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    A.REHANDLE: _rehandle,
    A.ESCALATE: _escalate,
    A.CLOSE_ESCALATION: _close,
}
LOOKS: dict[str, tuple[str, str]] = {
    A.ESCALATE: ("rating", "people"),
    A.CLOSE_ESCALATION: ("rating", "clipboard-check"),
}
