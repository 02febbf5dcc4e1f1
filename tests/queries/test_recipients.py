"""Who a notice reaches is everybody who stands in the party, and no act tells a party that nobody can be found in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from tests.builders import fetch
from tests.frozen import hasten
from tests.heard import tell
from tests.posting import EXAMPLES, case_for
from tests.turns import some_of
from tests.visiting import arranged
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action, Machine
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import UNIT_SIDE, Party
from tracker.domain.recount import CONCERNED
from tracker.models.commitments import Commitment
from tracker.models.record import Event, Notice
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.models.tellings import Telling
from tracker.queries.recipients import Case, Directory
from tracker.services._advance import unit_told

KINDS = {Machine.SUGGESTION: Suggestion, Machine.TASK: Task, Machine.ROUND: Round, Machine.COMMITMENT: Commitment}
TOLD = {machine: {p for s in STEPS.values() if s.machine is machine for p in s.tells} for machine in Machine}
TELLING = [action for action in EXAMPLES if STEPS[action].tells]
# Of a unit that is asked for its word its receiver alone is told: all its people stand in the party.
RECEIVERS_ALONE = {Party.HEARD}


@pytest.fixture(autouse=True)
def one_morning(world: World) -> Iterator[None]:
    hasten()
    with time_machine.travel(NOW, tick=False):
        yield


def standing(directory: Directory, party: Party, case: Case, unit_id: int | None = None) -> set[int | None]:
    """Everybody in the city who stands in the party to a case, asked one by one; of one unit where it is named."""
    ours = [one for one in directory.by_hat.values() if unit_id in (None, one.unit_id)]
    return {one.person_id for one in ours if directory.fits(one, party, case)}


@pytest.mark.parametrize("machine", Machine)
def test_everybody_who_stands_in_a_party_that_is_told_is_found(
    world: World, everywhere: dict[str, int], machine: Machine
) -> None:
    directory, reached = Directory(TODAY), set()
    for case in db.session.scalars(select(KINDS[machine])):
        for party in TOLD[machine]:
            unit = unit_told(case, party)
            found = {one.person_id for one in directory.recipients(party, case, unit_id=unit)}
            stand = standing(directory, party, case, unit)
            assert found <= stand if party in RECEIVERS_ALONE else found == stand, (machine, case.id, party)
            assert found or not stand, (machine, case.id, party)
            reached |= {party} if found else set()
    assert reached == TOLD[machine], "no act tells a party in which nobody is found"


def test_who_is_told_of_a_moved_day_is_found_by_paper_and_unit(world: World, everywhere: dict[str, int]) -> None:
    """A moved day is told of the whole paper, to the people of the unit whose day it is."""
    directory, reached = Directory(TODAY), set()
    concerned = {party for parties in CONCERNED.values() for party in parties}
    for case in db.session.scalars(select(Suggestion)):
        units = {task.unit_id for task in case.tasks if task.with_unit}
        for party in concerned:
            for unit in units if party in UNIT_SIDE else {None}:
                found = {one.person_id for one in directory.recipients(party, case, unit_id=unit)}
                stand = standing(directory, party, case, unit)
                assert found <= stand if party in RECEIVERS_ALONE else found == stand, (case.id, party, unit)
                reached |= {party} if found else set()
    assert reached == concerned


@pytest.mark.parametrize("action", some_of(5, TELLING, "heard"))
def test_of_an_act_those_hear_who_stood_where_it_tells(
    app: Flask, world: World, everywhere: dict[str, int], action: Action
) -> None:
    """Also those whom the act itself lets go: whoever filed a notice for a party meant somebody to get it."""
    db.session.execute(update(Notice).values(sent_at=NOW))
    db.session.commit()
    last = db.session.scalars(select(Event.seq).order_by(Event.seq.desc())).first() or 0
    case_id, who, post = arranged(app, world, action, among=everywhere)
    case, directory = case_for(fetch(case_id), action), Directory(TODAY)
    stood = {party: standing(directory, party, case) for party in STEPS[action].tells}
    who.send(post)
    tell()
    db.session.rollback()
    of_act = select(Event.seq).where(Event.seq > last, Event.action == action, Event.suggestion_id == case_id)
    filed = set(db.session.scalars(select(Notice.party).where(Notice.event_seq.in_(of_act))))
    told = db.session.execute(select(Telling.person_id, Telling.party).where(Telling.event_seq.in_(of_act))).all()
    for party in filed:
        others = stood[party] - {world.actors[who.login].person_id}
        assert not others or any(person in others or as_ == party for person, as_ in told), party
