"""What a review left on a dossier: the versions of the text, outcomes put to the deputy and what he said to them."""

from __future__ import annotations

from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.rulebook import Rulebook
from tracker.models.reviews import Intended, IntendedOutcome, Reception
from tracker.models.suggestions import Suggestion
from tracker.queries.law import rulebook_for
from tracker.queries.outcomes import outcomes_of
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.outcome_words import INTENDED, RECEPTIONS, until_words
from tracker.web.spoken import gettext as _


def versions(suggestion: Suggestion, reader: Reader, _there: frozenset[str]) -> Section | None:
    """That the text has several versions, for those who read the case in full; drafts count for who may read them."""
    if suggestion.text is None or suggestion.text.no < 2 or not reader.full:
        return None
    return Section("versions", _("历次文稿"), "", "dossier/_versions.html")


def outcomes(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """Every outcome put to the deputy, both texts beside each other."""
    if "outcomes" not in there or not reader.sees(Action.PUT_OUTCOME):
        return None
    rows = [told(one) for one in outcomes_of(suggestion)]
    return Section("outcomes", _("拟处理意见"), "", "dossier/_outcomes.html", {"rows": rows})


def told(one: IntendedOutcome) -> dict[str, Any]:
    """One outcome in words: what is intended on which ground, what the deputy said."""
    book: Rulebook = rulebook_for(day_of(one.made_at))
    ground = book.ground(one.ground)
    return {
        "kind": str(INTENDED[Intended(one.kind)]),
        "by": one.by.name if one.by is not None else "",
        "made_at": one.made_at,
        "ground": ground,
        "words": one.words,
        "reception": _reception(one),
        "contested": one.reception is Reception.CONTESTED,
        "answer": one.answer,
        "answered_at": None if one.reception is Reception.SILENT else one.answered_at,
    }


def _reception(one: IntendedOutcome) -> str:
    if one.reception is None:
        return _("还没有答复（请在%(until)s）", until=until_words(one.answer_by))
    return str(RECEPTIONS[one.reception])
