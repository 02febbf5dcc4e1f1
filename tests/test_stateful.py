"""A random life: anybody tries anything at any time, days pass, and after every step the record is sound (WF-03)."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tests import posting
from tests.conftest import POSTGRES
from tests.frozen import Frozen, hasten, signature
from tests.invariants import broken
from tests.page import Page
from tests.posting_ratings import SHOWN
from tests.situations import SITUATIONS
from tests.visiting import Visitor
from tests.world import NOW, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action, Machine
from tracker.domain.lifecycle import STEPS
from tracker.domain.permissions import why_not
from tracker.domain.states import FINAL
from tracker.models.suggestions import Suggestion
from tracker.queries.similar import OPEN
from tracker.services import jobs, log_ins
from tracker.web.sessions import COOKIE

PAPERS = 3
REFUSED, DONE, TAKEN_BACK = (403, 404, 409), (302, 303), 422
# More by hand before a release: TRACKER_TEST_LIVES=500.
LIVES = int(os.environ.get("TRACKER_TEST_LIVES", "2" if POSTGRES else "4"))
STEPS_OF_ONE = 25
GROUPING = (Action.JOIN_GROUP, Action.LEAVE_GROUP)
# Linked to or handled with another paper there is.
BESIDE_ANOTHER = frozenset({Action.LINK, Action.JOIN_GROUP})


class Life(RuleBasedStateMachine):
    """People of the small world and their papers. The application, world and frozen start are set by the test."""

    app: Flask
    world: World
    start: Frozen
    done: Counter[Action]
    taken_back: Counter[Action]

    @initialize(situation=st.sampled_from(sorted(SITUATIONS)))
    def begin(self, situation: str) -> None:
        """A life begins in the middle, or the late acts would hardly ever be met."""
        self.start.restore()
        self.now: datetime = NOW
        with time_machine.travel(self.now, tick=False):
            SITUATIONS[situation].reach(self.world)

    def _today(self) -> Any:
        return day_of(self.now)

    def _visitor(self, login: str) -> Visitor:
        client = self.app.test_client()
        client.set_cookie(COOKIE, log_ins.open_log_in(self.world.accounts[login], hours=12, now=self.now))
        found = Visitor(login, client, hat_id=self.world.actors[login].membership_id)
        found.csrf_token = Page(found.ask("GET", "/account").get_data(as_text=True)).data("/log-out")["csrf_token"]
        return found

    def _cases(self) -> list[posting.Case]:
        db.session.rollback()
        suggestions = db.session.scalars(select(Suggestion).order_by(Suggestion.id)).all()
        return [
            case
            for one in suggestions
            for case in (one, *one.tasks, *(each for task in one.tasks for each in task.rounds), *self._promises(one))
        ]

    @staticmethod
    def _promises(one: Suggestion) -> list[posting.Case]:
        """They are lived too: noted, moved, kept, denied and rated."""
        return posting.cases_of(one, Machine.COMMITMENT)

    def _choices(self, *, allowed: bool) -> dict[Action, list[tuple[str, posting.Case]]]:
        found: dict[Action, list[tuple[str, posting.Case]]] = {}
        for case in self._cases():
            for action in posting.BUTTONS:
                if STEPS[action].machine is not case.machine:
                    continue
                for login, actor in self.world.actors.items():
                    if (why_not(actor, action, case, today=self._today()) is None) is allowed:
                        found.setdefault(action, []).append((login, case))
        return found

    @precondition(lambda self: self._papers() < PAPERS)
    @rule(login=st.sampled_from(["lin", "fang"]))
    def write(self, login: str) -> None:
        with time_machine.travel(self.now, tick=False):
            post = posting.Post("/suggestions/new", posting.paper_fields(self.world, "又一件。"))
            assert self._visitor(login).send(post).status_code in DONE

    def _has_two(self) -> bool:
        """Whether there is a paper to link another one to, or to handle it with."""
        free = Suggestion.state.in_(OPEN), Suggestion.group_id.is_(None)
        db.session.rollback()
        return len(db.session.scalars(select(Suggestion.id).where(*free)).all()) > 1

    def _papers(self) -> int:
        db.session.rollback()
        return len(db.session.scalars(select(Suggestion.id)).all())

    @rule(data=st.data(), several=st.integers(1, 4))
    def act(self, data: st.DataObject, several: int) -> None:
        for _ in range(several):
            self._act(data)
            self.the_record_is_sound()

    def _act(self, data: st.DataObject) -> None:
        """Somebody does what the law allows: it is done, or the form says what is missing and nothing has changed."""
        with time_machine.travel(self.now, tick=False):
            choices = self._choices(allowed=True)
            if not self._has_two():
                choices = {action: found for action, found in choices.items() if action not in BESIDE_ANOTHER}
            if not choices:
                return
            # What ends a case is done seldom, so that a life goes on.
            going_on = [action for action in sorted(choices) if STEPS[action].to not in FINAL]
            ending = not going_on or data.draw(st.integers(0, 9)) == 0
            action = data.draw(st.sampled_from(sorted(choices) if ending else going_on))
            login, case = data.draw(st.sampled_from(choices[action]))
            post, visitor = posting.post_for(self.app, self.world, action, case), self._visitor(login)
            before, held = signature(), owned() if action in GROUPING else {}
            status = visitor.send(post).status_code
            shown = (200,) if action in SHOWN else ()
            assert status in (*DONE, *shown, TAKEN_BACK), (
                f"{login} {action} {case.state}: {status}, but the law allows it"
            )
            if status == TAKEN_BACK:
                self.taken_back[action] += 1
                assert signature() == before, f"{login} {action}: refused, and yet something changed"
            else:
                self.done[action] += 1
                assert not held or owned() == held, f"{login} {action}: a paper lost something of its own"

    @rule(data=st.data())
    def trespass(self, data: st.DataObject) -> None:
        """Somebody tries what the law does not allow: nothing happens."""
        with time_machine.travel(self.now, tick=False):
            choices = self._choices(allowed=False)
            action = data.draw(st.sampled_from(sorted(choices)))
            login, case = data.draw(st.sampled_from(choices[action]))
            post, visitor = posting.post_for(self.app, self.world, action, case), self._visitor(login)
            before = signature()
            status = visitor.send(post).status_code
            assert status in (*REFUSED, TAKEN_BACK), f"{login} {action} {case.state}: answered {status}"
            assert signature() == before, f"{login} {action}: not allowed, and yet something changed"

    @rule(days=st.integers(1, 45))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        with time_machine.travel(self.now, tick=False):
            jobs.run_due(now=self.now)

    @invariant()
    def the_record_is_sound(self) -> None:
        with time_machine.travel(self.now, tick=False):
            found = broken(self.world, today=self._today())
        assert not found, "\n".join(found)


def owned() -> dict[int, object]:
    """What each paper has for itself, alone or handled with others: number, requests, shares and days, replies."""
    db.session.rollback()
    found = db.session.scalars(select(Suggestion).order_by(Suggestion.id))
    return {one.id: (one.number, one.title, one.state, _requests(one), _shares(one)) for one in found}


def _requests(suggestion: Suggestion) -> list[tuple[int, str]]:
    return [(one.no, one.body) for one in suggestion.text.requests] if suggestion.text else []


def _shares(suggestion: Suggestion) -> list[object]:
    return [
        (
            task.unit_id,
            task.role,
            task.part,
            task.state,
            task.due_on,
            [
                (one.no, one.state, [each.body for each in one.answers], [each.level for each in one.ratings])
                for one in task.rounds
            ],
        )
        for task in suggestion.tasks
    ]


@pytest.mark.timeout(600)
def test_whatever_anybody_does_the_record_stays_sound(app: Flask, world: World) -> None:
    hasten()
    start = Frozen()
    done: Counter[Action] = Counter()
    taken_back: Counter[Action] = Counter()
    life = type(
        "LifeHere", (Life,), {"app": app, "world": world, "start": start, "done": done, "taken_back": taken_back}
    )
    how = settings(
        max_examples=LIVES,
        stateful_step_count=STEPS_OF_ONE,
        deadline=None,
        derandomize=LIVES < 100,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate] if LIVES < 100 else list(Phase),
    )
    try:
        run_state_machine_as_test(life, settings=how)
    finally:
        start.close()
    # Lives of refused forms would prove nothing: of several, most of what is tried is done, and not always the same.
    if LIVES >= 4:
        assert done.total() > 3 * taken_back.total(), taken_back
        assert len(done) >= 5 * min(LIVES, 6), done
