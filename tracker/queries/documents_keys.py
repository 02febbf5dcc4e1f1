"""The facts of papers about key items (重点督办建议清单、督办方案、督办情况报告), and who has which of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of, end_of
from tracker.db import db
from tracker.domain.documents import Code, Label, Paper, PaperKind
from tracker.domain.key_items import DECIDED, Detail, KeyAct, KeyStage, reads
from tracker.domain.kinds import called
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.models.key_items import KeyItem, KeyReport
from tracker.models.organs import Unit
from tracker.queries import key_items as found
from tracker.queries.documents_case import Office
from tracker.queries.key_item_papers import shares_of
from tracker.queries.key_items import Found
from tracker.queries.law import rulebook_for
from tracker.queries.places import congress_name

# Who has the whole list of a meeting: the desk that puts it before the meeting, and the committees that take part.
LIST_READERS = frozenset({Role.DESK, Role.COMMITTEE})
# What papers of a case say of it, and papers of key items do not.
_NO_CASE: dict[str, Any] = {
    "number_words": "",
    "case_kind": None,
    "occasion": None,
    "lead": "",
    "delegation": "",
    "is_delegations": False,
    "several": False,
}


def proposals_list(actor: Actor, *, today: date) -> Paper | None:
    """The list for the next meeting, as far as the reader knows of the proposals: a draft, for the meeting may decide
    otherwise. Nothing where none waits."""
    items = found.proposals_seen(actor)
    if not items:
        return None
    shown = _list_shown(actor, items, today)
    return Paper(
        PaperKind.KEY_LIST, 0, int(f"{today:%Y%m%d}"), Label(on=today), {"decided_on": None}, shown, is_draft=True
    )


def decided_list(actor: Actor, item_id: int, *, today: date) -> Paper | None:
    """What the meeting that decided on an item decided, all of it, for who reads all; nothing for others."""
    item = db.session.get(KeyItem, item_id) if actor.role in LIST_READERS else None
    if item is None or item.stage not in DECIDED or item.decided_on is None:
        return None
    same = KeyItem.decided_on == item.decided_on, KeyItem.meeting == item.meeting, KeyItem.stage.in_(sorted(DECIDED))
    items = db.session.scalars(
        select(KeyItem).where(*same).order_by(KeyItem.year, KeyItem.kind.desc(), KeyItem.id)
    ).all()
    first = min(one.id for one in items)
    sealed = {"decided_on": item.decided_on, "meeting": item.meeting, "items": [_charged(one) for one in items]}
    on = int(f"{item.decided_on:%Y%m%d}")
    label = Label(document_no=item.document_no, on=item.decided_on)
    shown = _list_shown(actor, items, today)
    return Paper(PaperKind.KEY_LIST, first, on, label, sealed, shown, at=end_of(item.decided_on))


def _charged(one: KeyItem) -> list[Any]:
    return [one.id, one.title, one.year, one.kind.value, one.committee, one.leader, one.plan_due_on, one.report_due_on]


def _list_shown(actor: Actor, items: Sequence[KeyItem], today: date) -> dict[str, Any]:
    where = _office(today)
    rows = [_list_row(actor, one, where) for one in items]
    return _NO_CASE | {"title": "", "made_on": today, "rows": rows, "on": None}


def _list_row(actor: Actor, one: KeyItem, where: Office) -> dict[str, Any]:
    proposing = one.stage is KeyStage.PROPOSED
    charge = (one.proposed_committee, one.proposed_leader) if proposing else (one.committee, one.leader)
    rows, _standing = found.papers(actor, one)
    organ = {Role.COMMITTEE: one.proposed_for, Role.COORDINATOR: where.coordinator}.get(one.proposed_role, where.desk)
    return {
        "title": one.title,
        "year": one.year,
        "kind": one.kind,
        "numbers": [where.book.numbering.words(row.number) for row in rows if row.number],
        "criteria": [each["words"] for each in one.criteria],
        "grounds": one.grounds,
        "proposer": organ,
        "charge": charge,
        "plan_due_on": one.plan_due_on,
        "report_due_on": one.report_due_on,
    }


def plan_paper(actor: Actor, one: Found, no: int) -> Paper | None:
    """督办方案 in one of its versions, for whoever reads what was decided with all that came of it."""
    item = one.item
    plan = next((each for each in item.plans if each.no == no), None)
    if plan is None or not reads(actor, one.detail, KeyAct.PLAN):
        return None
    on = day_of(plan.made_at)
    where = _office(on)
    steps = [[date.fromisoformat(each["day"]), each["words"]] for each in plan.steps]
    units = db.session.scalars(select(Unit).where(Unit.id.in_(sorted(one.facts.units))).order_by(Unit.name)).all()
    sealed = _sealed(item) | {"no": no, "body": plan.body, "steps": steps, "on": on}
    led_by = where.coordinator if any(each.has_coordinator for each in units) else where.desk
    shown = _shown(actor, item, where) | {
        "units": [each.name for each in units],
        "office": item.committee or (led_by if item.is_led else where.desk),
        "report_due_on": item.report_due_on,
    }
    label = Label(unit=shown["office"], on=on)
    return Paper(PaperKind.KEY_PLAN, item.id, no, label, sealed, shown, at=plan.made_at)


def report_paper(actor: Actor, one: Found, report_id: int) -> Paper | None:
    """督办情况报告 of one unit; a draft for the unit alone. Nothing for who does not read it."""
    item = one.item
    report = next((each for each in item.reports if each.id == report_id), None)
    if report is None or not reads_report(actor, one, report):
        return None
    on = day_of(report.handed_in_at) if report.handed_in_at is not None else None
    where = _office(on or day_of(report.saved_at))
    sealed = _sealed(item) | {"unit_id": report.unit_id, "no": report.no, "body": report.body}
    sealed |= {"document_no": report.document_no, "on": on}
    shown = _shown(actor, item, where) | {
        "unit": report.unit.name,
        "signer": report.handed_in_by.name if report.handed_in_by is not None else "",
        "standing_committee": f"{where.congress}常委会",
    }
    label = Label(document_no=report.document_no, unit=report.unit.name, on=on)
    draft, at = report.handed_in_at is None, report.handed_in_at
    return Paper(PaperKind.KEY_REPORT, item.id, report.id, label, sealed, shown, is_draft=draft, at=at)


def reads_report(actor: Actor, one: Found, report: KeyReport) -> bool:
    """A draft is its unit's own; what was handed in is read by all inside but the other units."""
    act = KeyAct.REPORT if report.handed_in_at is not None else KeyAct.DRAFT_REPORT
    return reads(actor, one.detail, act, unit_id=report.unit_id)


