"""What the page of one suggestion shows beside the case itself: its story, promises, names, and its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Integer, Select, String, bindparam, literal_column, select, tuple_, union_all

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.lifecycle import QUIET, STEPS
from tracker.domain.parties import UNIT_SIDE, Actor, Party, parties
from tracker.domain.permissions import Sight, sight
from tracker.domain.rating_sight import TYPED_OFF, has_signed, without_levels
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import RoundState
from tracker.models.commitments import Commitment
from tracker.models.organs import Delegation, Unit
from tracker.models.people import Membership, Person
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import values
from tracker.queries.back_to_back import reads_early, reads_quality_of
from tracker.queries.due_dates import BETWEEN_OFFICES
from tracker.queries.scope import sees

# Written by the office when a correction of the law moves a day; not an act of the life cycle.
MOVE_DUE_DATE = "move_due_date"
# Written when the scanner finds something in an attachment that was handed in.
FILE_INFECTED = "file_infected"
_NAMED_PERSONS, _NAMED_UNITS = (
    (
        "handler",
        "before",
        "with",
        "asked",
        "for_person",
        "cosigners",
        "on_behalf",
        "silent",
        "lead",
        "former",
        "entered_by",
        "for_persons",
    ),
    ("unit", "proposed", "from_unit", "to_unit", "better", "from"),
)
# Attachments of the paper itself and of replies are read by everybody who reads these.
OF_PAPER = frozenset({Action.SUBMIT, Action.ENTER_PAPER, Action.BORN_OF_BILL})
WITH_REPLY = frozenset({Action.DELIVER, Action.PASS_CHECK, Action.ENTER_REPLY})
# So far the next case one may read is looked for.
NEARBY = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One event as this reader may see it; `note` is empty where notes are not theirs to read."""

    action: str
    at: datetime
    name: str
    role: Role | None
    place: str
    task_id: int | None
    round_id: int | None
    note: str
    facts: dict[str, Any]
    person_id: int | None = None


@dataclass(frozen=True)
class Names:
    """Short names by id, of everybody and every unit the page mentions."""

    persons: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)

    def person(self, person_id: int | None) -> str:
        return self.persons.get(person_id or 0, "")

    def unit(self, unit_id: int | None) -> str:
        return self.units.get(unit_id or 0, "")


