"""Forms of links, handling groups and the round before assignment. Papers are merged with and linked to the other one
there is."""

from __future__ import annotations

from sqlalchemy import select

from tests.posting_parts import Case, Example, Fields, version
from tests.world import World
from tracker.db import db
from tracker.domain import limits
from tracker.domain.actions import Action
from tracker.models.suggestions import Suggestion
from tracker.queries.similar import OPEN


def _other(case: Case) -> Suggestion | None:
    """Another open paper of the database in no group."""
    wanted = select(Suggestion).where(
        Suggestion.id != case.suggestion.id, Suggestion.state.in_(OPEN), Suggestion.group_id.is_(None)
    )
    return db.session.scalars(wanted.order_by(Suggestion.id).limit(1)).first()


def _pre_assign(world: World, case: Case, words: str) -> Fields:
    lead = {"units-0-unit": str(world.units["市教育局"]), "units-0-role": "lead", "units-0-asked": ""}
    co = {"units-1-unit": str(world.units["市交通运输局"]), "units-1-role": "co", "units-1-asked": words}
    return {"step": "send", "answer_by": ""} | lead | co | version(case)


def _speak(world: World, case: Case, words: str) -> Fields:
    said = {"rows-0-say": "not_ours", "rows-0-better": "市委宣传部", "rows-0-words": words}
    # Said anew it says over which word.
    spoken = [one for one in case.suggestion.hearings if one.is_open and one.say is not None]
    over = {"rows-0-over": str(spoken[0].version)} if spoken else {}
    return {"rows-0-suggestion": str(case.suggestion.id)} | said | over


def _join(_world: World, case: Case, words: str) -> Fields:
    fields = {"step": "send", "name": "小学门口交通", "why": words, "differ": "路段不同", "numbers": ""}
    papers = [case.suggestion, *([other] if (other := _other(case)) else [])]
    for no, paper in enumerate(papers):
        fields |= {
            f"papers-{no}-suggestion": str(paper.id),
            f"papers-{no}-at": str(paper.version),
            f"papers-{no}-pick": "y",
        }
    return fields


def _link(_world: World, case: Case, words: str) -> Fields:
    other = _other(case)
    return {"number": other.number if other else "", "kind": "repeat", "note": words}


HANDED_IN = {
    Action.PRE_ASSIGN: _pre_assign,
    Action.SPEAK: _speak,
    Action.CLOSE_CIRCULATION: lambda _world, case, _words: version(case),
    Action.JOIN_GROUP: _join,
    Action.LEAVE_GROUP: lambda _world, case, words: {"why": words} | version(case),
    Action.LINK: _link,
}
EXAMPLES = {
    Action.PRE_ASSIGN: Example("to_circulate", "chen"),
    Action.SPEAK: Example("circulating", "he"),
    Action.CLOSE_CIRCULATION: Example("circulating", "chen"),
    Action.JOIN_GROUP: Example("beside_another", "chen"),
    Action.LEAVE_GROUP: Example("in_a_group", "chen"),
    Action.LINK: Example("beside_another", "chen"),
}
LONGEST = {
    Action.PRE_ASSIGN: limits.NOTE,
    Action.SPEAK: limits.NOTE,
    Action.JOIN_GROUP: limits.NOTE,
    Action.LEAVE_GROUP: limits.NOTE,
    Action.LINK: limits.NOTE,
}
