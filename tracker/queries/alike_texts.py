"""The texts that are compared for likeness, and how rare pairs of characters are among them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import and_, func, select

from tracker.db import db
from tracker.domain.alike import Rarity, Weighed, counted, weighed
from tracker.domain.states import ON_RECORD, SuggestionState
from tracker.models.alike import AlikeRarity
from tracker.models.suggestions import Request, Suggestion, SuggestionText

# Handed in, and the text as it was: nobody else's draft, nor what is being corrected.
COMPARED = (*sorted(ON_RECORD), SuggestionState.SUBMITTED, SuggestionState.IN_REVIEW, SuggestionState.ARCHIVED)
# So many papers, evenly spread over all, say how rare a pair is; in fewer of them than this it counts as in none.
COUNTED, FEWEST = 4000, 3
_KEPT = 4


@dataclass(frozen=True)
class PaperText:
    """What of a paper is compared; nothing of it is told to who may not read the paper."""

    title: str
    problem: str = ""
    analysis: str = ""
    requests: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything but the title."""
        return "\n".join(part for part in (self.problem, self.analysis, *self.requests) if part)

    def weighed(self, rarity: Rarity) -> Weighed:
        """The paper as a vector."""
        return weighed(self.title, self.text, rarity)


class _Kept:
    """The last few countings, by their keys: a page does not read thousands of numbers that it has read before."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Rarity] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: str) -> Rarity | None:
        with self._lock:
            return self._held.get(key)

    def keep(self, key: str, rarity: Rarity) -> Rarity:
        with self._lock:
            self._held[key] = rarity
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return rarity


_kept = _Kept()


def text_of(suggestion: Suggestion) -> PaperText:
    """The text of a paper as it stands now, drafts too."""
    text = suggestion.text
    if text is None:
        return PaperText(suggestion.title)
    return PaperText(text.title or suggestion.title, text.problem, text.analysis, [one.body for one in text.requests])


def texts_of(ids: Collection[int]) -> dict[int, PaperText]:
    """The texts of those of these papers that are compared; two statements, none where nothing is asked."""
    if not ids:
        return {}
    current = and_(SuggestionText.suggestion_id == Suggestion.id, SuggestionText.no == Suggestion.text_no)
    papers = db.session.execute(
        select(Suggestion.id, Suggestion.title, SuggestionText.problem, SuggestionText.analysis)
        .outerjoin(SuggestionText, current)
        .where(Suggestion.id.in_(ids), Suggestion.state.in_(COMPARED))
        .order_by(Suggestion.id)
    )
    found = {row.id: PaperText(row.title, row.problem or "", row.analysis or "") for row in papers}
    bodies = db.session.execute(
        select(Suggestion.id, Request.body)
        .join(SuggestionText, current)
        .join(Request, Request.text_id == SuggestionText.id)
        .where(Suggestion.id.in_(ids))
        .order_by(Suggestion.id, Request.no)
    )
    for suggestion_id, body in bodies:
        if suggestion_id in found:
            found[suggestion_id].requests.append(body)
    return found


def rarity_now() -> Rarity:
    """How rare pairs are, as last counted; nothing is rarer than anything else where it never was. One statement,
    one more the first time this process asks for a counting."""
    key = db.session.scalar(select(AlikeRarity.key))
    if key is None:
        return Rarity()
    if (held := _kept.find(key)) is not None:
        return held
    row = db.session.execute(select(AlikeRarity.papers, AlikeRarity.held)).one()
    return _kept.keep(key, Rarity(row.papers, row.held))


def recounted(highest: int) -> Rarity:
    """Counts anew, on at most some `COUNTED` papers evenly spread over the ids up to `highest`: a second of work."""
    step = max(1, highest // COUNTED)
    ids = db.session.scalars(
        select(Suggestion.id).where(Suggestion.id % step == 0, Suggestion.state.in_(COMPARED)).order_by(Suggestion.id)
    ).all()
    papers = [text for at in range(0, len(ids), 500) for text in texts_of(ids[at : at + 500]).values()]
    least = FEWEST if len(papers) >= COUNTED // 4 else 1
    return counted((f"{one.title}\n{one.text}" for one in papers), least=least)


def highest_id() -> int:
    """The highest id of a paper, 0 where there is none."""
    return db.session.scalar(select(func.max(Suggestion.id))) or 0
