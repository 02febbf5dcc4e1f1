"""What must hold of the whole database whatever anybody has done: asked after every step of a random life."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import func, select

from tests.invariants_chases import chases
from tests.invariants_clocks import KEPT_IN, clocks, days
from tests.invariants_keys import keys
from tests.invariants_promises import promises
from tests.invariants_routing import lessons
from tests.invariants_search import search
from tests.invariants_signing import signing
from tests.world import World
from tracker.db import db
from tracker.domain.actions import Machine
from tracker.domain.entries import Entered
from tracker.domain.parties import SignatureState, TaskRole
from tracker.domain.permissions import Sight, sight
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import FINAL, OUT, SuggestionState, TaskState
from tracker.models.joint import GroupMembership, LinkKind, PaperEntry, SuggestionLink
from tracker.models.procedures import Disagreement, Extension, Hearing, Objection
from tracker.models.record import Event
from tracker.models.suggestions import Kind, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries import chain, scope, stages
from tracker.queries import law as laws
from tracker.queries.versions import lying_text


def broken(world: World, *, today: date) -> list[str]:
    """Every invariant that does not hold, in words; empty when the record is sound."""
    db.session.rollback()
    suggestions = list(db.session.scalars(select(Suggestion).order_by(Suggestion.id)))
    # Imported history has gaps, and shows them.
    ours = [one for one in suggestions if one.state is not SuggestionState.ARCHIVED]
    found = [
        *_record(),
        *_numbers(ours),
        *(line for one in ours for line in (*_paper(one), *_tasks(one), *_dates(one))),
        *clocks(),
        *days(),
        *_procedures(),
        *_rulings(),
        *_groups(suggestions),
        *_counts(world, suggestions, today),
        *_sights(world, suggestions),
        *signing(world, ours, today=today),
        *promises(today=today),
        *chases(),
        *keys(),
        *search(),
        *lessons(),
    ]
    db.session.rollback()
    return found


def _record() -> Iterator[str]:
    if not chain.verify().whole:
        yield "the chain of the record is broken"
    last: dict[tuple[str, int | None, int | None, int | None, int | None], str | None] = {}
    for event in db.session.scalars(select(Event).where(Event.machine != "").order_by(Event.seq)):
        if event.to_state is None:
            continue
        promise = event.facts["commitment"] if event.machine == Machine.COMMITMENT else None
        case = (event.machine, event.suggestion_id, event.task_id, event.round_id, promise)
        if case in last and event.from_state != last[case]:
            yield f"{event.action} of {case} starts from {event.from_state}, the act before ended in {last[case]}"
        last[case] = event.to_state
    for (machine, *ids), to in last.items():
        model, place = KEPT_IN[Machine(machine)]
        key = ids[place]
        row = db.session.get(model, key)
        if row is None or row.state.value != to:
            yield f"{machine} {key} stands where no act brought it"


def _numbers(suggestions: list[Suggestion]) -> Iterator[str]:
    series: dict[tuple[Kind, str], list[int]] = defaultdict(list)
    for one in suggestions:
        if one.number is not None:
            head, _dash, serial = one.number_sort.rpartition("-")
            series[(one.kind, head)].append(int(serial.lstrip("b")))
    for key, serials in series.items():
        if sorted(serials) != list(range(1, len(serials) + 1)):
            yield f"numbers of {key} have gaps or twins: {sorted(serials)}"


def _paper(one: Suggestion) -> Iterator[str]:
    name = f"suggestion {one.id}"
    if one.signer_count != len(one.signers):
        yield f"{name} counts {one.signer_count} signers and has {len(one.signers)}"
    for signature in one.signatures:
        agreed = signature.state is SignatureState.AGREED
        if agreed and signature.text_no != one.text_no and one.state not in FINAL:
            yield f"{name}: a signature of version {signature.text_no} stands under version {one.text_no}"
    if [text.no for text in one.texts] != list(range(1, len(one.texts) + 1)) or one.text_no != len(one.texts):
        yield f"{name} has lost a version of its text"
    lying = lying_text(one)
    if lying is not None and one.title != lying.title:
        yield f"{name} is listed as {one.title}, what was handed in is called {lying.title}"
    if (count := sum(entry.is_open for entry in one.entries)) != one.open_entries:
        yield f"{name} counts {one.open_entries} open entries and has {count}"
    if (count := sum(entry.is_unsettled for entry in one.entries)) != one.disputed_entries:
        yield f"{name} counts {one.disputed_entries} disputed entries and has {count}"
    yield from _entered(one)
    if one.kind is Kind.BILL and one.tasks:
        yield f"{name} is a bill with tasks"


def _entered(one: Suggestion) -> Iterator[str]:
    """What is denied does not count until somebody has looked into it, and what is void left nothing behind."""
    rounds = {each.id: each for task in one.tasks for each in task.rounds}
    for entry in one.entries:
        drafts = {name for name, held in entry.kept_texts.items() if not held}
        if drafts:
            yield f"entry {entry.id} has lost {sorted(drafts)}"
        if entry.is_void and entry.what is Entered.SUGGESTION and one.state is not SuggestionState.WITHDRAWN:
            yield f"suggestion {one.id} goes on though its entry is void"
        each = rounds.get(entry.round_id or 0)
        if each is not None and not entry.is_void and each.state not in OUT:
            yield f"the reply of entry {entry.id} stands and is not out"
        is_over = one.state is SuggestionState.CONVERTED and entry.person_id in one.signers
        if entry.is_open and is_over and not _waits_elsewhere(entry):
            yield f"entry {entry.id} of a converted bill waits for nobody"


def _waits_elsewhere(entry: PaperEntry) -> bool:
    born = select(SuggestionLink.later_id).where(
        SuggestionLink.earlier_id == entry.suggestion_id, SuggestionLink.kind == LinkKind.CONVERTED
    )
    same = (PaperEntry.what == entry.what, PaperEntry.person_id == entry.person_id, PaperEntry.answered_at.is_(None))
    return bool(db.session.scalar(select(func.count()).where(PaperEntry.suggestion_id.in_(born), *same)))


def _tasks(one: Suggestion) -> Iterator[str]:
    name = f"suggestion {one.id}"
    live = [task for task in one.tasks if not task.was_replaced]
    roles = sorted(task.role.value for task in live)
    if live and one.state in (SuggestionState.IN_HANDLING, SuggestionState.CLOSED):
        whole = roles.count("sole") + roles.count("lead")
        if not (whole == 1 and "separate" not in roles) and not (whole == 0 and "separate" in roles):
            yield f"{name} is shared out as {roles}"
        # A hand-over may bring two shares to one unit; nobody else does.
        own = [task.unit_id for task in live if task.came_from_id is None and task.state is not TaskState.ENDED]
        if len(set(own)) != len(own):
            yield f"{name} names one unit twice"
        whole = {task.unit_id for task in live if task.role is not TaskRole.CO}
        if any(task.role is TaskRole.CO and task.unit_id in whole and task.owes_opinion for task in live):
            yield f"{name} has a unit that owes itself an opinion"
    asked = {request.no for request in one.text.requests} if one.text else set()
    answered = {no for task in live if task.role is not TaskRole.CO for no in task.part}
    if live and answered != asked:
        yield f"{name}: requests {sorted(asked)} are shared out as {sorted(answered)}"
    for task in one.tasks:
        if task.was_replaced and task.state is not TaskState.ENDED:
            yield f"task {task.id} was replaced and is not ended"
        for each in task.rounds:
            yield from _round(one, each)


def _round(one: Suggestion, each: Round) -> Iterator[str]:
    if each.state in OUT and not each.deliveries:
        yield f"round {each.id} is out and reached nobody"
    if each.ratings and each.state not in OUT:
        yield f"round {each.id} was rated before it was delivered"
    to = {delivery.person_id for delivery in each.deliveries}
    if not {rating.person_id for rating in each.ratings} <= to:
        yield f"round {each.id} of suggestion {one.id} was rated by somebody it did not reach"


def _dates(one: Suggestion) -> Iterator[str]:
    if one.assigned_on is None or not one.tasks:
        return
    law = laws.rulebook_of(one.assigned_on, one.assigned_on)
    most = law.due_on(ClockKind.SUGGESTION_REPLY, one.assigned_on, laws.calendar_now())
    first = min(task.opened_on for task in one.tasks)
    if first != one.assigned_on:
        yield f"suggestion {one.id}: T0 is {one.assigned_on}, its first task was opened on {first}"
    for task in one.tasks:
        first_round = all(each.no == 1 for each in task.rounds)
        if most and task.due_on and task.due_on > most and first_round and task.role is not TaskRole.CO:
            yield f"task {task.id} is due on {task.due_on}, past the longest the law allows ({most})"


def _procedures() -> Iterator[str]:
    open_of = {
        "objection_is_open": set(db.session.scalars(select(Objection.task_id).where(Objection.is_upheld.is_(None)))),
        "extension_is_open": set(db.session.scalars(select(Extension.task_id).where(Extension.is_granted.is_(None)))),
        "disagreement_is_open": set(
            db.session.scalars(select(Disagreement.task_id).where(Disagreement.decided_at.is_(None)))
        ),
    }
    for flag, ids in open_of.items():
        flagged = set(db.session.scalars(select(Task.id).where(getattr(Task, flag))))
        if flagged != ids:
            yield f"{flag}: tasks say {sorted(flagged)}, the records {sorted(ids)}"
        ended = set(db.session.scalars(select(Task.id).where(Task.state == TaskState.ENDED)))
        if ids & ended:
            yield f"{flag}: {sorted(ids & ended)} have ended and nobody can decide any more"
    wanted = select(Hearing.suggestion_id, func.count()).where(Hearing.closed_on.is_(None))
    over = select(Suggestion.id).where(Suggestion.state.in_(FINAL), Suggestion.open_hearings > 0)
    for one in db.session.scalars(over):
        yield f"suggestion {one} is over and still hears units"
    hearings = dict(db.session.execute(wanted.group_by(Hearing.suggestion_id)).all())
    for one, count in db.session.execute(select(Suggestion.id, Suggestion.open_hearings)):
        if count != hearings.get(one, 0):
            yield f"suggestion {one} counts {count} open hearings and has {hearings.get(one, 0)}"


def _rulings() -> Iterator[str]:
    for one in db.session.scalars(select(Objection).where(Objection.is_upheld)):
        if one.task.has_answered:
            yield f"task {one.task_id} was taken from a unit that had answered"
        if one.to_arbiter and one.new_task_id is not None:
            new = db.session.get_one(Task, one.new_task_id)
            if new.assigned_on != new.opened_on:
                yield f"task {new.id} was ruled by the arbiter and sent on by another"


def _groups(suggestions: Iterable[Suggestion]) -> Iterator[str]:
    held = select(GroupMembership.suggestion_id, GroupMembership.group_id).where(GroupMembership.left_on.is_(None))
    rows = dict(db.session.execute(held).all())
    for one in suggestions:
        if one.group_id != rows.get(one.id):
            yield f"suggestion {one.id} says group {one.group_id}, the memberships {rows.get(one.id)}"
        if one.group_id is not None and list(rows.values()).count(one.group_id) < 2:
            yield f"suggestion {one.id} is alone in group {one.group_id}"
        if one.group_id is not None and (one.number is None or one.text is None):
            yield f"suggestion {one.id} lost its number or text in a group"


def _counts(world: World, suggestions: list[Suggestion], today: date) -> Iterator[str]:
    """The strip of the desk counts papers (件) and shares (件次) as the rows have them; bills are no suggestions."""
    tally = stages.tally(world.chen, today=today)
    ours = [one for one in suggestions if one.kind is Kind.SUGGESTION]
    handled = [one for one in ours if one.state is SuggestionState.IN_HANDLING]
    cells = {stage.code: stage.count for stage in tally.stages}
    wanted = {
        "registered": sum(one.state is SuggestionState.REGISTERED for one in ours),
        "unreplied": sum(one.replied_on is None for one in handled),
        "replied": sum(one.replied_on is not None for one in handled),
    }
    for code, number in wanted.items():
        if cells.get(code, 0) != number:
            yield f"the strip says {cells.get(code, 0)} {code}, the rows {number}"
    shares = {stage.code: stage.count for stage in tally.elsewhere}
    for code, state in (("with_coordinator", TaskState.WITH_COORDINATOR), ("unsigned", TaskState.ASSIGNED)):
        number = sum(task.state is state for one in suggestions for task in one.tasks)
        if shares.get(code, 0) != number:
            yield f"the strip says {shares.get(code, 0)} shares {code}, the rows {number}"


def _sights(world: World, suggestions: list[Suggestion]) -> Iterator[str]:
    for login, actor in world.actors.items():
        listed = set(db.session.scalars(select(Suggestion.id).where(scope.visible_to(actor))))
        judged = {one.id for one in suggestions if sight(actor, one) is not Sight.NOTHING}
        if listed != judged:
            yield f"{login} is listed {sorted(listed)} and may read {sorted(judged)}"
