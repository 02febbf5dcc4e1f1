"""A row of the register in words: who, which units, where it stands, when it is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.domain.clocks import Standing, standing
from tracker.domain.kinds import Kind
from tracker.domain.numbering import bill_serial
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.suggestions import Proposer
from tracker.queries.due_dates import OPEN_TO_ALL
from tracker.queries.register_shares import Entry, Share
from tracker.queries.similar import OPEN
from tracker.web.addresses import address
from tracker.web.chase_words import times_words
from tracker.web.due_tags import explained_at, is_forecast, marked
from tracker.web.labels import ROUND_STATES, SUGGESTION_STATES, TASK_STATES
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.words import standing_words

S, T, R = SuggestionState, TaskState, RoundState
# Where the desk takes many up at once, or waits for them no longer.
UNDER_REVIEW = (S.SUBMITTED, S.IN_REVIEW, S.RETURNED)
# Outside the offices a reply is being worked on until it is out.
OFFICES = UNIT_ROLES | {Role.DESK, Role.COORDINATOR}


def row_of(
    entry: Entry, actor: Actor, today: date, *, mine: bool = False, unit_id: int | None = None
) -> dict[str, Any]:
    """The arguments of the macro `register_row`; `mine`: the reader signed all that is listed.

    `unit_id` is the unit one looks at; a unit looks at itself.
    """
    row, shares, own = entry.row, list(entry.shares.values()), _own(entry, unit_id or actor.unit_id)
    return {
        **paper_of(entry, actor, unit_id=unit_id),
        # That there are others beside it, which may be confidential, is told to those whom merging concerns.
        "marks": _marks(row, shares, grouped=_is_concerned(row, shares, actor, mine=mine)),
        "pick": row.id if _is_picked(row, own, actor) else None,
        **_due(row, actor, today, mine=mine),
    }


def paper_of(entry: Entry, actor: Actor, *, unit_id: int | None = None) -> dict[str, Any]:
    """Of these arguments what is said of a paper wherever it is listed: who, which units, where it stands."""
    row, shares = entry.row, list(entry.shares.values())
    archived = row.state is S.ARCHIVED
    return {
        "href": address("dossier.show", suggestion_id=row.id),
        "number": _number(row) or (_("未提供") if archived else _("未编号")),
        "title": official_title(row.title, row.kind),
        "people": _people(row, archived=archived),
        "status": _status(row, shares, _own(entry, unit_id or actor.unit_id), inner=actor.role in OFFICES),
        "key": row.is_key,
        "led": row.is_leader_led,
        **_units(row, shares, archived=archived),
    }


def _own(entry: Entry, unit_id: int | None) -> Share | None:
    return next((share for share in entry.shares.values() if share.unit_id == unit_id), None)


def _status(row: Any, shares: Sequence[Share], own: Share | None, *, inner: bool) -> str:
    if row.due_kind == ClockKind.REHANDLE_DECISION:
        return _("待决定重办")
    if own is not None and row.state is S.IN_HANDLING and row.replied_on is None:
        # The share of the unit that is meant, which is what the statuses of a unit filter by.
        waits = own.state is T.REPLIED
        return _("已答复，等其他单位") if waits else share_words(own.state, own.round_state, inner=inner)
    if row.state is S.IN_HANDLING:
        return status_words(row.state, shares, replied=row.replied_on is not None, inner=inner)
    return state_words(row.state, row.kind)


def _is_picked(row: Any, own: Share | None, actor: Actor) -> bool:
    """Whether a tick in the list leads anywhere: to merging, or to what is done to many at once."""
    if actor.role is Role.UNIT_RECEIVER:
        return own is not None and own.state is T.ASSIGNED and own.unit_id == actor.unit_id
    merges = actor.role is Role.DESK and row.state in OPEN and row.group_id is None
    return merges or (actor.role in (Role.DESK, Role.BILL_GROUP) and row.state in UNDER_REVIEW)


def _is_concerned(row: Any, shares: Sequence[Share], actor: Actor, *, mine: bool) -> bool:
    if actor.role is Role.DEPUTY:
        return mine or row.author_id == actor.person_id
    return actor.role not in UNIT_ROLES or any(share.unit_id == actor.unit_id for share in shares)


def _marks(row: Any, shares: Sequence[Share], *, grouped: bool) -> list[str]:
    is_bill = row.kind is Kind.BILL and row.state is not S.ARCHIVED
    moves = max((one.moves for one in shares), default=0)
    return [
        *([_("议案")] if is_bill else []),
        *([_("并案")] if row.group_id is not None and grouped else []),
        *([_("代录待确认")] if row.open_entries else []),
        *([times_words(row.chases)] if row.chases and grouped else []),
        *([_("改办%(n)s次", n=moves)] if moves >= MANY_MOVES else []),
    ]


def _number(row: Any) -> str:
    serial = bill_serial(row.number or "")
    return _("议案%(n)s", n=serial) if serial else row.number or ""


def _people(row: Any, *, archived: bool) -> tuple[str, str]:
    if row.proposer is Proposer.DELEGATION:
        return row.delegation or "", _("联系人%(name)s", name=row.author or "")
    told = row.author or (row.history or {}).get("author") or (_("未提供") if archived else "")
    return told, _("等%(n)s人", n=row.signer_count) if row.signer_count > 1 else ""


def _units(row: Any, shares: Sequence[Share], *, archived: bool) -> dict[str, str]:
    if not shares:
        return {"unit": _("未提供") if archived else "", "co_units": ""}
    leads = [one.unit for one in shares if one.role is not TaskRole.CO]
    helpers = [one.unit for one in shares if one.role is TaskRole.CO]
    return {
        "unit": _("、").join(leads),
        "co_units": _("会 %(units)s", units=_("、").join(helpers)) if helpers else "",
    }


def due_of(row: Any, actor: Actor, *, mine: bool) -> date | None:
    """The day the paper waits for, where this reader may know of it."""
    theirs = actor.role is Role.DEPUTY and not mine and row.author_id != actor.person_id
    hidden = theirs and row.due_kind not in OPEN_TO_ALL
    day: date | None = None if hidden else row.due_on
    return day


def _due(row: Any, actor: Actor, today: date, *, mine: bool) -> dict[str, Any]:
    if due_of(row, actor, mine=mine) is None:
        return {"standing": None, "words": "", "date_words": ""}
    stands = standing(row.due_on, today)
    return {
        "standing": stands.value if stands is not Standing.NONE else None,
        "words": standing_words(stands, row.due_on, today),
        "date_words": marked(row.due_on.isoformat()) if is_forecast(row.due_on) else row.due_on.isoformat(),
        "due_href": explained_at(row.id, ClockKind(row.due_kind), row.due_on) if row.due_kind else None,
    }


# So often gone from one unit to another that everybody should see it.
MANY_MOVES = 2
# Which of several shares speaks for the case: the one that is furthest behind.
_BEHIND = (T.WITH_COORDINATOR, T.ASSIGNED, T.SIGNED_FOR, T.HANDLING)


def state_words(state: SuggestionState, kind: Kind) -> str:
    """The state of a paper; a bill that was refused is no suggestion that was refused."""
    if kind is Kind.BILL and state is S.NOT_ACCEPTED:
        return _("不作为议案")
    return str(SUGGESTION_STATES[state])


def status_words(state: SuggestionState, shares: Sequence[Share], *, replied: bool, inner: bool) -> str:
    """Where the case stands; in handling it is told by the unit that is furthest behind."""
    if state is not S.IN_HANDLING:
        return str(SUGGESTION_STATES[state])
    if replied:
        return str(ROUND_STATES[R.DELIVERED])
    for behind in _BEHIND:
        for share in shares:
            if share.state is behind and not (share.role is TaskRole.CO and behind is T.HANDLING):
                return share_words(share.state, share.round_state, inner=inner)
    return str(SUGGESTION_STATES[state])


def share_words(state: TaskState, reply: RoundState | None, *, inner: bool) -> str:
    """Where one unit's share stands; outside the offices no difference is made while its reply is worked on."""
    if state is T.HANDLING and inner and reply in (R.DRAFTING, R.IN_CLEARANCE):
        return str(ROUND_STATES[reply])
    return str(TASK_STATES[state])
