"""Lines of home about taking a matter up (会商): verb, why it is here, what ends it, what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.domain.actions import Action
from tracker.models.escalations import Way
from tracker.queries.inbox import Line
from tracker.web.round_labels import WAYS_SHORT
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

A = Action

VERBS = {A.CLOSE_ESCALATION: _l("请会商")}
ENDINGS = {A.CLOSE_ESCALATION: _l("开过以后登记结果即可。")}
DONE = {
    A.ESCALATE: _l("已提会商"),
    A.CLOSE_ESCALATION: _l("已记会商"),
    A.LOOK_BACK: _l("列回头看"),
    A.FILL_LOOK_BACK: _l("已填报"),
    A.CHECK_LOOK_BACK: _l("已核查"),
    A.RATE_LOOK_BACK: _l("已再评"),
    A.CHANGE_LETTER: _l("改了类别"),
    A.MOVE_LOOK_BACK: _l("改了日子"),
    A.DROP_LOOK_BACK: _l("移出清单"),
    A.MADE_KEY: _l("已列重点"),
    A.ENDED_KEY: _l("已结重点"),
}


def _close(line: Line, row: Any) -> str:
    facts = line.cause.facts if line.cause else {}
    way = next((str(WAYS_SHORT[one]) for one in Way if one.value == facts.get("way")), _("会商"))
    told = {"unit": row.unit, "way": way}
    if facts.get("planned_on"):
        day = day_words(date.fromisoformat(facts["planned_on"]))
        return _("对%(unit)s的答复再次不满意，%(way)s定于%(day)s。", day=day, **told)
    return _("对%(unit)s的答复再次不满意，已提请%(way)s。", **told)


WHY: dict[Action, Callable[[Line, Any], str]] = {A.CLOSE_ESCALATION: _close}
