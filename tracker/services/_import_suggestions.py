"""Suggestions from a file: foreign and finished ones become archived history, open ones of ours go on their clocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.intake import Fault
from tracker.domain.intake_reading import Reading, Record, RowFault
from tracker.domain.kinds import Kind
from tracker.domain.parties import TaskRole
from tracker.domain.ratings import Level
from tracker.domain.roles import System
from tracker.models.organs import Congress, Unit
from tracker.models.record import Counter
from tracker.models.suggestions import Suggestion
from tracker.services._import_lookups import Lookups
from tracker.services._import_plan import FIRST, Ground, Plan, Sample, count_gaps
from tracker.services.adopt import adopt
from tracker.services.histories import History, OldPaper, OldReply, OldShare, archived, moved_in

# The source has the paper in one piece; what is missing is also told among its gaps.
WHOLE_PAPER = "按全文答复（原件没有分列请求）。"
LEVEL_WORDS = {"满意": Level.SATISFIED, "基本满意": Level.BASICALLY, "不满意": Level.DISSATISFIED}
# What the source says and our tables have no place for; shown on the paper as given.
ASIDE = ("session", "region", "author", "category", "class", "rating", "source_url", "publish_note", "note",
         "signed_by", "reply_role")  # fmt: skip


@dataclass(frozen=True)
class _Row:
    """A row that passed, with where it belongs."""

    record: Record
    congress: str
    own: bool
    is_open: bool
    lacks_number: bool

    def __getitem__(self, name: str) -> Any:
        return self.record.values.get(name)

    @property
    def kind(self) -> Kind:
        return Kind(self["kind"] or Kind.SUGGESTION)

    @property
    def source_key(self) -> str:
        if self.own and self["number"]:
            return ""
        return str(self["id"] or f"{self['session'] or ''}#{(self['title'] or self['source_url'] or '')[:60]}")[:120]

    @property
    def key(self) -> tuple[str, str | None, Kind, str]:
        return self.congress, self["number"], self.kind, self.source_key

    @property
    def units(self) -> list[str]:
        """Unit names of the row, the one that answers first."""
        first = self["lead_unit"] or self["signed_by"]
        return list(dict.fromkeys(name for name in (first, *(self["co_units"] or ())) if name))


def plan_suggestions(reading: Reading, ground: Ground) -> Plan:
    """The same row is known by congress, number, kind and the source's own key: a second run adds nothing."""
    plan = Plan(reading.rows_in, faults=list(reading.faults))
    lookups = Lookups(ground)
    there, fresh = _there(), {}
    for record in reading.records:
        count_gaps(plan, record.gaps)
        row = _row(record, ground)
        faults = lookups.faults(record, is_open=row.is_open, own=row.own)
        if row.lacks_number:
            faults.append(RowFault(record.line, "编号", "", Fault.NEEDS_NUMBER))
        if row.own and _is_past_counting(row["number"] or ""):
            faults.append(RowFault(record.line, "编号", row["number"], Fault.TOO_LONG))
        if faults:
            plan.faults += faults
        elif row.key in fresh:
            plan.faults.append(RowFault(record.line, "编号", str(row["number"] or row["id"]), Fault.TWICE_IN_FILE))
        elif row.key in there:
            if there[row.key] != (row["title"] or ""):
                plan.faults.append(RowFault(record.line, "编号", str(row["number"] or row["id"]), Fault.OTHERS_NUMBER))
            plan.there += 1
        else:
            fresh[row.key] = row
    rows = list(fresh.values())
    plan.added = len(rows)
    plan.first = [_sample(row) for row in rows[:FIRST]]
    plan.made = {"units": len(_missing_units(rows)), "open": sum(row.is_open for row in rows)}
    plan.made["shelved"] = sum(row.own and not row.is_open for row in rows)
    plan.made["next_serial"] = _next_serial(rows, day_of(ground.now).year)
    plan.write = lambda: _write(rows, lookups, ground)
    return plan


def _sample(row: _Row) -> Sample:
    told = {name: row[name] or "" for name in ("number", "title", "author")}
    return told | {"own": row.own, "is_open": row.is_open, "is_assigned": bool(row["assigned_date"])}


def _row(record: Record, ground: Ground) -> _Row:
    region = record.values.get("region") or ""
    own = not region or region in (ground.ours.name, ground.ours.short_name) or region.startswith(ground.city)
    over = bool(record.values.get("reply_date") or record.values.get("reply_text"))
    kind = record.values.get("kind") or Kind.SUGGESTION.value
    unanswered = own and not over and kind == Kind.SUGGESTION
    numbered = bool(record.values.get("number"))
    body = "政协" if kind == Kind.PROPOSAL else "人大"
    return _Row(
        record,
        ground.ours.name if own else f"{region}{body}",
        own,
        is_open=unanswered and numbered,
        lacks_number=unanswered and not numbered and _is_with_a_unit(record),
    )


def _is_with_a_unit(record: Record) -> bool:
    """Whether somebody is at work on it, as far as the row tells: shelved as history, its limit would be lost."""
    told = record.values
    ended = told.get("class") or told.get("rating")
    return bool((told.get("assigned_date") or told.get("lead_unit")) and not ended)


def _is_past_counting(number: str) -> bool:
    """Whether a year's numbers could not go on after this one: four digits of the year, then more than eight."""
    return number.isascii() and number.isdigit() and len(number) > 12


