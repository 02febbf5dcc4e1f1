"""The figures once more by another path: every event of the record once, in order, over plain dictionaries.

Nothing of the ledger is used: no tallies, no sums. What was changed after the day asked about is taken back, the first
change of all telling what had been before: due dates that were moved, the delegation, the number of signers. What a row
alone knows (the first limits, whether a talk was denied) is read from the row. A share of the work lies with the unit
that has it at the end of the day, and with it every reply to it; a promise with the unit that is to keep it.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.models.commitments import Commitment
from tracker.models.contacts import Contact
from tracker.models.ratings import Rating
from tracker.models.record import Clock, Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task

FACE = {"visit", "meeting", "site"}
# What takes a share of the work to another unit: while it is at work on it, and otherwise.
MOVES = ("hand_over", "move_along")


class Replay:
    """Where everything stood at the end of a day."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.papers: dict[int, dict[str, Any]] = defaultdict(dict)
        self.shares: dict[int, dict[str, Any]] = defaultdict(dict)
        self.rounds: dict[int, dict[str, Any]] = defaultdict(dict)
        self.promises: dict[int, dict[str, Any]] = defaultdict(dict)
        self.moves: dict[int, list[tuple[date, date]]] = defaultdict(list)
        self.before: dict[tuple[str, int], Any] = {}
        for event in db.session.scalars(select(Event).where(Event.suggestion_id.is_not(None)).order_by(Event.seq)):
            if day_of(event.at) <= on:
                self.take(event)
            else:
                self.undo(event)
            if event.action == "move_due_date":
                for clock, (_kind, was, _is) in zip(event.facts.get("clocks", ()), event.facts["moved"], strict=False):
                    self.moves[clock].append((day_of(event.at), date.fromisoformat(was)))

    def undo(self, event: Event) -> None:
        """What a later act changed was before it what the first of them says."""
        facts, paper = event.facts or {}, event.suggestion_id or 0
        for name in {"take_lead": ("delegation", "signers"), "dispute_entry": ("signers",)}.get(event.action, ()):
            if name in facts:
                self.before.setdefault((name, paper), facts[name][0])
        if event.action in MOVES and facts.get("from_unit"):
            self.before.setdefault(("unit", event.task_id or 0), facts["from_unit"])
        if event.action == "entrust_promise" and facts.get("from_unit"):
            self.before.setdefault(("keeper", facts["commitment"]), facts["from_unit"])

    def was(self, name: str, suggestion: Suggestion) -> Any:
        """The delegation or the number of signers of a paper on the day."""
        now = {"delegation": suggestion.delegation_id, "signers": suggestion.signer_count}[name]
        return self.before.get((name, suggestion.id), now)

    def unit(self, task: Task) -> int:
        """With whom a share lay, and with it every reply to it."""
        return self.shares[task.id].get("unit") or self.before.get(("unit", task.id), task.unit_id)

    def keeper(self, promise: Commitment) -> int:
        """Who was to keep a promise."""
        return self.promises[promise.id].get("unit") or self.before.get(("keeper", promise.id), promise.unit_id)

    def limit(self, clock: Clock, known: date) -> date:
        """What a clock said at the end of a day: what the first move after it took away, or what it says now."""
        return next((was for moved, was in self.moves[clock.id] if moved > known), clock.due_on)

    def take(self, event: Event) -> None:
        day, facts = day_of(event.at), event.facts or {}
        if event.machine == "suggestion":
            self.paper(self.papers[event.suggestion_id or 0], event.action, day)
        elif event.machine == "task":
            self.shares[event.task_id or 0]["state"] = event.to_state or self.shares[event.task_id or 0].get("state")
            self.share(self.shares[event.task_id or 0], event.action, day, facts)
        elif event.machine == "round":
            self.round(self.rounds[event.round_id or 0], event, day, facts)
        elif event.machine == "commitment":
            self.promise(self.promises[facts["commitment"]], event.action, day, facts)

    def paper(self, one: dict[str, Any], action: str, day: date) -> None:
        if action in ("submit", "enter_paper", "born_of_bill", "move_in"):
            one["filed"] = True
        if action in ("accept", "move_in"):
            one["registered"] = True
        if action in ("refuse", "as_letter", "set_aside", "put_on_agenda", "refer", "convert", "refuse_bill"):
            one["outcome"] = action
        if action in ("withdraw", "void_paper", "discard"):
            one["withdrawn"] = True
        if action == "born_of_bill":
            one["born"] = True
        if action == "assign":
            one["assigned"] = True
        if action == "complete":
            one["complete"] = True
        if action == "close":
            one["closed"] = True
        if action in ("join_group", "leave_group"):
            one["group"] = action == "join_group"

    def share(self, one: dict[str, Any], action: str, day: date, facts: dict[str, Any]) -> None:
        said = {
            "open_with_coordinator": {"waits": True},
            "open": {"at_unit": True},
            "distribute": {"at_unit": True},
            "sign_for": {"signed": day, "signed_known": day},
            "void_sign_for": {"signed": None},
            "opine": {"opined": day},
            "send_back_opinion": {"opined": None},
            "object": {"objected": one.get("objected", 0) + 1},
            "uphold_objection": {"moved": one.get("moved", 0) + 1},
            "grant_extension": {"extended": True},
            "end": {"ended": True},
        }
        one.update(said.get(action, {}))
        if action in MOVES:
            one["unit"] = facts["to_unit"]
        if action == "enter_sign_for":
            one["signed"], one["signed_known"] = date.fromisoformat(facts["on_paper_of"]), day

    def round(self, one: dict[str, Any], event: Event, day: date, facts: dict[str, Any]) -> None:
        if event.to_state == "drafting":
            self.shares[event.task_id or 0]["lies"] = "at_draft"
        elif event.action in ("send_up", "pass_review", "sign"):
            lies = {"send_up": f"at_{facts.get('stage')}", "pass_review": "at_sign", "sign": "at_check"}
            self.shares[event.task_id or 0]["lies"] = lies[event.action]
        if event.action in ("deliver", "pass_check", "enter_reply"):
            one["delivered"], one["sent"] = day, date.fromisoformat(facts.get("on_paper_of", day.isoformat()))
            one["letter"], one["public"] = facts["letter"], facts["publication"]
        if event.action == "void_reply":
            one["delivered"] = one["said"] = None
            self.papers[event.suggestion_id or 0]["complete"] = False
        if event.action == "shut_rating":
            one["said"] = facts["headline"]
        if event.action == "lapse":
            one["said"] = "silent"
        if event.action in ("rehandle", "explain", "escalate"):
            one[event.action] = True

    def promise(self, one: dict[str, Any], action: str, day: date, facts: dict[str, Any]) -> None:
        if action == "promise":
            one["made"], one["due"] = True, date.fromisoformat(facts["until"])
        if action == "grant_change" and facts.get("until"):
            one["due"], one["moved"] = date.fromisoformat(facts["until"]), True
        if action in ("replace_commitment", "stand_again"):
            one["gone"] = action == "replace_commitment"
        if action == "entrust_promise":
            one["unit"] = facts["to_unit"]
        if action == "drop_commitment":
            one["dropped"] = True
        if action == "fulfil":
            one["kept"], one["in_time"] = True, day <= one["due"]
        if action == "reopen_commitment":
            one["kept"] = False
        if action in ("reopen_commitment", "fulfil", "take_up_promise"):
            one["level"] = None
        if action in ("shut_commitment_rating", "shut_unkept_rating"):
            one["level"] = facts["headline"]


