"""The index of the search follows every act in its transaction, mends itself, and is made anew at will."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, select, text

from tests import builders
from tests.invariants_search import search as wrong
from tests.services.test_files import keep
from tests.world import NOW, TODAY, World
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.finding import query_of
from tracker.domain.parties import Actor
from tracker.models.record import Job
from tracker.models.search import SearchPaper, SearchState
from tracker.models.suggestions import Suggestion
from tracker.queries import search as queries
from tracker.queries.search_state import standing
from tracker.services import _search, acts, reviews, search, submissions


def found(actor: Actor, words: str) -> list[int]:
    held = queries.search(actor, queries.Wanted(query_of(words)), today=TODAY)
    db.session.rollback()
    return held.ids


def test_every_act_of_every_situation_leaves_the_index_right(everywhere: dict[str, int], world: World) -> None:
    assert list(wrong()) == []
    assert search.mend({}, now=NOW) == 0


def test_histories_that_are_taken_in_at_once_are_in_it(city_of: Callable[[int], Flask]) -> None:
    app = city_of(7)
    with app.app_context():
        assert list(wrong()) == []
        db.session.rollback()


def test_a_paper_is_found_from_the_moment_it_is_handed_in(world: World) -> None:
    case = builders.a_draft(world, title="为临江大桥加装护栏")
    assert found(world.chen, "加装护栏") == found(world.lin, "加装护栏") == []
    submissions.submit(world.lin, case, version=builders.fetch(case).version, now=NOW)
    assert found(world.chen, "加装护栏") == found(world.lin, "加装护栏") == [case]


def test_what_is_rewritten_is_found_when_it_is_handed_in_again(world: World) -> None:
    case = builders.returned(world)
    paper = builders.a_paper(world, title="在江边修一条慢行道")
    submissions.revise(world.lin, case, paper, version=builders.fetch(case).version, now=NOW)
    assert found(world.chen, "慢行道") == [] and found(world.chen, "周边设置护学") == [case]
    submissions.submit(world.lin, case, version=builders.fetch(case).version, now=NOW)
    assert found(world.chen, "慢行道") == [case] and found(world.chen, "周边设置护学") == []


def test_a_reply_is_found_from_the_moment_it_is_delivered(world: World) -> None:
    case = builders.in_clearance(world)
    reply = builders.round_of(world, case).answers[0].body
    assert found(world.chen, reply[:6]) == []
    done = builders.delivered(world)
    assert done in found(world.chen, reply[:6])


def test_an_act_that_fails_leaves_no_trace_in_it(world: World) -> None:
    case = builders.a_submitted(world)

    @transactional
    def half_an_act() -> None:
        db.session.get_one(Suggestion, case).title = "谁也没有提过的题目"
        _search.note(Action.SUBMIT, case, {})
        db.session.flush()
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        half_an_act()
    assert found(world.chen, "谁也没有提过") == [] and list(wrong()) == []


def test_a_number_is_found_from_the_moment_it_is_given(world: World) -> None:
    case = builders.a_submitted(world)
    version = builders.fetch(case).version
    reviews.accept(world.chen, case, category_id=world.categories["教育科技"], version=version, now=NOW)
    number = builders.fetch(case).number
    assert number and found(world.chen, number[:6]) == [case]


def test_rows_that_are_missing_wrong_or_too_many_are_mended_and_counted(world: World) -> None:
    one, other = builders.a_submitted(world), builders.a_registered(world)
    draft = builders.a_draft(world)

    @transactional
    def break_it() -> None:
        _search._remove(
            list(db.session.scalars(select(SearchPaper).where(SearchPaper.suggestion_id == one))), _search.PAPER
        )
        row = db.session.scalars(select(SearchPaper).where(SearchPaper.suggestion_id == other)).one()
        _search._put(row, _search.PAPER, ("别的 题目", "", ""))
        _search._insert([SearchPaper(place=7, suggestion_id=draft, title="草稿", body="", reply="")], _search.PAPER)

    break_it()
    assert found(world.chen, "别的") == [other]
    assert search.mend({}, now=NOW) == 3
    assert list(wrong()) == [] and found(world.chen, "别的") == []
    assert set(found(world.chen, "护学通道")) == {one, other}
    assert (standing().mended, standing().compared_at) == (3, NOW)


def test_it_is_made_anew_with_the_same_answers(everywhere: dict[str, int], world: World) -> None:
    before = found(world.chen, "护学")
    assert before
    assert search.reindex(now=NOW) == db.session.scalar(select(text("count(*)")).select_from(SearchPaper))
    assert sorted(found(world.chen, "护学")) == sorted(before) and list(wrong()) == []


def test_making_it_that_was_broken_off_goes_on_and_the_page_says_how_far_it_is(world: World) -> None:
    cases = [builders.a_submitted(world), builders.a_registered(world)]
    search._begin()
    assert found(world.chen, "护学通道") == []
    assert (standing().is_whole, standing().there, standing().of) == (False, 0, 2)
    late = builders.a_registered(world, title="护学通道再延长一百米")
    assert found(world.chen, "护学通道") == [late]
    search.mend({}, now=NOW)
    assert set(found(world.chen, "护学通道")) == {*cases, late} and standing().is_whole


def test_making_it_goes_in_stretches_that_leave_the_worker_to_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [builders.a_submitted(world) for _ in range(3)]
    monkeypatch.setattr(search, "BATCH", 1)
    monkeypatch.setattr(search, "STRETCH_SECONDS", -1.0)
    search._begin()
    filed = select(Job.payload).where(Job.kind == search.MEND_JOB).order_by(Job.id)
    for stretch in range(1, 4):
        assert not standing().is_whole
        search.mend({}, now=NOW)
        assert len(db.session.scalars(filed).all()) == stretch
        db.session.rollback()
    search.mend(db.session.scalars(filed).all()[-1], now=NOW)
    assert standing().is_whole and set(found(world.chen, "护学通道")) == set(cases)


def test_an_index_of_an_older_kind_is_left_alone_until_it_is_made_anew(world: World) -> None:
    builders.a_submitted(world)

    @transactional
    def grow_old() -> None:
        db.session.scalars(select(SearchState)).one().tokeniser = -99

    grow_old()
    late = builders.a_submitted(world, title="护学通道再延长一百米")
    assert late not in found(world.chen, "护学通道")
    search.mend({}, now=NOW)
    assert late in found(world.chen, "护学通道") and list(wrong()) == []


def test_more_papers_of_a_day_than_there_is_room_for_stand_before_the_next_day(world: World) -> None:
    places, day = _search.Places(), TODAY
    first = places.of(day)
    held = [places.of(day) for _ in range(_search.OF_A_DAY + 5)]
    assert held == list(range(first + 1, first + _search.OF_A_DAY + 6))
    assert places.of(day.replace(day=day.day + 1)) == held[-1] + 1


def test_a_run_of_papers_without_a_gap_is_passed_at_once(world: World) -> None:
    places = _search.Places()
    last = places.first(TODAY) + _search.OF_A_DAY - 1
    cases = [builders.a_draft(world, title=f"第{no}件") for no in range(3)]
    # The day is full, and what came after it has filled the beginning of the next.
    for place, one in enumerate(cases, start=last):
        db.session.add(SearchPaper(place=place, suggestion_id=one, title="", body="", reply=""))
    db.session.flush()
    assert [places.of(TODAY), places.of(TODAY)] == [last + 3, last + 4]
    db.session.rollback()


def test_an_attachment_left_out_of_a_revised_paper_is_read_by_fewer_at_once(world: World) -> None:
    case, paper = builders.returned(world), builders.a_paper(world, title="在江边修一条慢行道")
    key = keep(world.lin, "慢行道示意.txt", "江边".encode())

    def revise(*keys: str) -> None:
        submissions.revise(world.lin, case, paper, version=builders.fetch(case).version, now=NOW, files=keys)
        assert list(wrong()) == []

    revise(key)
    submissions.submit(world.lin, case, version=builders.fetch(case).version, now=NOW)
    reviews.send_back(world.chen, case, reason="请写明路段", version=builders.fetch(case).version, now=NOW)
    revise()


def test_a_paper_withdrawn_before_it_was_handed_in_is_not_in_it(world: World) -> None:
    case = builders.a_draft(world, title="还没有想好的题目")
    acts.act(world.lin, Action.DISCARD, case, now=NOW)
    assert found(world.lin, "还没有想好") == []
    assert db.session.execute(delete(SearchPaper).where(SearchPaper.suggestion_id == case)).rowcount == 0
    db.session.rollback()
