"""How many cases stand where: the strip above someone's home, and what lies with others beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from tracker.db import db
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role, System
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries import chasing_duties, commitment_duties
from tracker.queries.appraisals import waiting as waiting_appraisals
from tracker.queries.asker import ME, MY_DELEGATION, MY_DEPUTY, MY_FIELD, MY_SYSTEM, MY_UNIT, TODAY, stands, values
from tracker.queries.bill_duties import IS_BILL
from tracker.queries.counting import Table, counted
from tracker.queries.duties import sources
from tracker.queries.escalations import AT_TABLE, waiting_meetings
from tracker.queries.hand_overs import CONFIRMING, waiting_in_stead
from tracker.queries.hand_overs import waiting as waiting_hand_overs
from tracker.queries.key_item_duties import waiting_items
from tracker.queries.lines import waiting_of_lines
from tracker.queries.look_back_duties import WAITED_FOR, campaigns_to_close, waiting_lines
from tracker.queries.proposals import open_to
from tracker.queries.register_statuses import OF_SHARE
from tracker.queries.report_duties import waiting_summaries
from tracker.queries.scope import owned_ids, sees
from tracker.queries.seats import waiting_leads

S, T, R = SuggestionState, TaskState, RoundState
# What a committee follows: suggestions on record, and bills the Presidium has decided on.
HANDLED, DECIDED = (S.REGISTERED, S.IN_HANDLING, S.CLOSED), (S.ON_AGENDA, S.WITH_COMMITTEE)

ALL_REPLIED = and_(stands(Suggestion.state, S.IN_HANDLING), Suggestion.replied_on.is_not(None))

# The codes of the strip are statuses of the register; several states of the machines may share one.
OF_STATE = {
    S.DRAFT: "writing",
    S.COSIGNING: "writing",
    S.SUBMITTED: "to_review",
    S.IN_REVIEW: "to_review",
    S.RETURNED: "returned",
    S.REGISTERED: "registered",
    S.IN_HANDLING: "unreplied",
    S.CLOSED: "closed",
}
# Bills are counted apart: those being written, and those handed in and not over.
OF_BILL = {
    S.DRAFT: "bill_writing",
    S.COSIGNING: "bill_writing",
    S.SUBMITTED: "bills",
    S.IN_REVIEW: "bills",
    S.RETURNED: "bills",
    S.ON_AGENDA: "bills",
    S.WITH_COMMITTEE: "bills",
}
OPEN_BILLS = and_(stands(Suggestion.state, *(one for one, code in OF_BILL.items() if code == "bills")), IS_BILL)
ORDER = (
    "writing",
    "returned",
    "to_review",
    "registered",
    "unreplied",
    "replied",
    "closed",
    "bill_writing",
    "bills",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One cell: how many the register lists of this status, and how many of them are past their day, where counted.

    What lies with others beside the strip is counted by shares instead (件次); the register says both.
    """

    code: str
    count: int
    late: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything counted for one home; `waiting` is the number of its lines, `decisions` that of what waits and is no
    line of a case, by kind: changes of the law another person has proposed, hand-over lists, leads to be found,
    promises; `nearest` names the promise of each kind that comes first."""

    waiting: int
    stages: list[Stage]
    elsewhere: list[Stage]
    decisions: dict[str, int]
    nearest: dict[str, commitment_duties.Nearest]


def tally(actor: Actor, *, today: date) -> Tally:
    """What waits for this hat, where its cases stand, what lies with others: one statement, two for deputies."""
    asked, (wanted, waiting) = values(actor, today=today), _counts(actor.role)
    asked["near"] = today + commitment_duties.SOON
    asked |= chasing_duties.days(actor.role, today)
    row: dict[str, Any] = dict(db.session.execute(wanted, asked).one()._mapping) if wanted is not None else {}
    grouped = _groups(actor.role)
    stages = [
        Stage(code, number, row.get(f"{code}_late"))
        for code, number in row.items()
        if (number or code != "bills")
        and not code.endswith("_late")
        and not code.startswith(("waiting_", "at_", "decide_", "near_"))
    ]
    return Tally(
        sum(row[name] for name in waiting),
        [*stages, *(_grouped(db.session.execute(grouped, asked)) if grouped is not None else [])],
        [Stage(code.removeprefix("at_"), number) for code, number in row.items() if code.startswith("at_")],
        {code.removeprefix("decide_"): number for code, number in row.items() if code.startswith("decide_")},
        commitment_duties.nearest(actor.role, row) if row else {},
    )


@cache
def _counts(role: Role | None) -> tuple[Select[*tuple[Any, ...]] | None, tuple[str, ...]]:
    """The statement, and which of its columns together are what waits; what two of them ask is counted once."""
    wanted = _cells(role) | (_elsewhere() | _decisions() if role is Role.DESK else {})
    if role is Role.COORDINATOR:
        wanted |= {f"decide_{kind}": one for kind, one in waiting_appraisals(of_my_system=True).items()}
    if role in AT_TABLE:
        wanted |= {"decide_meetings": waiting_meetings(role)}
    wanted |= {f"decide_{kind}": one for kind, one in chasing_duties.waiting(role).items()}
    if role in WAITED_FOR:
        wanted |= {"decide_look_backs": waiting_lines(role)}
    wanted |= {f"decide_key_{code}": one for code, one in waiting_items(role).items()}
    if role in UNIT_ROLES:
        wanted |= {"decide_summaries": waiting_summaries(MY_UNIT)}
    wanted |= {f"decide_{kind}": one for kind, one in commitment_duties.waiting(role).items()}
    wanted |= {f"decide_lines_{kind}": one for kind, one in waiting_of_lines(role).items()}
    if role in CONFIRMING:
        wanted |= {"decide_hand_overs": waiting_hand_overs(MY_UNIT)}
    names = {_spelt(one): name for name, one in wanted.items()}
    waiting = []
    for n, source in enumerate(sources(role)):
        count = source.count()
        waiting.append(names.get(_spelt(count), f"waiting_{n}"))
        wanted.setdefault(waiting[-1], count)
    if not wanted:
        return None, ()
    counts = select(*(one.label(name) for name, one in wanted.items()))
    return commitment_duties.with_nearest(counts, role), tuple(waiting)


def _spelt(one: ColumnElement[int]) -> tuple[str, str]:
    """What is asked, to see whether two ask the same."""
    compiled = one.compile()
    return str(compiled), repr(compiled.params)


Cells = dict[str, ColumnElement[int]]


def _cells(role: Role | None) -> Cells:
    if role is Role.DESK:
        late, handled = Suggestion.due_sort < TODAY, stands(Suggestion.state, S.IN_HANDLING)
        unreplied = and_(handled, Suggestion.replied_on.is_(None))
        return {
            **_both("to_review", Suggestion, late, stands(Suggestion.state, S.SUBMITTED, S.IN_REVIEW), ~IS_BILL),
            **_both("registered", Suggestion, late, stands(Suggestion.state, S.REGISTERED)),
            **_both("unreplied", Suggestion, late, unreplied),
            **_both("replied", Suggestion, late, ALL_REPLIED),
            "bills": counted(Suggestion, OPEN_BILLS),
        }
    if role is Role.BILL_GROUP:
        late, ours = Suggestion.due_sort < TODAY, sees(role)
        return {
            **_both("to_review", Suggestion, late, stands(Suggestion.state, S.SUBMITTED, S.IN_REVIEW), ours, ~IS_BILL),
            "bills": counted(Suggestion, OPEN_BILLS),
            **_both("registered", Suggestion, late, stands(Suggestion.state, S.REGISTERED), ours),
        }
    if role is Role.COORDINATOR:
        return _of_shares(Task.system == MY_SYSTEM, "with_coordinator", "unsigned", "unreplied")
    if role in UNIT_ROLES:
        return _of_shares(Task.unit_id == MY_UNIT, "unsigned", "unreplied", "replied")
    if role is Role.COMMITTEE:
        field = or_(Suggestion.is_key, Suggestion.category_id.in_(MY_FIELD))
        of_field = {s.value: counted(Suggestion, stands(Suggestion.state, s), field) for s in HANDLED}
        return of_field | {"bills": counted(Suggestion, OPEN_BILLS, stands(Suggestion.state, *DECIDED), field)}
    return {}


def _of_shares(ours: ColumnElement[bool], *codes: str) -> Cells:
    """Papers with a share of ours in each status, each paper once; late by the date the register shows of it."""
    found: Cells = {}
    for code in codes:
        papers = select(Task.suggestion_id).where(ours, stands(Task.state, *OF_SHARE[code])).distinct()
        late = papers.join(Suggestion, Suggestion.id == Task.suggestion_id).where(Suggestion.due_sort < TODAY)
        found |= {code: counted(papers.subquery()), f"{code}_late": counted(late.subquery())}
    return found


def _both(code: str, frm: Table, late: ColumnElement[bool], *conditions: ColumnElement[bool]) -> Cells:
    return {code: counted(frm, *conditions), f"{code}_late": counted(frm, *conditions, late)}


def _elsewhere() -> Cells:
    # Naming every system lets the index of system and state serve.
    anywhere = stands(Task.system, *System)
    return {
        "at_with_coordinator": counted(Task, anywhere, stands(Task.state, T.WITH_COORDINATOR)),
        "at_unsigned": counted(Task, anywhere, stands(Task.state, T.ASSIGNED)),
        "at_drafting": counted(Round, stands(Round.state, R.DRAFTING)),
        "at_in_clearance": counted(Round, stands(Round.state, R.IN_CLEARANCE)),
        "at_delivered": counted(Round, stands(Round.state, R.DELIVERED)),
    }


def _decisions() -> Cells:
    beside = {"in_stead": waiting_in_stead(CONFIRMING, TODAY), "leads": waiting_leads(TODAY)}
    beside |= {"to_close": campaigns_to_close()} | waiting_appraisals()
    return {f"decide_{kind}": one for kind, one in (open_to(ME) | beside).items()}


def _grouped(rows: Iterable[Any]) -> list[Stage]:
    totals: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for state, replied, kind, count, over in rows:
        code = (OF_BILL if kind is Kind.BILL else OF_STATE).get(state)
        if code is not None:
            code = "replied" if code == "unreplied" and replied else code
            totals[code] += count
            late[code] += over or 0
    return [Stage(code, totals[code], late[code]) for code in ORDER if totals[code]]


@cache
def _groups(role: Role | None) -> Select[*tuple[Any, ...]] | None:
    """For hats whose cases are few enough to count one by one."""
    replied = case((Suggestion.replied_on.is_(None), 0), else_=1)
    over = case((Suggestion.due_sort < TODAY, 1), else_=0)
    cases = select(Suggestion.state, replied, Suggestion.kind, func.count(), func.sum(over))
    cases = cases.group_by(Suggestion.state, replied, Suggestion.kind)
    if role is Role.DEPUTY:
        return cases.where(Suggestion.id.in_(owned_ids()))
    if role is Role.ASSISTANT:
        return cases.where(Suggestion.author_id == MY_DEPUTY)
    if role is Role.DELEGATION_CLERK:
        handed_in = Suggestion.state.not_in((S.DRAFT, S.COSIGNING))
        return cases.where(Suggestion.delegation_id == MY_DELEGATION, handed_in)
    return None
