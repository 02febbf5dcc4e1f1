"""What bills need beside the small world: deputies enough to sign one, a session that sits, a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from tests.builders import a_paper, fetch
from tests.world import World
from tracker.db import db
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.rulebook import Switch
from tracker.models.people import Membership, Person
from tracker.queries.law import rulebook_for
from tracker.services import bills, cosigning, rulebooks, submissions
from tracker.services.bills import Decision

# Wednesday 4 February 2026, ten in the morning in Shanghai: the third day of the session.
SITTING = datetime(2026, 2, 4, 2, tzinfo=UTC)
DECIDED_ON = date(2026, 2, 5)
# The evening of the next day: the Presidium has met.
DECIDING = datetime(2026, 2, 5, 10, tzinfo=UTC)
SIGNERS = ("苗青禾", "石磊", "温如玉", "夏一鸣", "严松", "叶知秋", "钟意", "左明轩")


def signers(world: World) -> list[Actor]:
    """Nine deputies beside the lead: the two of the world and eight more, entered once."""
    known = db.session.scalars(
        select(Membership).join(Membership.person).where(Person.name.in_(SIGNERS)).order_by(Membership.id)
    ).all()
    seat = db.session.get_one(Membership, world.lin.membership_id)
    seats = list(known) or [_seat(name, seat) for name in SIGNERS]
    db.session.commit()
    return [world.fang, *(Actor(one.person_id, one.id, Role.DEPUTY, delegation_id=seat.delegation_id) for one in seats)]


def _seat(name: str, like: Membership) -> Membership:
    person = Person(name=name)
    db.session.add(person)
    db.session.flush()
    made = Membership(person_id=person.id, role=Role.DEPUTY, starts_on=like.starts_on)
    made.term_id, made.delegation_id = like.term_id, like.delegation_id
    db.session.add(made)
    db.session.flush()
    return made


def a_bill_draft(world: World, *, signed: int = 0, now: datetime = SITTING, **changes: object) -> int:
    """A complete bill that `signed` deputies beside the lead have signed."""
    bill_id = submissions.start(world.lin, a_paper(world, **({"kind": Kind.BILL} | changes)), now=now)
    others = signers(world)[:signed]
    if others:
        cosigning.invite(world.lin, bill_id, [one.membership_id or 0 for one in others], now=now)
    for one in others:
        cosigning.agree(one, bill_id, text_no=1, now=now)
    return bill_id


def a_bill(world: World, *, now: datetime = SITTING, **changes: object) -> int:
    """A bill handed in with ten signatures."""
    bill_id = a_bill_draft(world, signed=9, now=now, **changes)
    submissions.submit(world.lin, bill_id, version=fetch(bill_id).version, now=now)
    return bill_id


def decision(words: str = "") -> Decision:
    return Decision(DECIDED_ON, "主席团第三次会议", words)


def how(bill_id: int) -> dict[str, object]:
    return {"version": fetch(bill_id).version, "now": DECIDING}


def on_agenda(world: World) -> int:
    bill_id = a_bill(world)
    bills.put_on_agenda(world.qin, bill_id, decision(), **how(bill_id))
    return bill_id


def with_committee(world: World) -> int:
    bill_id = a_bill(world)
    bills.refer(world.qin, bill_id, decision(), committee="教育科学文化卫生委员会", **how(bill_id))
    return bill_id


def converted(world: World) -> int:
    """The bill that was converted; the suggestion that came of it lies beside it."""
    bill_id = a_bill(world)
    bills.convert(world.qin, bill_id, decision(), **how(bill_id))
    return bill_id


def check_first(world: World) -> None:
    """Switch the delegations' first check on from the opening of the session, as two of the desk would."""
    held = rulebook_for(SITTING.date())
    switches = dict(held.switches) | {Switch.DELEGATION_CHECK: True}
    changed, before = replace(held, switches=switches, valid_from=date(2026, 2, 2)), SITTING - timedelta(days=20)
    how_so = {"based_on": held.edition, "reason": "本次会议由代表团初审", "corrects_running": False}
    edition_id = rulebooks.propose(world.chen, changed, **how_so, now=before)
    rulebooks.approve(world.lu, edition_id, version=1, now=before)