def recount(on: date, *, delegation: int | None = None) -> Counter[str]:
    """Every figure of all terms together, by the code of its measure, as of the end of a day; or of the papers one
    delegation had on that day."""
    replay, found = Replay(on), Counter[str]()
    papers = [
        one
        for one in db.session.scalars(select(Suggestion))
        if delegation is None or replay.was("delegation", one) == delegation
    ]
    ours = {one.id for one in papers}
    for suggestion in papers:
        _paper(found, suggestion, replay, on)
    for task in db.session.scalars(select(Task).where(Task.suggestion_id.in_(ours))):
        _whole_share(found, task, replay, on)
    for promise in db.session.scalars(select(Commitment).where(Commitment.suggestion_id.in_(ours))):
        _promise(found, replay.promises[promise.id], on)
    return _told(found)


def recount_units(on: date) -> dict[int, Counter[str]]:
    """The figures of shares, replies and promises by the unit each lay with at the end of a day; no paper is of one."""
    replay, found = Replay(on), defaultdict[int, Counter[str]](Counter)
    for task in db.session.scalars(select(Task)):
        _whole_share(found[replay.unit(task)], task, replay, on)
    for promise in db.session.scalars(select(Commitment)):
        _promise(found[replay.keeper(promise)], replay.promises[promise.id], on)
    return {unit: told for unit, counts in found.items() if (told := _told(counts))}