def of_code(code: Code, keeper: Actor, *, today: date) -> Paper | None:
    """The paper a code names, as the record has it now."""
    if code.kind is PaperKind.KEY_LIST:
        return decided_list(keeper, code.suggestion_id, today=today)
    one = found.find(keeper, code.suggestion_id)
    if one is None or one.detail is not Detail.ALL:
        return None
    made = plan_paper if code.kind is PaperKind.KEY_PLAN else report_paper
    paper = made(keeper, one, code.thing_id)
    return paper if paper is not None and not paper.is_draft else None


def _sealed(item: KeyItem) -> dict[str, Any]:
    decided = {"decided_on": item.decided_on, "meeting": item.meeting}
    return {"title": item.title, "year": item.year, "kind": item.kind.value} | decided


def _shown(actor: Actor, item: KeyItem, where: Office) -> dict[str, Any]:
    rows, _standing = found.papers(actor, item)
    shares = shares_of([row.id for row in rows], knows=False)
    papers = [
        {
            "number": where.book.numbering.words(row.number or ""),
            "title": called(row.title, row.kind),
            "units": [one.short_name for one in shares.get(row.id, ())],
        }
        for row in rows
    ]
    charge = (item.committee, item.leader)
    return _NO_CASE | {"papers": papers, "charge": charge, "desk": where.desk, "coordinator": where.coordinator}


def _office(on: date) -> Office:
    return Office(congress_name(), rulebook_for(on))


__all__ = ["LIST_READERS", "decided_list", "of_code", "plan_paper", "proposals_list", "reads_report", "report_paper"]
