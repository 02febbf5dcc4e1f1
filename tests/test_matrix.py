"""The whole matrix over HTTP: every person, in every situation, tries every act. What the law allows happens, and
nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests import builders, posting
from tests.builders import fetch
from tests.conftest import POSTGRES
from tests.frozen import Frozen, hasten, signature
from tests.posting_ratings import SHOWN
from tests.situation_parts import LONG_AGO
from tests.situations import SITUATIONS, Situation
from tests.turns import is_up, some_of
from tests.visiting import Visitor, visitor
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action, Machine
from tracker.domain.lifecycle import CONSEQUENCES, STEPS
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
# Refused for who one is, whatever happens to the case, or for where it stands; of how many such tries one is made.
PLAIN: dict[Why | str | None, int] = {Why.NOT_VISIBLE: 40, Why.NOT_YOURS: 20, Why.WRONG_STATE: 24, LOGGED_OUT: 12}


@dataclass(frozen=True)
class Cell:
    """One person, one act, one case; `why` is what the law says against it."""

    who: Visitor
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
    visitors: list[Visitor]
    tries: list[Cell] = field(default_factory=list)
    frozen: Frozen = field(init=False)

    def cells(self, visitors: list[Visitor]) -> list[Cell]:
        """What these people try; only that is filled in, which costs more than the judgement."""
        suggestion, found = fetch(self.case_id), []
        for action in posting.BUTTONS:
            machine = STEPS[action].machine
            for case in posting.cases_of(suggestion, machine) if machine in self.situation.machines else ():
                for who in visitors:
                    actor = self.world.actors.get(who.login)
                    why = why_not(actor, action, case, today=TODAY) if actor else LOGGED_OUT
                    if _is_tried(self.situation, who.login, action, why):
                        post = posting.post_for(self.app, self.world, action, case)
                        found.append(
                            Cell(who, _name(who.login, action, case), action, _key(case), case.state, post, why)
                        )
        db.session.rollback()
        return found


# The law is the same on both engines, and putting a whole database back takes PostgreSQL twenty times as long: there
# a twentieth of the situations is walked, and a fifth of them on SQLite, others with every commit.
WALKED = some_of(20 if POSTGRES else 8, SITUATIONS, "walked")


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
        held = Scene(app, world, case_id, situation, visitors)
        # Held still with what some forms need beside them, such as a scan that lies there already.
        held.tries = held.cells(visitors)
        held.frozen = Frozen()
        yield held
        held.frozen.close()


@pytest.mark.timeout(400)
def test_every_person_may_do_what_the_law_says_and_nothing_else(scene: Scene) -> None:
    wrong = [*_tried_in_vain(scene.tries, scene.frozen.restore), *_tried_with_success(scene, scene.tries)]
    wrong += _comes_back_with_an_old_cookie(scene)
    assert not wrong, "\n".join(wrong)


def _tried_in_vain(cells: list[Cell], back: Callable[[], None]) -> Iterator[str]:
    """What went otherwise than the law says with all that it forbids. Nothing may have changed in the end, so all of it
    is tried on one database; only when something has, it is looked for try by try, with the database put `back`."""
    forbidden = [cell for cell in cells if cell.why is not None]
    before = signature()
    for cell in forbidden:
        if (status := cell.who.send(cell.post).status_code) not in _refusals(cell):
            yield f"{cell.name}: answered {status}, but {cell.why}"
    if changed := _changed(before):
        yield f"what is forbidden changed {changed}"
        for cell in forbidden:
            back()
            before = signature()
            cell.who.send(cell.post)
            if changed := _changed(before):
                yield f"{cell.name}: {cell.why}, and yet it changed {changed}"


def _tried_with_success(scene: Scene, cells: list[Cell]) -> Iterator[str]:
    """Each act that is allowed, on the database as it was."""
    for cell in cells:
        if cell.why is None:
            scene.frozen.restore()
            yield from _is_done(scene, cell)


def _is_tried(situation: Situation, login: str, action: Action, why: Why | str | None) -> bool:
    """What is refused for the same plain reason in most situations is tried in a share of them, another one with every
    commit: a fortieth where one may not even see the case. All else is always tried."""
    return is_up(PLAIN.get(why, 1), situation.reach.__name__, login, action)


def _refusals(cell: Cell) -> tuple[int, ...]:
    if cell.who.login in (NOBODY, STOPPED):
        return TO_LOG_IN
    # A share of another system is dropped from the coordinator's form like one that does not exist; nothing is left.
    # Of a reply that is not complete the page comes back and lists what is missing.
    return (*REFUSED, 422) if cell.action in (Action.DISTRIBUTE, Action.SEND_UP) else REFUSED


def _changed(before: dict[str, int]) -> list[str]:
    after = signature()
    return [table for table in before if after[table] != before[table]]


def _is_done(scene: Scene, cell: Cell) -> Iterator[str]:
    """An allowed act leaves its own event and what follows from it, in the name of who did it, and nothing else."""
    may_be_silent = (cell.action, cell.state) in UNRECORDED or cell.action is Action.DRAFT_REPLY
    before = signature() if may_be_silent else {}
    last = db.session.scalar(select(func.max(Event.seq))) or 0
    status = cell.who.send(cell.post).status_code
    if status not in DONE and (status, cell.action in SHOWN) != (200, True):
        yield f"{cell.name}: answered {status}, but the law allows it"
        return
    if may_be_silent:
        if "suggestion_text" not in (changed := _changed(before)) and "answer" not in changed:
            yield f"{cell.name}: nothing was saved, only {changed}"
        return
    db.session.rollback()
    found = list(db.session.scalars(select(Event).where(Event.seq > last).order_by(Event.seq)))
    story = [event.action for event in found]
    if story[:1] != [cell.action.value] or not set(story[1:]) <= _following(cell.action):
        yield f"{cell.name}: recorded {story}"
        return
    actor = scene.world.actors[cell.who.login]
    who = (actor.person_id, actor.membership_id)
    expected = (*cell.case_key, cell.state.value, (STEPS[cell.action].to or cell.state).value, *who)
    first = found[0]
    told = (first.suggestion_id, first.task_id, first.round_id, first.from_state, first.to_state)
    if (*told, first.person_id, first.membership_id) != expected:
        yield f"{cell.name}: recorded {told}, expected {expected}"


def _following(action: Action) -> set[str]:
    return {one.value for one in CONSEQUENCES} | {one.value for one in IN_THE_SAME_STEP.get(action, ())}


def _comes_back_with_an_old_cookie(scene: Scene) -> Iterator[str]:
    """The author, who could do most, when her account has been stopped."""
    author = next(one for one in scene.visitors if one.login == "lin")

    def stopped() -> None:
        scene.frozen.restore()
        accounts.stop(scene.world.xi, scene.world.accounts["lin"], now=NOW)

    stopped()
    comes_back = Visitor(STOPPED, author.client, author.csrf_token, author.hat_id)
    yield from _tried_in_vain(scene.cells([comes_back]), stopped)


def _name(login: str, action: Action, case: posting.Case) -> str:
    unit = f" at {case.task.unit.short_name}" if case.task is not None else ""
    return f"{login} {action}{unit} ({case.state})"


def _key(case: posting.Case) -> tuple[int | None, int | None, int | None]:
    return case_ids(case)
