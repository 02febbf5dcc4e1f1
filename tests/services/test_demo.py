"""The demo congress: every state, nothing against the law, nobody real, and work on every home."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from tests.conftest import IN_A_CITY
from tests.services.test_adopt import chain_of_record
from tests.turns import few_of
from tracker.clock import SHANGHAI, day_of
from tracker.commands import demo as commands
from tracker.db import db
from tracker.domain.clearing import signers
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.ratings import Level
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import ClearanceStage, RoundState, SuggestionState, TaskState
from tracker.models.contacts import Contact
from tracker.models.organs import CongressSession, Unit
from tracker.models.people import Account, Membership, Person
from tracker.models.record import Clock, Event
from tracker.models.reviews import Review
from tracker.models.suggestions import Suggestion, SuggestionText
from tracker.models.tasks import Round, Task
from tracker.queries import inbox
from tracker.queries import law as laws
from tracker.queries.scope import visible_to
from tracker.services import demo, passwords
from tracker.services._demo_cast import CAST
from tracker.services.commitment_days import fall_due_all
from tracker.services.ratings import lapse_due

# A Wednesday morning in Shanghai, far from any session.
NOW = IN_A_CITY
TODAY = day_of(NOW)
SMALL = 120
PHONE = re.compile(r"8555 0\d{3}")
OVER = (SuggestionState.CLOSED, SuggestionState.WITHDRAWN, SuggestionState.NOT_ACCEPTED, SuggestionState.ARCHIVED)


# Between two sessions no bill is left on an agenda.
STATES = set(SuggestionState) - {SuggestionState.ON_AGENDA}


@pytest.fixture(scope="module")
def city(city_of: Callable[[int], Flask]) -> Iterator[Flask]:
    """A small demo congress; the tests only read it."""
    app = city_of(7)
    with app.app_context():
        yield app
        db.session.rollback()


def actor_named(login: str) -> Actor:
    hat = db.session.scalars(
        select(Membership)
        .join(Account, Account.person_id == Membership.person_id)
        .where(Account.login_name == login)
        .order_by(Membership.id)
    ).first()
    assert hat is not None
    return actor_of(hat)


def actor_of(hat: Membership) -> Actor:
    return Actor(
        hat.person_id, hat.id, hat.role, hat.unit_id, hat.system, hat.delegation_id, frozenset(hat.category_ids)
    )


def test_every_state_role_and_ground_occurs(city: Flask) -> None:
    assert set(db.session.scalars(select(Suggestion.state))) == STATES
    assert set(db.session.scalars(select(Task.state))) == set(TaskState)
    assert set(db.session.scalars(select(Round.state))) == set(RoundState)
    assert set(db.session.scalars(select(Task.role))) == set(TaskRole)
    assert set(db.session.scalars(select(Round.headline))) == {*Level, None}
    grounds = {ground.code for ground in laws.rulebook_for(TODAY).grounds}
    assert set(db.session.scalars(select(Review.ground))) == grounds | {""}
    assert db.session.scalar(select(func.max(Round.no))) == 2


def test_as_many_as_asked_for(city: Flask) -> None:
    assert db.session.scalar(select(func.count(Suggestion.id))) == SMALL
    assert db.session.scalar(select(func.count(Unit.id))) == 60
    deputies = select(func.count(Membership.id)).where(Membership.role == Role.DEPUTY)
    assert db.session.scalar(deputies) == 500


def test_the_chain_of_the_record_holds_and_goes_with_time(city: Flask) -> None:
    assert list(chain_of_record()) == []
    times = list(db.session.scalars(select(Event.at).where(Event.suggestion_id.is_not(None)).order_by(Event.seq)))
    assert times == sorted(times)
    assert times[-1] <= NOW


def test_staff_act_on_working_days_in_office_hours(city: Flask) -> None:
    calendar = laws.calendar_now()
    for at in db.session.scalars(select(Event.at).where(Event.person_id.is_not(None))):
        local = at.astimezone(SHANGHAI)
        assert calendar.is_workday(local.date()) and 8 <= local.hour < 18, local


def test_clocks_run_where_something_is_waited_for_and_stop_with_the_case(city: Flask) -> None:
    # The days to object are a right: nobody is late when they pass. Promises live on beside the case.
    running = select(Clock).where(
        Clock.stopped_on.is_(None), Clock.kind != ClockKind.OBJECTION, Clock.commitment_id.is_(None)
    )
    states = dict(db.session.execute(select(Suggestion.id, Suggestion.state)).all())
    for clock in db.session.scalars(running):
        assert states[clock.suggestion_id] not in OVER, clock.kind
        assert clock.due_on > clock.started_on
    for suggestion in db.session.scalars(select(Suggestion)):
        due = [one.due_on for one in db.session.scalars(running.where(Clock.suggestion_id == suggestion.id))]
        assert suggestion.due_on == min(due, default=None)


def test_some_are_late_and_some_press(city: Flask) -> None:
    replies = list(db.session.scalars(select(Clock.due_on).where(Clock.stopped_on.is_(None), Clock.kind == "reply")))
    ahead = [(due - TODAY).days for due in replies]
    assert any(days < 0 for days in ahead) and any(0 <= days <= 5 for days in ahead) and any(days > 5 for days in ahead)


def test_nothing_is_left_for_the_worker_to_catch_up_on(city: Flask) -> None:
    assert lapse_due(now=NOW) == 0
    assert fall_due_all(now=NOW) == 0


def test_every_open_task_is_seen_by_its_unit(city: Flask) -> None:
    closed = (TaskState.WITH_COORDINATOR, TaskState.ENDED)
    receivers = db.session.scalars(select(Membership).where(Membership.role == Role.UNIT_RECEIVER)).all()
    assert len(receivers) == 60
    for hat in receivers:
        owed = set(
            db.session.scalars(select(Task.suggestion_id).where(Task.unit_id == hat.unit_id, Task.state.not_in(closed)))
        )
        seen = set(db.session.scalars(select(Suggestion.id).where(visible_to(actor_of(hat)))))
        assert owed <= seen


def test_a_further_reply_is_signed_by_another(city: Flask) -> None:
    again = db.session.scalars(select(Round).where(Round.no > 1, Round.signed_by_id.is_not(None))).all()
    assert again
    for one in again:
        assert one.signed_by_id not in {each.signed_by_id for each in one.task.rounds if each.no < one.no}
    for one in db.session.scalars(select(Round).where(Round.no > 1, Round.stage == ClearanceStage.SIGN)):
        assert signers(one.task.clearing_posts, one, TODAY) - one.signed_before, "somebody else is there to sign"


def test_numbers_have_no_gap(city: Flask) -> None:
    ours = Suggestion.state.in_([SuggestionState.REGISTERED, SuggestionState.IN_HANDLING, SuggestionState.CLOSED])
    for year in (TODAY.year, TODAY.year - 1):
        numbers = sorted(
            number
            for number in db.session.scalars(select(Suggestion.number).where(ours))
            if number and number.startswith(str(year))
        )
        assert numbers == [f"{year}{serial:04d}" for serial in range(1, len(numbers) + 1)]


def test_today_lies_between_two_sessions(city: Flask) -> None:
    sessions = db.session.scalars(select(CongressSession).order_by(CongressSession.opens_on)).all()
    assert len(sessions) == 2
    assert all(one.closes_on < TODAY for one in sessions)
    assert {one.in_session for one in db.session.scalars(select(Suggestion))} == {True, False}


DAYS = (
    "2026-01-14", "2026-01-20", "2026-02-23", "2026-02-25", "2026-05-07", "2026-10-06", "2026-11-28", "2027-01-01",
)  # fmt: skip


@pytest.mark.parametrize(
    "day",
    few_of(1, DAYS, "day"),
)
def test_it_can_be_loaded_on_any_day(bare: Callable[[], Flask], day: str) -> None:
    now = datetime.fromisoformat(f"{day}T00:10:00+00:00")
    with bare().app_context():
        demo.load(suggestions=SMALL, seed=3, now=now)
        assert set(db.session.scalars(select(Suggestion.state))) == STATES
        assert lapse_due(now=now) == 0
        assert db.session.scalar(select(func.max(Event.at))) <= now
        db.session.remove()


def test_no_telephone_number_is_anybodys(city: Flask) -> None:
    for phone in (
        *db.session.scalars(select(Person.phone)),
        *db.session.scalars(select(Round.contact_phone).where(Round.contact_phone != "")),
    ):
        assert PHONE.fullmatch(phone), phone
    said = [*db.session.scalars(select(SuggestionText.problem)), *db.session.scalars(select(Round.opening))]
    assert not [text for text in said if re.search(r"\d{7}", PHONE.sub("", text))]


def test_no_blank_is_left_in_a_text(city: Flask) -> None:
    texts = [
        *db.session.scalars(select(SuggestionText.title)),
        *db.session.scalars(select(SuggestionText.problem)),
        *db.session.scalars(select(Round.opening)),
        *db.session.scalars(select(Contact.said)),
        *db.session.scalars(select(Event.note)),
    ]
    assert not [text for text in texts if "{" in text or "}" in text or "None" in text]


def test_rare_shapes_occur(city: Flask) -> None:
    assert db.session.scalar(select(func.max(Suggestion.signer_count))) >= 30
    units = select(func.count(Task.id)).group_by(Task.suggestion_id)
    assert max(db.session.scalars(units)) == 12
    assert max(len(title) for title in db.session.scalars(select(Suggestion.title))) > 90
    assert min(len(name) for name in db.session.scalars(select(Person.name))) == 1


def test_only_the_cast_can_log_in(city: Flask) -> None:
    with_password = db.session.scalars(
        select(Account.login_name).where(Account.password_hash.is_not(None) | Account.is_demo)
    ).all()
    assert sorted(with_password) == sorted(part.login for part in CAST)
    assert {one.role for one in demo.log_ins()} == {role.value for role in Role}
    device = passwords.Device("127.0.0.1", "", 12)
    for one in demo.log_ins()[:2]:
        assert passwords.log_in(one.login, one.password, device=device, demo=True, now=NOW)


def test_somebody_wears_two_hats(city: Flask) -> None:
    hats = select(Membership.role).join(Account, Account.person_id == Membership.person_id)
    worn = db.session.scalars(hats.where(Account.login_name == "lin").order_by(Membership.id)).all()
    assert worn == [Role.DEPUTY, Role.COMMITTEE]


@pytest.mark.parametrize("login", ["lin", "fang", "chen", "lu", "du", "wei", "he", "jing", "cheng", "jiang"])
def test_work_waits_on_every_home(city: Flask, login: str) -> None:
    assert inbox.lines(actor_named(login), today=TODAY)


def test_the_deputy_has_one_of_each_kind_to_do(city: Flask) -> None:
    found = {line.action.value for line in inbox.lines(actor_named("lin"), today=TODAY)}
    assert {"agree", "rate", "revise"} <= found


def test_the_first_unit_has_every_kind_of_work(city: Flask) -> None:
    found = {
        line.action.value for login in ("he", "jing", "cheng") for line in inbox.lines(actor_named(login), today=TODAY)
    }
    assert {"sign_for", "give", "draft_reply", "deliver"} <= found


def test_every_unit_is_staffed(city: Flask) -> None:
    rows = db.session.execute(
        select(Membership.unit_id, func.count(Membership.id))
        .where(Membership.role.in_(UNIT_ROLES))
        .group_by(Membership.unit_id)
    )
    assert {count for _, count in rows} == {6}


def test_the_same_seed_tells_the_same(city: Flask, bare: Callable[[], Flask]) -> None:
    def last() -> str | None:
        return db.session.scalar(
            select(Event.hash).where(Event.machine != "office").order_by(Event.seq.desc()).limit(1)
        )

    first = last()
    with bare().app_context():
        demo.load(suggestions=SMALL, seed=7, now=NOW)
        again = last()
        db.session.remove()
    assert first == again


def test_a_congress_is_never_overwritten(city: Flask) -> None:
    with pytest.raises(demo.DemoRefused) as refused:
        demo.load(suggestions=SMALL, seed=8, now=NOW)
    assert refused.value.why is demo.NoDemo.NOT_EMPTY
    said = CliRunner().invoke(commands.command, ["load"], obj=ScriptInfo(create_app=lambda: city))
    assert said.exit_code == 1 and "has a congress already" in said.output


def test_production_takes_no_demo(bare: Callable[[], Flask]) -> None:
    app = bare()
    app.config["PRODUCTION"] = True
    with app.app_context():
        with pytest.raises(demo.DemoRefused) as refused:
            demo.load(suggestions=SMALL, seed=8, now=NOW)
        assert db.session.scalars(select(Account)).all() == []
    assert refused.value.why is demo.NoDemo.PRODUCTION


def test_the_command_lists_the_log_ins(city: Flask) -> None:
    obj = ScriptInfo(create_app=lambda: city)
    said = CliRunner().invoke(commands.command, ["accounts", "--json"], obj=obj)
    listed = json.loads(said.output)
    assert [one["login"] for one in listed] == [part.login for part in CAST]
    assert set(listed[0]) == {"login", "password", "person", "role", "words", "try_first"}
    words = CliRunner().invoke(commands.command, ["accounts"], obj=obj).output
    assert all(part.name in words for part in CAST)