def _told(found: Counter[str]) -> Counter[str]:
    return Counter({code: number for code, number in found.items() if number})


def _whole_share(found: Counter[str], task: Task, replay: Replay, on: date) -> None:
    """A share with the replies to it that are out."""
    rounds = db.session.scalars(select(Round).where(Round.task_id == task.id).order_by(Round.no))
    replies = [(one, replay.rounds[one.id]) for one in rounds if replay.rounds[one.id].get("delivered")]
    for one, state in replies:
        _round(found, one, state)
    _share(found, task, replay, replies, on)


def _paper(found: Counter[str], suggestion: Suggestion, replay: Replay, on: date) -> None:
    one = replay.papers[suggestion.id]
    if not one.get("filed"):
        return
    if suggestion.kind.value == "bill":
        names = {"put_on_agenda": "on_agenda", "refer": "referred", "convert": "converted", "refuse_bill": "refused"}
        found["bill_filed"] += 1
        found["bill_" + ("withdrawn" if one.get("withdrawn") else names.get(one.get("outcome", ""), "open"))] += 1
        return
    found["filed"] += 1
    found["from_bill"] += bool(one.get("born"))
    if not one.get("registered"):
        names = {"refuse": "refused", "as_letter": "as_letter", "set_aside": "set_aside"}
        found["withdrawn_early" if one.get("withdrawn") else names.get(one.get("outcome", ""), "under_review")] += 1
        return
    found["registered"] += 1
    found["joint" if replay.was("signers", suggestion) > 1 else "alone"] += 1
    found["merged"] += bool(one.get("group"))
    found["closed"] += bool(one.get("closed"))
    if one.get("withdrawn"):
        found["withdrawn_late"] += 1
    elif one.get("complete"):
        found["completed"] += 1
    elif one.get("assigned"):
        found["in_handling"] += 1
        due = _due(replay, suggestion.id, None, {"suggestion_reply"}, on)
        found["paper_late"] += due is not None and on > due
    else:
        found["to_assign"] += 1


def _due(replay: Replay, suggestion_id: int, task_id: int | None, kinds: set[str], known: date) -> date | None:
    """The limit as it was known on a day: each further clock of a kind replaced the one stopped before it."""
    mine = select(Clock).where(Clock.suggestion_id == suggestion_id).order_by(Clock.id)
    due, stopped = None, None
    for clock in db.session.scalars(mine):
        if clock.kind.value in kinds and clock.task_id == task_id:
            since = clock.started_on if stopped is None else max(clock.started_on, stopped)
            due = replay.limit(clock, known) if since <= known else due
            stopped = clock.stopped_on
    return due


def _share(found: Counter[str], task: Task, replay: Replay, replies: list[Any], on: date) -> None:
    one = replay.shares[task.id]
    found["objected"] += one.get("objected", 0)
    found["moved"] += one.get("moved", 0)
    if task.role.value == "co":
        _opinion(found, task, replay, on)
    elif not one.get("at_unit"):
        found["to_distribute"] += bool(one.get("waits")) and not one.get("ended")
    elif replies or not one.get("ended"):
        _owed(found, task, replay, replies, on)


def _opinion(found: Counter[str], task: Task, replay: Replay, on: date) -> None:
    one = replay.shares[task.id]
    given, kinds = one.get("opined"), {"co_opinion", "co_opinion_again"}
    if not one.get("at_unit") or (one.get("ended") and not given):
        return
    found["co_owed"] += 1
    due = _due(replay, task.suggestion_id, task.id, kinds, given or on)
    late = due is not None and (given or on) > due
    found[("co_late" if late else "co_in_time") if given else ("co_overdue" if late else "co_running")] += 1


