"""The stories the figures are counted from, of many papers at once: a fixed number of statements, the record above all.

What a row holds and no act says - the limits as they were first set, the category - is taken from the row. Where an act
says what was and what is since (a due date that moved, another lead, other signers), the past has what was; acts of
before that was written with them leave the row of today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Row, select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.key_items import KeyKind
from tracker.domain.kinds import Kind
from tracker.domain.parties import TaskRole
from tracker.domain.publication import PublicMode
from tracker.domain.results import Semantic
from tracker.domain.rulebook import ClockKind, Rulebook
from tracker.domain.states import SuggestionState
from tracker.domain.tallies import NEVER, Acts, Dated, History, KeyDays, Limit, PaperStory, Story
from tracker.domain.tallies_promises import PromiseStory
from tracker.domain.tallies_shares import Held, RoundStory, ShareStory
from tracker.models.contacts import Manner
from tracker.models.suggestions import Suggestion
from tracker.queries import law as laws
from tracker.queries.dossier import MOVE_DUE_DATE
from tracker.queries.figure_rows import CO, REPLY, Found, rows_of, topmost

A, K = Action, ClockKind
T = TypeVar("T")
FACE_TO_FACE = frozenset({Manner.VISIT, Manner.MEETING, Manner.SITE})
_FILED, _REGISTERED = (A.SUBMIT, A.ENTER_PAPER, A.BORN_OF_BILL, A.MOVE_IN), (A.ACCEPT, A.MOVE_IN)
# After a paper is handed in only these give it to another delegation or leave it with other signers.
_CHANGING = (A.TAKE_LEAD, A.DISPUTE_ENTRY)
_MOVES = (A.HAND_OVER, A.MOVE_ALONG, A.ENTRUST_PROMISE)


@dataclass(frozen=True)
class Told:
    """One story and what it is about."""

    story: Story
    task_id: int | None = None
    round_id: int | None = None
    commitment_id: int | None = None


@dataclass(frozen=True)
class Case:
    """A paper with its stories, and what of it every figure is broken down by."""

    suggestion_id: int
    session_id: int | None
    in_session: bool
    homes: History[int | None]  # the delegation of who led it
    category_id: int | None  # the topmost of its branch
    told: Sequence[Told]


def cases(ids: Sequence[int]) -> list[Case]:
    """The stories of these papers; imported history (archived) has none."""
    found, tops = rows_of(ids), topmost()
    columns = (
        Suggestion.id,
        Suggestion.session_id,
        Suggestion.in_session,
        Suggestion.delegation_id,
        Suggestion.category_id,
        Suggestion.kind,
        Suggestion.signer_count,
        Suggestion.assigned_on,
    )
    wanted = select(*columns).where(Suggestion.id.in_(ids), Suggestion.state != SuggestionState.ARCHIVED)
    rows = db.session.execute(wanted.order_by(Suggestion.id)).all()
    solving: dict[str, frozenset[str]] = {}
    made = []
    for row in rows:
        told = list(_told(row, found, solving))
        top = tops.get(row.category_id) if row.category_id is not None else None
        homes = _history(found.acts.get(row.id, ()), _FILED, "delegation", row.delegation_id)
        made.append(Case(row.id, row.session_id, row.in_session, homes, top, told))
    return made


def _told(row: Any, found: Found, solving: dict[str, frozenset[str]]) -> Iterator[Told]:
    acts = [(each, Dated(day_of(each.at), each.action, each.facts or {})) for each in found.acts.get(row.id, ())]
    clocks = _Clocks(found.clocks.get(row.id, ()), _moves([dated for _, dated in acts]))
    key = _key_days(dated for _, dated in acts)
    own = [dated for each, dated in acts if each.task_id is None or dated.action == A.VOID_REPLY]
    whole = _limits(clocks, (K.SUGGESTION_REPLY,), None)
    signers = _history(found.acts.get(row.id, ()), _REGISTERED, "signers", row.signer_count)
    yield Told(PaperStory(Acts(own), signers, row.kind is Kind.BILL, whole, key))
    letters = _solving(laws.rulebook_of(row.assigned_on, date.max), solving) if row.assigned_on else frozenset()
    by_round = {}
    for task in found.tasks.get(row.id, ()):
        share = _share(task, acts, clocks, found, letters, key)
        yield Told(share, task_id=task.id)
        for one, story in zip(found.rounds.get(task.id, ()), share.rounds, strict=True):
            by_round[one.id] = (task.id, story)
            yield Told(story, task_id=task.id, round_id=one.id)
    for promise in found.promises.get(row.id, ()):
        task_id, reply = by_round[promise.round_id]
        kept = _promise(promise, acts, reply, key)
        yield Told(kept, task_id=task_id, round_id=promise.round_id, commitment_id=promise.id)


def _share(
    task: Row[Any], acts: Any, clocks: _Clocks, found: Found, letters: frozenset[str], key: KeyDays
) -> ShareStory:
    ours = [(each, dated) for each, dated in acts if each.task_id == task.id]
    own = [dated for each, dated in ours if each.round_id is None]
    held = _held(own, task.unit_id)
    rounds = [
        RoundStory(
            no=one.no,
            acts=Acts(dated for each, dated in ours if each.round_id == one.id and "commitment" not in dated.facts),
            letter=one.letter,
            goes_public=None if one.publication is None else one.publication is not PublicMode.NONE,
            process=[each.level for each in found.process.get(one.id, ())],
            held=held,
            key=key,
        )
        for one in found.rounds.get(task.id, ())
    ]
    kinds = CO if task.role is TaskRole.CO else REPLY
    return ShareStory(
        role=task.role,
        acts=Acts(own),
        rounds=rounds,
        held=held,
        limits=_limits(clocks, kinds, task.id),
        sign_limits=_limits(clocks, (K.SIGN_FOR,), task.id),
        talks=[talk for each in found.talks.get(task.id, ()) if (talk := _talk(each)) is not None],
        solving=letters,
        key=key,
    )


def _promise(promise: Row[Any], acts: Any, reply: RoundStory, key: KeyDays) -> PromiseStory:
    ours = [dated for _, dated in acts if dated.facts.get("commitment") == promise.id]
    days = [
        (one.day, one.facts["until"])
        for one in ours
        if one.action in (A.PROMISE, A.GRANT_CHANGE) and one.facts.get("until")
    ]
    limits = [Limit(day, date.fromisoformat(until)) for day, until in days]
    # The letter of the reply that gave it: one that was void gave way to another, with promises of its own.
    letter = reply.letter_on(days[0][0]) if days else reply.letter
    return PromiseStory(Acts(ours), limits, letter, _held(ours, promise.unit_id), key)


def _held(acts: Sequence[Dated], unit_id: int) -> list[Held]:
    """Which unit had it from when on, read backwards from who has it now."""
    moves = [one for one in acts if one.action in _MOVES and one.facts.get("to_unit")]
    begin = acts[0].day if acts else date.min
    if not moves:
        return [Held(begin, unit_id)]
    first = moves[0].facts.get("from_unit")
    return [*([Held(begin, first)] if first else []), *(Held(one.day, one.facts["to_unit"]) for one in moves)]


class _Clocks(NamedTuple):
    """The limits of a paper as they stand, and by the id of a clock the days on which they were moved."""

    rows: Sequence[Any]
    moves: Mapping[int, Sequence[tuple[date, date, date]]]


def _moves(acts: Iterable[Dated]) -> dict[int, list[tuple[date, date, date]]]:
    """By clock: the day of a change of calendar or rulebook, what the limit was and what it is since. The first such
    acts did not name their clocks."""
    found: dict[int, list[tuple[date, date, date]]] = defaultdict(list)
    for one in acts:
        if one.action == MOVE_DUE_DATE:
            for clock_id, (_kind, was, becomes) in zip(one.facts.get("clocks", ()), one.facts["moved"], strict=False):
                found[clock_id].append((one.day, date.fromisoformat(was), date.fromisoformat(becomes)))
    return found


def _limits(clocks: _Clocks, kinds: Sequence[ClockKind], task_id: int | None) -> list[Limit]:
    """Limits of these kinds in the order they were known: one that follows another holds from when that was stopped,
    one that was moved from the day of the move."""
    found: list[Limit] = []
    stopped: date | None = None
    for one in clocks.rows:
        if one.kind not in kinds or one.task_id != task_id:
            continue
        since = max(one.started_on, stopped) if stopped is not None else one.started_on
        moves = clocks.moves.get(one.id, ())
        found.append(Limit(since, moves[0][1] if moves else one.due_on))
        found += [Limit(day, becomes) for day, _was, becomes in moves]
        stopped = one.stopped_on
    return found


def _history(acts: Sequence[Any], begun: Sequence[Action], name: str, now: T) -> History[T]:
    """What something was on every day, from the acts that say what it was and what it is since; `begun` are those
    before which nobody asks."""
    rest = dropwhile(lambda one: one.action not in begun, acts)
    told = [one for one in rest if one.action in _CHANGING and name in (one.facts or {})]
    if not told:
        return History(now)
    return History(told[0].facts[name][0], tuple((day_of(one.at), one.facts[name][1]) for one in told))


def _key_days(acts: Iterable[Dated]) -> KeyDays:
    """When it stood under key supervision; one that goes on in another year's item never ceased to."""
    held: set[int] = set()
    spans: list[tuple[date, date | None]] = []
    for one in acts:
        if one.action not in (A.MADE_KEY, A.ENDED_KEY) or one.facts["kind"] == KeyKind.LED.value:
            continue
        before = bool(held)
        (held.add if one.action == A.MADE_KEY else held.discard)(one.facts["item"])
        if one.facts.get("goes_on"):
            held = {one.facts["item"]}
        if held and not before:
            spans.append((one.day, None))
        elif before and not held:
            spans[-1] = (spans[-1][0], one.day)
    return KeyDays(tuple(spans)) if spans else NEVER


def _talk(row: Row[Any]) -> tuple[date, bool] | None:
    at = row.confirmed_at or row.corrected_at
    return (day_of(at), row.manner in FACE_TO_FACE) if at is not None else None


def _solving(book: Rulebook, known: dict[str, frozenset[str]]) -> frozenset[str]:
    """The letters that say a matter is solved and nothing else, in this edition."""
    if book.edition not in known:
        letters = {one.letter for one in book.result_classes}
        solved = {
            letter for letter in letters if {each.semantic for each in book.classes_of(letter)} == {Semantic.SOLVED}
        }
        known[book.edition] = frozenset(solved)
    return known[book.edition]
