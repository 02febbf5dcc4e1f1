"""Units and categories from a file."""

from __future__ import annotations

from sqlalchemy import select

from tracker.db import db
from tracker.domain.intake import SHORT_NAME, Fault
from tracker.domain.intake_reading import Reading, Record, RowFault
from tracker.domain.roles import System
from tracker.models.organs import Category, Unit
from tracker.services._import_plan import FIRST, Ground, Plan, Sample, count_gaps

# The word in a name or kind that tells the system, where the file does not say it.
TELLING = (
    ("法院", System.COURT),
    ("检察院", System.PROCURATORATE),
    ("监察委", System.SUPERVISORY),
    ("监委", System.SUPERVISORY),
    ("人大", System.CONGRESS),
    ("党委", System.PARTY),
    ("市委", System.PARTY),
    ("区委", System.PARTY),
    ("县委", System.PARTY),
)


def plan_units(reading: Reading, ground: Ground) -> Plan:
    """Units are keyed by name and parent; those of other places are known but cannot be assigned to."""
    plan = Plan(reading.rows_in, faults=list(reading.faults))
    there = set(db.session.execute(select(Unit.name, Unit.parent_name)))
    fresh: dict[tuple[str, str], Unit] = {}
    for record in reading.records:
        count_gaps(plan, record.gaps)
        key = (record.values["name"], record.values.get("parent") or "")
        if key in fresh:
            plan.faults.append(RowFault(record.line, "单位名称", key[0], Fault.TWICE_IN_FILE))
        elif key in there:
            plan.there += 1
        elif not record.values.get("short_names") and len(key[0]) > SHORT_NAME:
            plan.faults.append(RowFault(record.line, "简称", "", Fault.NEEDS_SHORT_NAME))
        else:
            fresh[key] = _unit(record, ground)
    plan.added = len(fresh)
    plan.first = [_unit_sample(unit) for unit in list(fresh.values())[:FIRST]]
    plan.write = lambda: db.session.add_all(fresh.values())
    return plan


def _unit_sample(unit: Unit) -> Sample:
    return {"name": unit.name, "short": unit.short_name, "parent": unit.parent_name, "assignable": unit.is_assignable}


def _unit(record: Record, ground: Ground) -> Unit:
    values = record.values
    name, parent = values["name"], values.get("parent") or ""
    said = values.get("assignable")
    own = said if said is not None else (parent or name).startswith(ground.city)
    shorts = values.get("short_names") or (name,)
    return Unit(
        congress_id=ground.ours.id if own else None,
        name=name,
        short_name=shorts[0],
        other_names="\n".join(shorts[1:]),
        parent_name=parent,
        kind=values.get("kind") or "",
        system=values.get("system") or _system(name, values.get("kind") or ""),
        has_coordinator=bool(values.get("coordinator")),
        is_assignable=own,
        duty_words=values.get("duty_words") or "",
    )


def _system(name: str, kind: str) -> System:
    return next((system for word, system in TELLING if word in kind or word in name), System.GOVERNMENT)


def plan_categories(reading: Reading, _ground: Ground) -> Plan:
    """Categories are keyed by scheme and path; rows without a scheme are our own and are offered to deputies."""
    plan = Plan(reading.rows_in, faults=list(reading.faults))
    there = set(db.session.execute(select(Category.scheme, Category.path)))
    wanted: dict[tuple[str, str], tuple[str, str]] = {}
    for record in reading.records:
        count_gaps(plan, record.gaps)
        scheme, levels = record.values.get("scheme") or "", _levels(record)
        added = False
        for depth in range(1, len(levels) + 1):
            key = (scheme, "/".join(levels[:depth]))
            if key not in there and key not in wanted:
                wanted[key] = ("/".join(levels[: depth - 1]), levels[depth - 1])
                added = True
        plan.there += not added
    plan.added = len(wanted)
    plan.first = [{"scheme": scheme, "path": path} for scheme, path in list(wanted)[:FIRST]]
    plan.write = lambda: _write_categories(wanted)
    return plan


def _levels(record: Record) -> list[str]:
    found = [record.values.get(f"level{depth}") for depth in (1, 2, 3)]
    return [level.replace("/", "／") for level in found if level]


def _write_categories(wanted: dict[tuple[str, str], tuple[str, str]]) -> None:
    ids = {(scheme, path): key for scheme, path, key in db.session.execute(
        select(Category.scheme, Category.path, Category.id))}  # fmt: skip
    for ordinal, ((scheme, path), (above, name)) in enumerate(wanted.items(), start=len(ids)):
        category = Category(scheme=scheme, path=path, name=name, parent_id=ids.get((scheme, above)), ordinal=ordinal)
        db.session.add(category)
        db.session.flush()
        ids[(scheme, path)] = category.id
