"""The marks by which alike papers are found follow the texts in the same transaction."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from tests.builders import a_draft, a_paper, a_registered, a_submitted, fetch, in_review, returned, withdrawn
from tests.world import NOW, World
from tracker.db import db, transactional
from tracker.domain.alike import MARKS
from tracker.models.alike import AlikeMark, AlikeRarity
from tracker.models.suggestions import Suggestion
from tracker.queries.alike_texts import rarity_now
from tracker.services import search, submissions


def marks_of(suggestion_id: int) -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(AlikeMark.token).where(AlikeMark.suggestion_id == suggestion_id)))


def test_a_draft_has_no_marks_and_what_is_handed_in_has_some(world: World) -> None:
    draft, case = a_draft(world), a_submitted(world)
    assert marks_of(draft) == set()
    assert 0 < len(marks_of(case)) <= MARKS and "护学" in marks_of(case)


def test_a_paper_that_comes_again_with_another_text_has_its_marks(world: World) -> None:
    case = returned(world)
    assert marks_of(case) == set()
    paper = a_paper(world, title="在湖滨公园增设饮水点", problem="夏天跑步的人多。", requests=("装饮水机。",))
    submissions.revise(world.lin, case, paper, version=fetch(case).version, now=NOW)
    assert marks_of(case) == set()
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    assert "饮水" in marks_of(case) and "护学" not in marks_of(case)


@pytest.mark.parametrize("make", [in_review, a_registered])
def test_while_it_is_before_somebody_it_keeps_its_marks(world: World, make: object) -> None:
    assert marks_of(make(world))  # type: ignore[operator]


def test_what_was_withdrawn_has_none(world: World) -> None:
    assert marks_of(withdrawn(world)) == set()


def test_pairs_are_counted_anew_once_there_are_twice_as_many_papers(world: World) -> None:
    for _no in range(9):
        a_submitted(world)
    db.session.rollback()
    counted_to = db.session.scalar(select(AlikeRarity.counted_to))
    highest = db.session.scalar(select(func.max(Suggestion.id)))
    assert counted_to and highest and counted_to <= highest < 2 * counted_to
    assert rarity_now().papers == counted_to


def test_a_counting_that_was_made_anew_is_read_anew(world: World) -> None:
    for _no in range(4):
        a_submitted(world)
    db.session.rollback()
    before = rarity_now()
    assert rarity_now() is before
    search.reindex(now=NOW)
    assert rarity_now() is not before


def test_making_the_index_anew_mends_the_marks(world: World) -> None:
    one, other = a_submitted(world), a_submitted(world)
    _spoil(one)
    assert marks_of(one) != marks_of(other)
    search.reindex(now=NOW)
    assert marks_of(one) == marks_of(other) != set()


@transactional
def _spoil(suggestion_id: int) -> None:
    gone = AlikeMark.suggestion_id == suggestion_id
    db.session.execute(update(AlikeMark).where(gone).values(weight=AlikeMark.weight + 1))
    db.session.execute(AlikeMark.__table__.delete().where(gone, AlikeMark.token == "护学"))  # type: ignore[attr-defined]


def test_a_paper_of_a_text_that_says_nothing_has_no_marks(world: World) -> None:
    case = a_submitted(world, title="关于建议的建议", problem="。", analysis="", requests=("。",))
    assert marks_of(case) == set()
