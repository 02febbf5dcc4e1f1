"""Chasing a promise: pause, weight and paper as of a share; what the unit says of it answers; kept or moved it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import fetch
from tests.services.test_chases import last_event, told
from tests.services.test_documents import both, compared, day, papers_of
from tests.situations_commitments import promise_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.documents import PaperKind
from tracker.domain.ladder import Side
from tracker.domain.parties import Party
from tracker.domain.whys import Refused, Why
from tracker.models.chases import Chase
from tracker.models.commitments import ChangeKind, Commitment
from tracker.queries import chases as sent
from tracker.services import commitment_changes, commitment_days, commitments
from tracker.services._load import Invalid
from tracker.services.chases import Said
from tracker.services.commitment_changes import Change, Decision
from tracker.services.commitments import Progress, SecondReply
from tracker.services.promise_chases import chase_promise


def late_promise(world: World, days: int = 5) -> Commitment:
    """A promise of a reply that went out, so many days past its day."""
    case = builders.delivered(world, cosigned=True)
    one = promise_of(case)
    one.due_on = TODAY - timedelta(days=days)
    db.session.commit()
    commitment_days.fall_due_all(now=NOW)
    return promise_of(case)


def every(one: Commitment) -> list[Chase]:
    wanted = select(Chase).where(Chase.commitment_id == one.id).order_by(Chase.id)
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


def test_a_promise_is_chased_by_weight_and_its_unit_is_told(world: World) -> None:
    one = late_promise(world)
    for who in (world.lin, world.chen, world.du, world.ou):
        chase_promise(who, one.id, Said("请落实。"), now=NOW)
    one = promise_of(one.suggestion_id)
    assert (one.chases, one.chases_open, one.pressure) == (4, 4, 1 + 2 + 4 + 2)
    assert [each.side for each in every(one)] == [Side.DEPUTY, Side.DESK, Side.COORDINATOR, Side.COMMITTEE]
    assert [each.serial for each in every(one)] == [None, 1, 2, 3]
    assert {Party.RECEIVER, Party.UNIT_SIGNER} <= told(last_event(Action.CHASE_PROMISE))
    # The share it was made in is answered and stays unpressed.
    assert (one.task.chases, fetch(one.suggestion_id).pressure, len(sent.of_share(one.task.id))) == (0, 0, 0)


def test_one_side_waits_between_two_chases_and_a_promise_on_its_course_is_left_alone(world: World) -> None:
    one = late_promise(world)
    chase_promise(world.lin, one.id, Said(), now=NOW)
    with pytest.raises(Refused) as no:
        chase_promise(world.fang, one.id, Said(), now=NOW + timedelta(days=2))
    assert no.value.why is Why.PROMISE_CHASED_LATELY
    chase_promise(world.fang, one.id, Said(), now=NOW + timedelta(days=3))
    far = promise_of(builders.delivered(world))
    far.due_on = TODAY + timedelta(days=200)
    db.session.commit()
    with pytest.raises(Refused) as no:
        chase_promise(world.lin, far.id, Said(), now=NOW)
    assert no.value.why is Why.PROMISE_ON_COURSE
    with pytest.raises(Invalid):
        chase_promise(world.du, one.id, Said(answer_by=TODAY - timedelta(days=1)), now=NOW)


def test_a_form_the_unit_has_open_stays_good_and_its_progress_answers(world: World) -> None:
    one = late_promise(world)
    before = one.version
    chase_promise(world.lin, one.id, Said(), now=NOW)
    commitments.note_progress(world.jing, one.id, Progress("已经招标", 40), version=before, now=NOW)
    one = promise_of(one.suggestion_id)
    assert (one.chases, one.chases_open) == (1, 0)
    assert [(each.answer, each.answered_by_id) for each in every(one)] == [("已经招标", world.jing.person_id)]


def test_what_is_kept_or_moved_is_no_longer_pressed(world: World) -> None:
    kept, moved = late_promise(world), late_promise(world)
    for one in (kept, moved):
        chase_promise(world.du, one.id, Said(), now=NOW)
    reply = SecondReply("临教复〔2026〕31号", "已经做到。")
    commitments.fulfil(world.cheng, kept.id, reply, version=promise_of(kept.suggestion_id).version, now=NOW)
    change = Change(ChangeKind.MOVE, "流标", TODAY + timedelta(days=90))
    commitment_changes.ask(world.cheng, moved.id, change, version=promise_of(moved.suggestion_id).version, now=NOW)
    assert every(moved)[0].answer == "流标"
    granted, version = Decision("同意", TODAY + timedelta(days=90)), promise_of(moved.suggestion_id).version
    commitment_changes.grant(world.chen, moved.id, granted, version=version, now=NOW)
    for one in (kept, moved):
        now_held = promise_of(one.suggestion_id)
        assert (now_held.chases, now_held.pressure, now_held.chases_open, now_held.chase_again) == (0, 0, 0, {})
        assert [each.ended_on for each in every(one)] == [TODAY]


def test_the_paper_names_the_promise_and_its_day_and_stays_what_it_was(world: World) -> None:
    one = late_promise(world)
    chase_promise(world.du, one.id, Said("请于本周落实。", date(2026, 4, 8)), now=NOW)
    paper = papers_of(one.suggestion_id)[PaperKind.CHASE]
    for written in both(paper):
        wanted = [one.promise, day(one.due_on), "已逾期5天", "请于本周落实。", "催办〔2026〕1号", "临江市督查室"]
        assert [words for words in wanted if "".join(words.split()) not in written] == []
    assert compared(paper.code)