def _owed(found: Counter[str], task: Task, replay: Replay, replies: list[Any], on: date) -> None:
    one = replay.shares[task.id]
    found["owed"] += 1
    found[task.role.value] += 1
    found["extended"] += bool(one.get("extended"))
    signed = one.get("signed")
    due = _due(replay, task.suggestion_id, task.id, {"sign_for"}, one["signed_known"] if signed else on)
    late = due is not None and (signed or on) > due
    found[("signed_late" if late else "signed_in_time") if signed else ("unsigned_late" if late else "unsigned")] += 1
    talks = [
        talk for talk in db.session.scalars(select(Contact).where(Contact.task_id == task.id)) if _counts(talk, on)
    ]
    found["contacted"] += bool(talks)
    found["met"] += any(talk.manner.value in FACE for talk in talks)
    if replies:
        _answered(found, task, replay, replies)
        return
    due = _due(replay, task.suggestion_id, task.id, {"reply", "rehandle_reply"}, on)
    found["overdue" if due is not None and on > due else "running"] += 1
    found["past_6_months"] += on > _months(replay, task, 6, on)
    waits = {"assigned": "at_sign_for", "signed_for": "at_give"}
    found[waits.get(one["state"]) or one.get("lies", "at_draft")] += 1


def _months(replay: Replay, task: Task, number: int, known: date) -> date:
    """The same day of a later month, or its last day; a due date up to ten days after it was only moved off a rest."""
    wanted = select(Clock).where(Clock.task_id == task.id, Clock.kind == "reply").order_by(Clock.id)
    clocks = db.session.scalars(wanted).all()
    begun = clocks[0].started_on
    year, month = begun.year + (begun.month + number - 1) // 12, (begun.month + number - 1) % 12 + 1
    end = date(year, month, min(begun.day, monthrange(year, month)[1]))
    dues = [replay.limit(each, known) for each in clocks if each.started_on <= known]
    return max((due for due in dues if 0 <= (due - end).days <= 10), default=end)


def _counts(talk: Contact, on: date) -> bool:
    at = talk.confirmed_at or talk.corrected_at
    return at is not None and day_of(at) <= on and not talk.is_denied


def _answered(found: Counter[str], task: Task, replay: Replay, replies: list[Any]) -> None:
    (_first, began), (_last, ended) = replies[0], replies[-1]
    then, sent = began["delivered"], began["sent"]
    due = _due(replay, task.suggestion_id, task.id, {"reply"}, then)
    found["replied_late" if due is not None and sent > due else "replied_in_time"] += 1
    found["replied_in_3_months"] += sent <= _months(replay, task, 3, then)
    found["past_6_months"] += sent > _months(replay, task, 6, then)
    letter = ended["letter"]
    found[f"letter_{letter.lower()}" if letter in tuple("ABCD") else "letter_other"] += 1
    found["solved"] += letter == "A"
    if ended["public"] is not None:
        found["not_public" if ended["public"] == "none" else "to_public"] += 1
    short = {"satisfied": "satisfied", "basically_satisfied": "basically", "dissatisfied": "dissatisfied"}
    found["first_" + short.get(began.get("said"), began.get("said") or "awaited")] += 1
    settled = [state["said"] for _one, state in replies if state.get("said")]
    found["last_" + (short.get(settled[-1], settled[-1]) if settled else "awaited")] += 1


def _round(found: Counter[str], one: Round, state: dict[str, Any]) -> None:
    said = state.get("said")
    found["delivered"] += 1
    found["delivered_again"] += one.no > 1
    found["round_awaited" if not said else "round_silent" if said == "silent" else "round_rated"] += 1
    for action, name in (("rehandle", "rehandled"), ("explain", "explained"), ("escalate", "escalated")):
        found[name] += bool(state.get(action))
    if said:
        spoken = select(Rating).where(Rating.round_id == one.id, Rating.is_current, Rating.commitment_id.is_(None))
        for rating in db.session.scalars(spoken):
            if rating.question.value == "process":
                found[f"process_{rating.level.value.removesuffix('_satisfied')}"] += 1


def _promise(found: Counter[str], one: dict[str, Any], on: date) -> None:
    if not one.get("made") or one.get("gone"):
        return
    found["promised"] += 1
    found["promise_moved"] += bool(one.get("moved"))
    if one.get("dropped"):
        found["promise_dropped"] += 1
    elif one.get("kept"):
        found["kept_in_time" if one["in_time"] else "kept_late"] += 1
    else:
        found["unkept" if on > one["due"] else "promise_open"] += 1
    if one.get("level"):
        found[f"outcome_{one['level'].removesuffix('_satisfied')}"] += 1
