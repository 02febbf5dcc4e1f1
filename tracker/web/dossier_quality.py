"""What the units that replied say of the suggestion, on its dossier: for whoever may read it now."""

from __future__ import annotations

from typing import Any

from tracker.domain.actions import Action
from tracker.domain.parties import UNIT_SIDE, Party
from tracker.domain.quality import Aspect
from tracker.domain.states import RoundState
from tracker.models.ratings import QualityRating
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round
from tracker.queries.quality_ratings import of_rounds
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.rating_labels import ADVICE_ONLY, ASPECTS, QUALITIES
from tracker.web.spoken import gettext as _


def quality(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """A row for each unit that said something: one statement, and none where nothing is this reader's to read."""
    mine = [task for task in suggestion.tasks if reader.sees(Action.RATE_QUALITY, task.id)]
    if "quality_ratings" not in there or not mine:
        return None
    rounds = {one.id: one for task in mine for one in task.rounds}
    rows = [_row(one, rounds[one.round_id], reader) for one in of_rounds(rounds)]
    if not rows:
        return None
    held = {"rows": rows, "advice": ADVICE_ONLY}
    return Section("quality", _("建议质量评价"), "", "dossier/_quality.html", held)


def _row(said: QualityRating, one: Round, reader: Reader) -> dict[str, Any]:
    # The deputies read what the unit says, not who of its people wrote it.
    inner = reader.who & (UNIT_SIDE | {Party.DESK})
    return {
        "unit": one.unit.short_name,
        "by": said.person.name if inner else "",
        "at": said.made_at,
        "levels": [(ASPECTS[each], QUALITIES[getattr(said, each.value)]) for each in Aspect],
        "words": said.words,
        "waits": _("代表的评价期还没有结束，代表现在看不到。") if one.state is RoundState.DELIVERED else "",
    }
