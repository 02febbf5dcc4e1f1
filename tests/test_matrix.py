"""The whole matrix over HTTP: every person, in every situation, tries every act. What the law allows happens, and
nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zlib import crc32

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests import builders, posting
from tests.builders import fetch
from tests.conftest import POSTGRES
from tests.frozen import Frozen, hasten, signature
from tests.situation_parts import LONG_AGO
from tests.situations import SITUATIONS, Situation
from tests.visiting import Visitor, visitor
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action, Machine
from tracker.domain.lifecycle import CONSEQUENCES, STEPS
from tracker.domain.parties import Actor
from tracker.domain.permissions import why_not
from tracker.domain.states import SuggestionState
from tracker.domain.whys import Why
from tracker.models.record import Event
from tracker.services import accounts
from tracker.services._advance import case_ids

NOBODY, STOPPED = "", "stopped"
REFUSED, DONE = (403, 404, 409), (302, 303)
# Nobody is sent to the log-in; who typed something and cannot be known gets it back on a page that says so.
TO_LOG_IN = (302, 403)
# Saving a draft is no act worth a line in the record, unless it takes a signature away or answers a return.
UNRECORDED = {(Action.REVISE, SuggestionState.DRAFT), (Action.REVISE, SuggestionState.COSIGNING)}


# What the same press may do as well.
IN_THE_SAME_STEP = {
    Action.JOIN_GROUP: (Action.JOIN_GROUP,),
    Action.LEAVE_GROUP: (Action.LEAVE_GROUP,),
    # The last consent takes the paper back; so does leaving, when all others have agreed.
    Action.CONSENT_WITHDRAWAL: (Action.WITHDRAW,),
    Action.LEAVE: (Action.WITHDRAW,),
    Action.DECLINE: (Action.WITHDRAW,),
    # What is taken back is handled with others no longer, and a group of one is none.
    Action.WITHDRAW: (Action.LEAVE_GROUP,),
    Action.SIGN_FOR: (Action.GIVE,),
    Action.AGREE_OUTCOME: (Action.WITHDRAW, Action.ASK_WITHDRAWAL),
    Action.REFILE: (Action.START,),
}


LOGGED_OUT = "not logged in"


@dataclass(frozen=True)
class Cell:
    """One person, one act, one case; `why` is what the law says against it."""

    name: str
    action: Action
    case_key: tuple[Any, ...]
    state: Any
    post: posting.Post
    why: Why | str | None


@dataclass
class Scene:
    """One situation in a database held still."""

    app: Flask
    world: World
    case_id: int
    situation: Situation
    frozen: Frozen
    visitors: list[Visitor] = field(default_factory=list)

    def cells(self, login: str) -> list[Cell]:
        """What this person tries; only that is filled in, which costs more than the judgement."""
        suggestion, actor = fetch(self.case_id), self.world.actors.get(login)
        found = []
        for action in posting.BUTTONS:
            machine = STEPS[action].machine
            for case in posting.cases_of(suggestion, machine) if machine in self.situation.machines else ():
                why = _why_not(actor, action, case) if actor else LOGGED_OUT
                if not _is_tried(self.situation, login, action, why):
                    continue
                post = posting.post_for(self.app, self.world, action, case)
                found.append(Cell(_name(action, case), action, _key(case), case.state, post, why))
        db.session.rollback()
        return found


# The law is the same on both engines, and putting a whole database back takes PostgreSQL twenty times as long: there
# every ninth situation is walked.
WALKED = list(SITUATIONS)[::9] if POSTGRES else list(SITUATIONS)


@pytest.fixture(params=WALKED)
def scene(request: pytest.FixtureRequest, app: Flask, world: World) -> Iterator[Scene]:
    situation = SITUATIONS[request.param]
    with time_machine.travel(NOW, tick=False):
        hasten()
        if Machine.SUGGESTION in situation.machines:
            # Papers are merged with others and linked to earlier ones: there is one, older than any situation.
            builders.a_registered(world, now=LONG_AGO - timedelta(days=20))
        case_id = situation.reach(world)
        visitors = [visitor(app, world, login) for login, *_rest in PEOPLE]
        visitors.append(visitor(app, world))
        held = Scene(app, world, case_id, situation, Frozen(), visitors)
        yield held
        held.frozen.close()


@pytest.mark.timeout(400)
def test_every_person_may_do_what_the_law_says_and_nothing_else(scene: Scene) -> None:
    wrong = [line for visitor in scene.visitors for line in _tries(scene, visitor)]
    wrong += _comes_back_with_an_old_cookie(scene)
    assert not wrong, "\n".join(wrong)


def _tries(scene: Scene, visitor: Visitor) -> Iterator[str]:
    """What went otherwise than the law says: first everything forbidden, then each act that is allowed."""
    cells = scene.cells(visitor.login)
    before = signature()
    for cell in cells:
        if cell.why is not None and (status := visitor.send(cell.post).status_code) not in _refusals(visitor, cell):
            yield f"{visitor.login} {cell.name}: answered {status}, but {cell.why}"
    if changed := _changed(before):
        yield f"{visitor.login}: refused acts changed {changed}"
        scene.frozen.restore()
    for cell in cells:
        if cell.why is None:
            yield from _is_done(scene, visitor, cell)
            scene.frozen.restore()


def _is_tried(situation: Situation, login: str, action: Action, why: Why | str | None) -> bool:
    """What is refused for the same plain reason in most situations is tried in some of them, others for each person: in
    a sixteenth where one may not even see the case, in an eighth or a twelfth where it is not one's turn. All else is
    always tried."""
    of = {Why.NOT_VISIBLE: 16, Why.NOT_YOURS: 8, Why.WRONG_STATE: 12, LOGGED_OUT: 4}.get(why, 1)  # type: ignore[arg-type]
    return crc32(f"{situation.reach.__name__} {login} {action}".encode()) % of == 0


def _why_not(actor: Actor, action: Action, case: posting.Case) -> Why | None:
    why = why_not(actor, action, case, today=TODAY)
    if action is Action.SEND_UP and why is Why.REPLY_INCOMPLETE:
        # The page hands in the whole reply with the same press, so what was missing before does not count.
        return why_not(actor, Action.DRAFT_REPLY, case, today=TODAY)
    return why


def _refusals(visitor: Visitor, cell: Cell) -> tuple[int, ...]:
    if visitor.login in (NOBODY, STOPPED):
        return TO_LOG_IN
    # A share of another system is dropped from the coordinator's form like one that does not exist; nothing is left.
    return (*REFUSED, 422) if cell.action is Action.DISTRIBUTE else REFUSED


def _changed(before: dict[str, int]) -> list[str]:
    after = signature()
    return [table for table in before if after[table] != before[table]]


def _is_done(scene: Scene, visitor: Visitor, cell: Cell) -> Iterator[str]:
    """An allowed act leaves its own event and what follows from it, in the name of who did it, and nothing else."""
    before, last = signature(), db.session.scalar(select(func.max(Event.seq))) or 0
    status = visitor.send(cell.post).status_code
    if status not in DONE:
        yield f"{visitor.login} {cell.name}: answered {status}, but the law allows it"
        return
    if (cell.action, cell.state) in UNRECORDED or cell.action is Action.DRAFT_REPLY:
        if "suggestion_text" not in (changed := _changed(before)) and "answer" not in changed:
            yield f"{visitor.login} {cell.name}: nothing was saved, only {changed}"
        return
    db.session.rollback()
    found = list(db.session.scalars(select(Event).where(Event.seq > last).order_by(Event.seq)))
    story = [event.action for event in found]
    if story[:1] != [cell.action.value] or not set(story[1:]) <= _following(cell.action):
        yield f"{visitor.login} {cell.name}: recorded {story}"
        return
    actor = scene.world.actors[visitor.login]
    who = (actor.person_id, actor.membership_id)
    expected = (*cell.case_key, cell.state.value, (STEPS[cell.action].to or cell.state).value, *who)
    first = found[0]
    told = (first.suggestion_id, first.task_id, first.round_id, first.from_state, first.to_state)
    if (*told, first.person_id, first.membership_id) != expected:
        yield f"{visitor.login} {cell.name}: recorded {told}, expected {expected}"


def _following(action: Action) -> set[str]:
    return {one.value for one in CONSEQUENCES} | {one.value for one in IN_THE_SAME_STEP.get(action, ())}


def _comes_back_with_an_old_cookie(scene: Scene) -> Iterator[str]:
    """The author, who could do most, when her account has been stopped."""
    accounts.stop(scene.world.xi, scene.world.accounts["lin"], now=NOW)
    author = next(one for one in scene.visitors if one.login == "lin")
    yield from _tries(scene, Visitor(STOPPED, author.client, author.csrf_token, author.hat_id))


def _name(action: Action, case: posting.Case) -> str:
    unit = f" at {case.task.unit.short_name}" if case.task is not None else ""
    return f"{action}{unit} ({case.state})"


def _key(case: posting.Case) -> tuple[int | None, int | None, int | None]:
    return case_ids(case)