def _there() -> dict[tuple[str, str | None, Kind, str], str]:
    """What is known already, with its title."""
    rows = db.session.execute(
        select(Congress.name, Suggestion.number, Suggestion.kind, Suggestion.source_key, Suggestion.title)
        .join(Congress, Congress.id == Suggestion.congress_id)
        .where(Suggestion.number.is_not(None) | (Suggestion.source_key != ""))
    )
    return {(congress, number, kind, key): title for congress, number, kind, key, title in rows}


def _next_serial(rows: list[_Row], year: int) -> int:
    """From where this year's numbers go on when the rows push them ahead, else 0."""
    prefix = str(year)
    numbers = [row["number"] or "" for row in rows if row.own]
    serials = [
        int(one[4:]) for one in numbers if one.isascii() and one.isdigit() and len(one) > 4 and one[:4] == prefix
    ]
    counter = db.session.get(Counter, f"year-{year}")
    ahead = max(serials, default=0)
    return ahead + 1 if ahead > (counter.last if counter else 0) else 0


def _missing_units(rows: list[_Row]) -> set[tuple[str, str]]:
    named = {(name, row["region"] or "") for row in rows if not row.own for name in row.units}
    if not named:
        return set()
    return named - set(db.session.execute(select(Unit.name, Unit.parent_name)))


def _write(rows: list[_Row], lookups: Lookups, ground: Ground) -> None:
    for name in sorted({row.congress for row in rows}):
        if db.session.scalar(select(Congress.id).where(Congress.name == name)) is None:
            db.session.add(Congress(name=name, short_name=name[:40], is_ours=False))
    for name, parent in sorted(_missing_units(rows)):
        db.session.add(Unit(name=name, short_name=name[:60], parent_name=parent, system=System.OTHER,
                            is_assignable=False))  # fmt: skip
    db.session.flush()
    congresses = dict(db.session.execute(select(Congress.name, Congress.id)).all())
    foreign = {(name, parent): key for name, parent, key in db.session.execute(
        select(Unit.name, Unit.parent_name, Unit.id))}  # fmt: skip
    adopt(_histories(rows, lookups, ground, congresses, foreign), now=ground.now)


def _histories(
    rows: list[_Row], lookups: Lookups, ground: Ground, congresses: dict[str, int], foreign: dict[tuple[str, str], int]
) -> Iterator[History]:
    for row in rows:
        units = {
            name: lookups.units[name] if row.own else foreign[(name, row["region"] or "")]
            for name in row.units
            if not row.own or name in lookups.units
        }
        paper = _paper(row, units, lookups, congresses[row.congress], ground)
        yield (moved_in if row.is_open else archived)(ground.actor, paper, now=ground.now)


def _paper(row: _Row, units: dict[str, int], lookups: Lookups, congress_id: int, ground: Ground) -> OldPaper:
    today = day_of(ground.now)
    deputy = lookups.deputy(row["author"], row["submitted_date"]) if row.own else None
    return OldPaper(
        congress_id=congress_id,
        title=row["title"] or "",
        source_key=row.source_key,
        kind=row.kind,
        number=row["number"],
        session_id=lookups.session(row["session"]) if row.own else None,
        author_id=deputy.person_id if deputy else None,
        author_membership_id=deputy.id if deputy else None,
        delegation_id=deputy.delegation_id if deputy else None,
        category_id=lookups.categories.get(row["category"] or "") if row.own else None,
        problem=row["body"] or "",
        analysis=row["analysis"] or "",
        requests=_requests(row),
        submitted_on=row["submitted_date"] or (row["assigned_date"] or today if row.is_open else None),
        registered_on=row["submitted_date"] or (row["assigned_date"] or today if row.is_open else None),
        assigned_on=row["assigned_date"],
        closed_on=None,
        headline=LEVEL_WORDS.get(row["rating"] or ""),
        history=_aside(row),
        shares=_shares(row, units),
        facts=ground.by,
    )


def _requests(row: _Row) -> list[str]:
    """The requests as the source lists them; an open paper without any asks for one answer, to the whole of it."""
    listed = [part.strip() for part in re.split(r"[\n|]", row["requests"] or "") if part.strip()]
    return listed or ([WHOLE_PAPER] if row.is_open else [])


def _aside(row: _Row) -> dict[str, Any]:
    said = {name: row[name] for name in ASIDE if row[name]}
    if not row.units and (row["reply_text"] or row["reply_date"]):
        # A reply needs a unit to hang on; where the source names none, the paper itself keeps what is known of it.
        day = row["reply_date"].isoformat() if row["reply_date"] else None
        said["undated_replies"] = [
            {
                "unit": None,
                "delivered_on": day,
                "document_no": row["doc_no"] or "",
                "letter": row["class"] or "",
                "body": row["reply_text"] or "",
            }
        ]
    gaps = [*row.record.gaps, *(["requests"] if _requests(row) == [WHOLE_PAPER] else [])]
    return said | {"gaps": list(dict.fromkeys(gaps)), "units": row.units}


def _shares(row: _Row, units: dict[str, int]) -> list[OldShare]:
    if row.is_open and not row["assigned_date"]:
        return []
    joint = len(units) > 1
    shares = []
    for place, unit_id in enumerate(units.values()):
        first = TaskRole.LEAD if joint else TaskRole.SOLE
        reply = _reply(row) if place == 0 and not row.is_open else None
        shares.append(OldShare(unit_id=unit_id, role=TaskRole.CO if place else first, reply=reply))
    return shares


def _reply(row: _Row) -> OldReply | None:
    if not row["reply_text"] and not row["reply_date"]:
        return None
    letter = row["class"] or ""
    return OldReply(
        delivered_on=row["reply_date"],
        document_no=row["doc_no"] or "",
        body=row["reply_text"] or "",
        letter=letter if len(letter) <= 8 else "",
    )
