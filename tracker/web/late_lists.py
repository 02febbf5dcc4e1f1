"""Why the shares of a list of late cases are late: a word on each, and how many there are of each reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from tracker.domain.lateness import Lateness, LateReason
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES
from tracker.models.late_reasons import StatedReason
from tracker.queries import late_reasons
from tracker.queries.figure_cases import Behind
from tracker.web.lateness_words import REASONS, late_words, proposed_words, reads_why, stated_words
from tracker.web.spoken import gettext as _


def reasons_of(who: Actor, rows: Sequence[Behind], on: date) -> tuple[dict[int, str], str]:
    """Of the first page of a list, by share: why it is late as of a day; and the sum of them, where the page is all."""
    own = who.unit_id if who.role in UNIT_ROLES else None
    if not reads_why(who, own):
        return {}, ""
    ids = [one.task_id for one in rows[:PAGE] if one.task_id is not None]
    late, stated = late_reasons.proposed(ids, on), late_reasons.stated(ids)
    words = {task_id: _words(one, stated.get(task_id)) for task_id, one in late.items()}
    return words, _sum(late, stated) if len(rows) <= PAGE else ""


def _words(late: Lateness, stated: StatedReason | None) -> str:
    return late_words(late) + (stated_words(stated) if stated is not None else proposed_words(late))


def _sum(late: Mapping[int, Lateness], stated: Mapping[int, StatedReason]) -> str:
    """按原因：承办单位办理5件次，等待会办单位2件次; what an office stated counts before what the record proposes."""
    counts: Counter[LateReason] = Counter()
    for task_id, one in late.items():
        reason = stated[task_id].reason if task_id in stated else one.proposed
        if reason is not None:
            counts[reason] += 1
    parts = [_("%(what)s%(n)s件次", what=REASONS[one], n=number) for one, number in counts.most_common()]
    return _("按逾期的原因：%(parts)s。", parts=_("，").join(parts)) if parts else ""