def story(suggestion: Suggestion, seen: Seer) -> list[Told]:
    """The events of a case that this reader may see, oldest first: one statement."""
    who = (Person.name, Membership.role, Unit.short_name, Delegation.name)
    what = (Event.task_id, Event.round_id, Event.note, Event.facts, Event.person_id)
    rows = db.session.execute(
        select(Event.action, Event.at, *who, *what)
        .outerjoin(Person, Person.id == Event.person_id)
        .outerjoin(Membership, Membership.id == Event.membership_id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(Event.suggestion_id == suggestion.id, Event.action.not_in([action.value for action in QUIET]))
        .order_by(Event.seq)
    )
    found = [
        Told(
            action,
            at,
            name or "",
            role,
            unit or group or "",
            task_id,
            round_id,
            note if seen.reads_note(action, task_id) else "",
            seen.told(action, task_id, round_id, facts),
            person_id,
        )
        for action, at, name, role, unit, group, task_id, round_id, note, facts, person_id in rows
        if seen.may_see(action, task_id)
    ]
    # Moves of which this reader knows no limit are not told at all.
    return [one for one in found if one.action != MOVE_DUE_DATE or one.facts.get("moved")]


class Seer:
    """Which events a reader sees: the rows of the law say it by party."""

    def __init__(self, actor: Actor, suggestion: Suggestion) -> None:
        full = sight(actor, suggestion) is Sight.FULL
        self._notes = full
        self.standing = parties(actor, suggestion) if full else frozenset({Party.DEPUTY})
        self._of_unit = actor.role in UNIT_ROLES
        self._is_deputys = actor.role in (Role.DEPUTY, Role.ASSISTANT)
        self._own_tasks = {task.id for task in suggestion.tasks if self._of_unit and task.unit_id == actor.unit_id}

        rounds = [one for task in suggestion.tasks for one in task.rounds if one.state is RoundState.DELIVERED]
        inner = {"is_signer": actor.role is Role.DEPUTY, "is_desk": Party.DESK in self.standing}
        self._still_shut = {one.id for one in rounds if not reads_early(actor, one, **inner)}
        self._has_signed = has_signed(actor.person_id, suggestion)
        self._quality_of = {
            task.id
            for task in suggestion.tasks
            for one in task.rounds
            if full and one.asks_quality and reads_quality_of(actor, one)
        }
        knows = self.standing & {Party.DESK, Party.COORDINATOR}
        self._proposed: set[int] = set() if knows else {task.unit_id for task in suggestion.tasks if not task.with_unit}

    def told(self, action: str, task_id: int | None, round_id: int | None, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts without what this reader does not know: levels of ratings that are not open to him yet, units
        that are only proposed, which lie between desk and coordinator, and attachments that are not his to read."""
        facts = without_levels(action, facts, reads=round_id not in self._still_shut)
        if action == MOVE_DUE_DATE and self._is_deputys:
            facts = facts | {"moved": [one for one in facts.get("moved", ()) if one[0] not in BETWEEN_OFFICES]}
        if "files" in facts and not (action in OF_PAPER or self.reads_files(action, task_id)):
            facts = {name: held for name, held in facts.items() if name != "files"}
        if not self._proposed or "shares" not in facts:
            return facts
        return facts | {"shares": [one for one in facts["shares"] if one["unit"] not in self._proposed]}

    def may_see(self, action: str, task_id: int | None) -> bool:
        if action in (MOVE_DUE_DATE, FILE_INFECTED):
            return self._notes
        if action == Action.RATE_QUALITY:
            return task_id in self._quality_of
        if action in TYPED_OFF and self._has_signed:
            return False
        seen_by = STEPS[Action(action)].seen_by
        # What only a unit's own people see is seen by the people of that unit.
        if seen_by <= UNIT_SIDE and task_id not in self._own_tasks:
            return False
        return bool(self.standing & seen_by)

    def reads_note(self, action: str, task_id: int | None) -> bool:
        """Why somebody else handles it, and what was said to the deputy, no other unit reads."""
        abroad = self._of_unit and task_id not in self._own_tasks
        return self._notes and not (abroad and action in (Action.GIVE, Action.NOTE_CONTACT, Action.CORRECT_CONTACT))

    def reads_files(self, action: str, task_id: int | None) -> bool:
        """What came with an act is read like its note; what came with a reply, by everybody who reads the reply."""
        return self.may_see(action, task_id) and (action in WITH_REPLY or self.reads_note(action, task_id))


class Through(Seer):
    """What somebody sees through another reader's eyes: what both of them see, and nothing that only one does."""

    def __init__(self, reader: Seer, looker: Seer) -> None:
        self.standing = reader.standing
        self._both = (reader, looker)

    def told(self, action: str, task_id: int | None, round_id: int | None, facts: dict[str, Any]) -> dict[str, Any]:
        for one in self._both:
            facts = one.told(action, task_id, round_id, facts)
        return facts

    def may_see(self, action: str, task_id: int | None) -> bool:
        return all(one.may_see(action, task_id) for one in self._both)

    def reads_note(self, action: str, task_id: int | None) -> bool:
        return all(one.reads_note(action, task_id) for one in self._both)

    def reads_files(self, action: str, task_id: int | None) -> bool:
        return all(one.reads_files(action, task_id) for one in self._both)


def commitments(suggestion: Suggestion) -> Sequence[Commitment]:
    """The dated promises of its replies, nearest first: one statement."""
    wanted = select(Commitment).where(Commitment.suggestion_id == suggestion.id)
    return db.session.scalars(wanted.order_by(Commitment.due_on, Commitment.id)).all()


def names(suggestion: Suggestion, told: Iterable[Told]) -> Names:
    """Names of signers, raters and of whoever and whatever the story mentions: one statement, or none when the case
    itself has brought them all."""
    persons = {one.person_id for one in suggestion.signatures}
    persons |= {one.person_id for task in suggestion.tasks for each in task.rounds for one in each.ratings}
    units = {task.unit_id for task in suggestion.tasks}
    for event in told:
        persons |= set(_ids(event.facts, _NAMED_PERSONS))
        units |= set(_ids(event.facts, _NAMED_UNITS))
        units |= {share["unit"] for share in event.facts.get("shares", ())}
    units |= {one["unit"] for one in suggestion.history.get("undated_replies", ()) if one.get("unit")}
    known = {task.unit_id: task.unit.short_name for task in suggestion.tasks}
    return _looked_up(persons, units - known.keys(), known)


def _looked_up(persons: set[int], units: set[int], known: dict[int, str]) -> Names:
    held = {one: person.name for one in persons if (person := _loaded(one)) is not None}
    missing = persons - held.keys()
    parts = [_pairs(0, Person.id, Person.name, missing), _pairs(1, Unit.id, Unit.short_name, units)]
    wanted = [part for part in parts if part is not None]
    rows = db.session.execute(union_all(*wanted)).all() if wanted else []
    found = Names({row[1]: row[2] for row in rows if not row[0]}, {row[1]: row[2] for row in rows if row[0]})
    found.persons.update(held)
    found.units.update(known)
    return found


def _loaded(person_id: int) -> Person | None:
    return db.session.identity_map.get(db.session.identity_key(Person, person_id))


def _pairs(kind: int, key: Any, name: Any, ids: set[int]) -> Select[*tuple[Any, ...]] | None:
    return select(literal_column(str(kind), Integer).label("kind"), key, name).where(key.in_(ids)) if ids else None


def _ids(facts: dict[str, Any], keys: Iterable[str]) -> Iterable[int]:
    for key in keys:
        value = facts.get(key)
        yield from value if isinstance(value, list) else [value] if isinstance(value, int) else []


def neighbours(actor: Actor, suggestion: Suggestion) -> tuple[int | None, int | None]:
    """The cases before and after in the order of numbers that this actor may read: one statement."""
    here = {"number_sort": suggestion.number_sort, "id": suggestion.id}
    found = {row.side: row.id for row in db.session.execute(_neighbours(actor.role), values(actor) | here)}
    return found.get(0), found.get(1)


@cache
def _neighbours(role: Role | None) -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(_near(role, after=False), _near(role, after=True))


def _near(role: Role | None, *, after: bool) -> Select[*tuple[Any, ...]]:
    here = tuple_(bindparam("number_sort", type_=String), bindparam("id", type_=Integer))
    columns = (Suggestion.number_sort, Suggestion.id)
    order = columns if after else tuple(one.desc() for one in columns)
    beyond = tuple_(*columns) > here if after else tuple_(*columns) < here
    # Only so many rows are looked at: who may read little would otherwise search the whole table for the next one.
    near = select(*columns).where(beyond).order_by(*order).limit(NEARBY).subquery()
    nearest = near.c if after else [one.desc() for one in near.c]
    side = literal_column("1" if after else "0", Integer).label("side")
    first = (
        select(side, Suggestion.id)
        .join(near, near.c.id == Suggestion.id)
        .where(sees(role))
        .order_by(*nearest)
        .limit(1)
        .subquery()
    )
    return select(first.c.side, first.c.id)
