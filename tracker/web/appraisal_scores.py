"""The scores a reader may see: counted as of today, or as they were written down when the appraisal was closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.domain.parties import Actor
from tracker.models.appraisals import Appraisal, AppraisalContest, AppraisalEntry
from tracker.queries.appraisal_frozen import frozen
from tracker.queries.appraisal_scores import Hard, Score, day_of_score, hardness, scores
from tracker.queries.appraisals import all_units, contests, entries, units_of
from tracker.queries.figures import AsOf, as_of
from tracker.web.figure_scopes import day_in_words
from tracker.web.words import instant_words


@dataclass(frozen=True)
class Shown:
    """Scores of the units a reader may see, with places among all of them; as of which day and how far counted."""

    scores: Sequence[Score]
    on: date
    reach: AsOf | None
    ranked: int
    contests: Sequence[AppraisalContest] = ()
    entries: Mapping[tuple[int, str], AppraisalEntry] = field(default_factory=dict)
    is_final: bool = False
    hard: Mapping[int, Hard] = field(default_factory=dict)

    def of(self, unit_id: int) -> Score | None:
        """One unit's score, if the reader may see it."""
        return next((one for one in self.scores if one.unit.id == unit_id), None)

    def as_of_words(self) -> dict[str, Any]:
        """What every page says of when the figures are of."""
        return {
            "day": day_in_words(self.on),
            "is_final": self.is_final,
            "reach": self.reach,
            "counted_at": instant_words(self.reach.made_at) if self.reach else "",
        }


def shown(actor: Actor, one: Appraisal) -> Shown:
    """The scores of this reader's units under one version; nobody has any while nothing has been counted."""
    ours = {unit.id for unit in units_of(actor, one)}
    said = contests(one.series, ours)
    if one.closed_at is not None:
        every = frozen(one)
        mine = [each for each in every if each.unit.id in ours]
        return Shown(
            mine,
            one.ends_on,
            as_of(),
            _ranked(every),
            said,
            entries(one.series, ours),
            True,
            hardness(one, on=one.ends_on),
        )
    reach = as_of()
    if reach is None:
        return Shown([], one.ends_on, None, 0, said)
    on = day_of_score(one, reach.through)
    # A place is a place among all units, whoever looks.
    every = scores(one, all_units(one), on=on, all_units=True)
    mine = [each for each in every if each.unit.id in ours]
    return Shown(mine, on, reach, _ranked(every), said, entries(one.series, ours), hard=hardness(one, on=on))


def _ranked(every: Sequence[Score]) -> int:
    return sum(one.rank is not None for one in every)
