"""The words of what goes out: a mail for one person, a text for a group. Of cases they name nothing but the number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import false, func, or_, select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.states import TaskState
from tracker.domain.telling import RULES, Rule, Timing
from tracker.models.people import Account, Membership
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.models.tellings import GroupRobot, Sending, SendingKind, Telling
from tracker.outside.mail import Letter
from tracker.queries import inbox
from tracker.queries.inbox_counts import late_count
from tracker.queries.notice_rules import choice_of, rules_now
from tracker.queries.notices import Line, actor_of, hats_held, lines_of
from tracker.queries.persons import held_on
from tracker.queries.scope import visible_to
from tracker.queries.stages import tally
from tracker.services._outbox import new_message_id

NO_ADDRESS = "no_address"
# So many lines of a morning mail; the rest is a click away.
SHOWN = 10


class NothingToSay(Exception):
    """A morning on which nothing is to be done and nothing is new, or nothing of it is wanted by mail."""


class NoAddress(Exception):
    """The person has no address, or no account to log in with."""


@dataclass(frozen=True)
class Written:
    """A mail and the papers it leads to, each with whether it was confidential: of such it says not even the number."""

    letter: Letter
    papers: dict[int, bool]

    def kept(self) -> dict[str, Any]:
        """As it is kept with the sending until it has come to an end."""
        papers = sorted([paper, secret] for paper, secret in self.papers.items())
        return {"subject": self.letter.subject, "body": self.letter.body, "papers": papers}


def letter_for(one: Sending, *, now: datetime) -> Written:
    """The mail of a sending to a person: in the words it may have gone out with before, while the person may still
    read all of that; else in new ones, under a new Message-ID. Raises `NothingToSay`, `NoAddress`."""
    person = one.person
    account = db.session.scalar(select(Account.is_active).where(Account.person_id == one.person_id))
    if person is None or not person.email or not account:
        raise NoAddress
    today = day_of(now)
    hats = hats_held(person.id, today)
    mark = one.message_id
    if one.letter is not None:
        papers = dict(one.letter["papers"])
        if papers == _papers(papers, hats):
            return Written(Letter(person.email, one.letter["subject"], one.letter["body"], mark), papers)
        mark = new_message_id()
    lines = lines_of(one.id, hats)
    values: dict[str, Any] = {"name": person.name, "today": today, "rules": rules_now()}
    if one.kind is SendingKind.MORNING:
        hat = next((each for each in hats if each.membership_id == one.membership_id), None)
        if hat is None:
            raise NothingToSay
        lines, work = _bulletin(hat, lines, now=now)
        values |= work
        page = _page("mail/morning.txt", lines, **values)
    else:
        page = _page("mail/news.txt", lines, **values)
    subject, _, body = page.partition("\n")
    ids = {row.row.suggestion_id for row in values.get("rows", ())} | {line.suggestion_id or 0 for line in lines}
    return Written(Letter(person.email, subject.strip(), body.lstrip("\n"), mark), _papers(ids, hats))


def _papers(ids: Iterable[int], hats: Iterable[Actor]) -> dict[int, bool]:
    """Those of the papers that may be read under one of the hats, with whether they are confidential."""
    seen = or_(false(), *(visible_to(hat) for hat in hats))
    wanted = select(Suggestion.id, Suggestion.is_confidential).where(Suggestion.id.in_(sorted(ids)), seen)
    return dict(db.session.execute(wanted).all())


def text_for(one: Sending, *, now: datetime) -> str:
    """The text for a group: numbers and the address of this site, nothing of any case. Raises `NothingToSay`."""
    assert one.robot is not None
    values: dict[str, Any] = {"kind": one.kind.value, "address": current_app.config["BASE_URL"]}
    if one.kind is SendingKind.NEWS:
        values["told"] = db.session.scalar(
            select(func.count(func.distinct(func.coalesce(Telling.event_seq, -Telling.reminder_id)))).where(
                Telling.sending_id == one.id
            )
        )
    elif one.kind is SendingKind.MORNING:
        values |= _group_work(one.robot, now=now)
    return current_app.jinja_env.get_template("mail/group.txt").render(**values).strip()


def _page(template: str, lines: Sequence[Line], **values: Any) -> str:
    rules: dict[str, Rule] = values.pop("rules")
    told = [(line, rules[line.rule]) for line in lines]
    site = current_app.config["BASE_URL"]
    return current_app.jinja_env.get_template(template).render(told=told, address=site, shown=SHOWN, **values)


def _bulletin(hat: Actor, lines: list[Line], *, now: datetime) -> tuple[list[Line], dict[str, Any]]:
    """What a morning says under this hat: the news and what waits; who wants no mail gets what must be told alone."""
    choice = choice_of(hat.person_id or 0)
    if choice is None or choice.timing is not Timing.OFF:
        return lines, {"is_off": False, **_work(hat, lines, now=now)}
    must = [line for line in lines if RULES[line.rule].must]
    if not must:
        raise NothingToSay
    return must, {"is_off": True, "total": 0, "rows": [], "hat": hat}


def _work(hat: Actor, lines: Sequence[Line], *, now: datetime) -> dict[str, Any]:
    """What waits under this hat: how many, the most pressing ones, how many of these are late."""
    today = day_of(now)
    counted = tally(hat, today=today)
    total = counted.waiting + sum(counted.decisions.values())
    if not total and not lines:
        raise NothingToSay
    rows = inbox.lines(hat, today=today, page=1)[:SHOWN] if counted.waiting else []
    ids = sorted({one.row.suggestion_id for one in rows})
    secret = select(Suggestion.id).where(Suggestion.id.in_(ids), Suggestion.is_confidential)
    return {"total": total, "rows": rows, "hat": hat, "confidential": set(db.session.scalars(secret))}


def _group_work(robot: GroupRobot, *, now: datetime) -> dict[str, Any]:
    """What waits for the people of a group and how much of it is late: shares of a unit, or the desk's work as one who
    sits there today sees it."""
    today = day_of(now)
    if robot.unit_id is None:
        desk = select(Membership).where(Membership.role == Role.DESK, held_on(today)).order_by(Membership.id)
        hat = db.session.scalars(desk.limit(1)).first()
        if hat is None:
            raise NothingToSay
        waiting = tally(actor_of(hat), today=today).waiting
        late = late_count(actor_of(hat), today=today)
    else:
        open_ = (TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.HANDLING)
        held = (Task.unit_id == robot.unit_id, Task.state.in_(open_), Task.was_replaced.is_(False))
        counts = select(func.count(), func.count().filter(Task.due_on < today)).where(*held)
        waiting, late = db.session.execute(counts).one()
    if not waiting:
        raise NothingToSay
    return {"waiting": waiting, "late": late}
