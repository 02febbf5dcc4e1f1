"""Stating why a share is late: the record proposes, an office confirms or says what it was; the unit is told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.builders import task_of
from tests.services.test_chases import last_event, told
from tests.situations_chases import late
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.lateness import LateReason
from tracker.domain.parties import Party
from tracker.models.late_reasons import StatedReason
from tracker.queries.late_reasons import proposed, stated
from tracker.services import late_reasons
from tracker.services._load import Invalid

R = LateReason


def test_the_record_proposes_where_the_days_went(world: World) -> None:
    task = task_of(world, late(world))
    found = proposed([task], TODAY)[task]
    assert (found.days, found.proposed, found.own_late) == (12, R.UNIT, 12)
    assert found.parts == ((R.UNIT, 102),)


def test_what_is_proposed_is_confirmed_without_words_anything_else_needs_them(world: World) -> None:
    task = task_of(world, late(world))
    for reason in (None, R.CO_UNITS, R.MATTER):
        with pytest.raises(Invalid):
            late_reasons.state(world.du, task, reason, words=" ", now=NOW)
    late_reasons.state(world.du, task, R.UNIT, words="", now=NOW)
    late_reasons.state(world.chen, task, R.MATTER, words="等省里的规划批复。", now=NOW)
    first, last = db.session.scalars(select(StatedReason).order_by(StatedReason.id)).all()
    assert (first.reason, first.proposed, first.late_days, first.parts) == (R.UNIT, R.UNIT, 12, [["unit", 102]])
    assert stated([task])[task].id == last.id and last.words == "等省里的规划批复。"


def test_the_unit_is_told_and_no_deputy_reads_of_it(world: World, browse) -> None:
    case = late(world)
    late_reasons.state(world.du, task_of(world, case), R.OFFICES, words="退件裁定用了二十天。", now=NOW)
    assert told(last_event(Action.STATE_LATENESS)) == {Party.RECEIVER, Party.HANDLER}
    assert "退件裁定用了二十天" in browse("jing").open(f"/suggestions/{case}").words
    for login in ("lin", "ou"):
        assert "退件裁定用了二十天" not in browse(login).open(f"/suggestions/{case}").words
