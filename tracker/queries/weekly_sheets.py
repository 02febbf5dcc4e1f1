"""The figures of the sheet for the weekly meeting as data that stays as it is, and the sheets that were settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.breakdowns import By
from tracker.domain.clocks import AMBER_DAYS
from tracker.domain.parties import Actor
from tracker.domain.statistics import Counts, Measure
from tracker.models.weekly_sheets import WeeklySheet
from tracker.queries.board_cases import pressing
from tracker.queries.board_key_items import KeyNow, among, key_lines
from tracker.queries.board_pressure import Pressed, pressed_by_unit
from tracker.queries.boards import due_days, late_at, soon_by_unit
from tracker.queries.figures import AsOf, Scope, as_of, figures, part_names, whole
from tracker.queries.report_papers import confidential_among

WEEK = timedelta(days=7)
# So many weeks of lateness and so many late cases fit on a page; the others are counted.
WEEKS, CASES = 8, 12
BACK, AHEAD = timedelta(days=21), timedelta(days=48)


def content(actor: Actor, of: str, scope: Scope, *, of_words: str) -> dict[str, Any] | None:
    """What the sheet of now says, in codes, numbers and names, with the sheet before it as it was printed. None while
    nothing has been counted, or not all of it."""
    reach = as_of()
    if reach is None or not reach.is_whole:
        return None
    on, before = reach.through, last_of(of)
    return {
        "of": of,
        "of_words": of_words,
        "through": on.isoformat(),
        "seq": reach.seq,
        "counted_at": reach.made_at.isoformat(),
        "counts": _written(whole(scope)),
        "before": _before(before, scope, reach),
        "units": _units(scope, on),
        "ends": [one.isoformat() for one in _ends(on)],
        "due": {day.isoformat(): _written(row) for day, row in due_days(scope, on - BACK, on + AHEAD, on=on).items()},
        "late": _late(actor, scope, on),
        "press": _press(actor, scope, on),
    }


def _press(actor: Actor, scope: Scope, on: date) -> dict[str, int]:
    """What presses at the moment the sheet is made; the ledger of figures knows nothing of it."""
    every = sum(pressed_by_unit(scope).values(), Pressed())
    keys = key_lines(actor, scope, today=on)
    late, planned = (len(among(keys, one, on)) for one in (KeyNow.LATE, KeyNow.PLANNED))
    numbers = {"chased": every.shares, "unanswered": every.unanswered, "supervised": every.supervised}
    return numbers | {"chair": every.chair, "key": len(keys), "key_late": late, "key_planned": planned}


def _written(counts: Counts) -> dict[str, int]:
    return {measure.value: number for measure, number in sorted(counts.items()) if number}


def _ends(on: date) -> list[date]:
    return [on - WEEK * ago for ago in reversed(range(WEEKS))]


def _before(sheet: WeeklySheet | None, scope: Scope, reach: AsOf) -> dict[str, Any]:
    """Last week's figures as they were printed; without an earlier sheet, those of the ledger a week ago."""
    if sheet is not None:
        late = {str(one["id"]): one["counts"].get(Measure.OVERDUE.value, 0) for one in sheet.content["units"]}
        kept = {"counts": sheet.content["counts"], "press": sheet.content.get("press", {})}
        return {"no": sheet.no, "day": sheet.day.isoformat(), "late": late} | kept
    on = reach.through - WEEK
    late = {part: counts[Measure.OVERDUE] for part, counts in figures(scope, By.UNIT, on=on).items() if part}
    return {"no": None, "day": on.isoformat(), "counts": _written(whole(scope, on=on)), "late": late}


def _units(scope: Scope, on: date) -> list[dict[str, Any]]:
    """The units that owe replies, with what was late at the end of each week and what falls due within days."""
    names, lateness = part_names(By.UNIT), late_at(scope, _ends(on))
    soon = soon_by_unit(scope, on, on + timedelta(days=AMBER_DAYS), on=on)
    found = []
    for part, counts in figures(scope, By.UNIT).items():
        if not part or not counts[Measure.OWED]:
            continue
        number = int(part)
        oldest, near = lateness.oldest.get(number), soon.get(number)
        one = {"id": number, "name": names.get(part, ""), "counts": _written(counts)}
        one |= {
            "weeks": list(lateness.units.get(number, [0] * WEEKS)),
            "oldest": oldest.isoformat() if oldest else None,
        }
        found.append(one | {"soon": [near.due, near.not_sent] if near else [0, 0]})
    return sorted(found, key=lambda one: (-one["weeks"][-1], -one["soon"][1], one["name"]))


def _late(actor: Actor, scope: Scope, on: date) -> list[dict[str, Any]]:
    rows = pressing(actor, (Measure.OVERDUE,), scope, on=on, most=CASES)
    # A sheet goes from hand to hand: of what is not open it says the number alone.
    hidden = confidential_among(one.suggestion_id for one in rows)
    return [
        {
            "id": one.suggestion_id,
            "number": one.number,
            "title": "" if one.suggestion_id in hidden else one.title,
            "unit": one.unit,
            "due": one.due_on.isoformat(),
        }
        for one in rows
    ]


def as_shown_today(content: dict[str, Any]) -> dict[str, Any]:
    """A settled sheet without the titles of what became confidential since: one statement. What was kept stays."""
    hidden = confidential_among(one["id"] for one in content["late"])
    return content | {"late": [one | {"title": ""} if one["id"] in hidden else one for one in content["late"]]}


def last_of(of: str) -> WeeklySheet | None:
    """The latest sheet of a session or term that is not void."""
    ours = select(WeeklySheet).where(WeeklySheet.of == of, WeeklySheet.voided_at.is_(None))
    return db.session.scalars(ours.order_by(WeeklySheet.no.desc()).limit(1)).first()


def may_be_void(sheet: WeeklySheet) -> bool:
    """Whether nothing has compared itself with it yet."""
    last = last_of(sheet.of)
    return last is not None and last.id == sheet.id


def sheet(sheet_id: int) -> WeeklySheet | None:
    """One sheet as it was settled."""
    return db.session.get(WeeklySheet, sheet_id)


def sheets(*, skip: int, size: int) -> Sequence[WeeklySheet]:
    """The sheets, the latest first."""
    wanted = select(WeeklySheet).options(joinedload(WeeklySheet.made_by)).order_by(WeeklySheet.no.desc())
    return db.session.scalars(wanted.offset(skip).limit(size)).all()
