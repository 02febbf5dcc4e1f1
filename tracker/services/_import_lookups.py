"""What a row of our own congress may name: units, deputies, categories, sessions that are in the system."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.intake import Fault
from tracker.domain.intake_reading import Record, RowFault
from tracker.domain.roles import Role
from tracker.models.organs import Category, CongressSession, Term, Unit
from tracker.models.people import Membership, Person
from tracker.services._import_plan import Ground


class Lookups:
    """Names to ids, read once for a whole file."""

    def __init__(self, ground: Ground) -> None:
        self.today = day_of(ground.now)
        self.units: dict[str, int] = {}
        for unit in db.session.scalars(
            select(Unit).where(Unit.congress_id == ground.ours.id, Unit.is_assignable, Unit.ended_on.is_(None))
        ):
            for name in (unit.name, unit.short_name, *unit.other_names.split("\n")):
                self.units.setdefault(name, unit.id)
        self.categories: dict[str, int] = {}
        for category in db.session.scalars(select(Category).where(Category.scheme == "").order_by(Category.id)):
            self.categories.setdefault(category.path, category.id)
            self.categories.setdefault(category.name, category.id)
        self._deputies: dict[str, list[Membership]] = {}
        rows = db.session.execute(
            select(Person.name, Membership)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.role == Role.DEPUTY)
        )
        for name, hat in rows:
            self._deputies.setdefault(name, []).append(hat)
        self._sessions = {
            f"{term}{name}": key
            for term, name, key in db.session.execute(
                select(Term.name, CongressSession.name, CongressSession.id)
                .join(Term, Term.id == CongressSession.term_id)
                .where(Term.congress_id == ground.ours.id)
            )
        }

    def deputy(self, name: str | None, day: date | None) -> Membership | None:
        """The hat of the one deputy of this name on a day, else the last hat; two people of one name are nobody."""
        hats = self._deputies.get(name or "", [])
        on = day or self.today
        held = [hat for hat in hats if hat.starts_on <= on and (hat.ends_on is None or on <= hat.ends_on)]
        found = held or hats
        return max(found, key=lambda hat: hat.starts_on) if len({hat.person_id for hat in found}) == 1 else None

    def session(self, words: str | None) -> int | None:
        """The session with these words (第七届第六次会议), if it is in the system."""
        return self._sessions.get(words or "")

    def faults(self, record: Record, *, is_open: bool, own: bool) -> list[RowFault]:
        """What keeps the row out; finished and foreign rows may name what we do not know."""
        values = record.values
        found = []
        for column in ("submitted_date", "assigned_date", "reply_date"):
            if values.get(column) and values[column] > self.today:
                found.append(RowFault(record.line, column, values[column].isoformat(), Fault.IN_FUTURE))
        order = ("submitted_date", "assigned_date", "reply_date") if own else ()
        days = [(column, values[column]) for column in order if values.get(column)]
        for (_before, earlier), (column, later) in pairwise(days):
            if later < earlier:
                found.append(RowFault(record.line, column, later.isoformat(), Fault.BEFORE_THE_STEP_BEFORE))
        if not is_open:
            return found
        if self.deputy(values.get("author"), values.get("submitted_date")) is None:
            found.append(RowFault(record.line, "领衔代表", values.get("author") or "", Fault.UNKNOWN_DEPUTY))
        if own and values.get("category") and values["category"] not in self.categories:
            found.append(RowFault(record.line, "类别", values["category"], Fault.UNKNOWN_CATEGORY))
        return found + self._unit_faults(record)

    def _unit_faults(self, record: Record) -> list[RowFault]:
        values = record.values
        if values.get("assigned_date") and not values.get("lead_unit"):
            return [RowFault(record.line, "主办单位", "", Fault.NEEDS_UNIT)]
        named = [name for name in (values.get("lead_unit"), *(values.get("co_units") or ())) if name]
        return [RowFault(record.line, "承办单位", name, Fault.UNKNOWN_UNIT) for name in named if name not in self.units]
