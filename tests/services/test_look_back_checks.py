"""Checks of a look-back: when one may be made, a form that comes after it, a finding that is corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.services.test_look_backs import CHECK, FORM, begun, checked, line_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.whys import Refused, Why
from tracker.models.look_backs import Finding
from tracker.models.record import Event
from tracker.services import look_back_lines
from tracker.services._load import Invalid

AFTER = NOW + timedelta(days=21)


def test_a_check_waits_for_the_form_and_a_form_that_comes_after_it_is_still_taken(world: World) -> None:
    case = builders.closed(world)
    begun(world)
    line = line_of(case)
    with pytest.raises(Refused) as refused:
        look_back_lines.check(world.ou, line.id, CHECK, version=line.version, now=NOW)
    assert refused.value.why is Why.FORM_IS_AWAITED
    look_back_lines.check(world.ou, line.id, CHECK, version=line.version, now=AFTER)
    line = line_of(case)
    look_back_lines.fill(world.jing, line.id, FORM, version=line.version, now=AFTER + timedelta(days=1))
    assert (line_of(case).percent, line_of(case).form_is_checked) == (80, False)


def test_a_visit_before_the_campaign_is_none_of_its_checks(world: World) -> None:
    case = builders.closed(world)
    begun(world)
    line, early = line_of(case), replace(CHECK, checked_on=TODAY - timedelta(days=1))
    with pytest.raises(Invalid) as wrong:
        look_back_lines.check(world.ou, line.id, early, version=line.version, now=AFTER)
    assert wrong.value.problems == {"checked_on": "before_look_back"}


def test_a_finding_is_corrected_until_the_rating_shuts_and_the_story_keeps_the_earlier_one(world: World) -> None:
    case = builders.closed(world)
    begun(world)
    line = checked(world, case)
    right = replace(CHECK, finding=Finding.AS_SAID)
    look_back_lines.check(world.ou, line.id, right, version=line.version, now=NOW)
    found = db.session.scalars(select(Event).where(Event.action == Action.CHECK_LOOK_BACK.value))
    told = sorted(found, key=lambda one: one.seq)
    assert [(one.facts["finding"], one.facts.get("was")) for one in told] == [("partly", None), ("as_said", "partly")]
    look_back_lines.shut_due(now=NOW + timedelta(days=41))
    line = line_of(case)
    with pytest.raises(Refused) as refused:
        look_back_lines.check(world.ou, line.id, CHECK, version=line.version, now=NOW + timedelta(days=41))
    assert refused.value.why is Why.FORM_IS_CHECKED
