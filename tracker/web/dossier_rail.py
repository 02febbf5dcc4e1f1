"""The right third of a dossier: limits that run, the steps of its life, the units that hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.clocks import standing
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.dossier import Told
from tracker.web import dossier_bills
from tracker.web.addresses import address
from tracker.web.due_tags import due_tag, marked
from tracker.web.labels import CLOCKS, TASK_ROLES
from tracker.web.register_rows import share_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, standing_words

S, T = SuggestionState, TaskState
# When the days for objecting are over nobody is late: the share counts as accepted.
RIGHTS = frozenset({ClockKind.OBJECTION})
# What a unit owes or may do for its own share alone.
OWN_AFFAIRS = frozenset({ClockKind.OBJECTION, ClockKind.SIGN_FOR, ClockKind.DISTRIBUTE})


def limits(
    suggestion: Suggestion, tasks: Sequence[Task], clocks: Sequence[Clock], today: date
) -> list[tuple[Any, ...]]:
    """The limits that run, nearest first, with the units of `tasks`; the longest the law allows, and the last day of a
    right, are plain dates."""
    units = {task.id: task.unit.short_name for task in tasks}
    several = len([task for task in suggestion.tasks if not task.was_replaced]) > 1
    rows: list[tuple[Any, ...]] = []
    for clock in clocks:
        if clock.stopped_on is not None or (clock.kind in RIGHTS and clock.due_on < today):
            continue
        label = str(CLOCKS[clock.kind])
        if several and clock.task_id in units:
            label = _("%(unit)s%(clock)s", unit=units[clock.task_id], clock=label)
        href = address("due_dates.show", suggestion_id=suggestion.id, clock_id=clock.id)
        mark = marked if clock.is_provisional else str
        if clock.kind is ClockKind.SUGGESTION_REPLY or clock.kind in RIGHTS:
            whole = clock.kind is ClockKind.SUGGESTION_REPLY or clock.due_on.year != today.year
            rows.append((label, None, mark(day_words(clock.due_on, year=whole)), "", href))
        elif tag := due_tag(clock.kind, clock.due_on, today=today, provisional=clock.is_provisional):
            day = day_words(clock.due_on, year=clock.due_on.year != today.year)
            rows.append((label, tag.standing, tag.words, mark(day), href))
            rows += _agreed(clock, tasks, today, href)
    return rows


def _agreed(clock: Clock, tasks: Sequence[Task], today: date, href: str) -> list[tuple[Any, ...]]:
    """The earlier day the assignment set for this reply or co-opinion, beside the legal one."""
    words = {ClockKind.REPLY: _("商定答复"), ClockKind.CO_OPINION: _("商定会办")}.get(clock.kind)
    days = [task.agreed_due_on for task in tasks if words and task.id == clock.task_id]
    return [(words, None, day_words(day, year=day.year != today.year), "", href) for day in days if day]


_ENDED = {
    S.NOT_ACCEPTED: _l("不作为建议处理"),
    S.WITHDRAWN: _l("已撤回"),
    S.CONVERTED: _l("转为建议办理"),
}
# The limits that end with a step.
_REVIEW, _ASSIGN = (ClockKind.REVIEW,), (ClockKind.ASSIGN, ClockKind.KICK_OFF)
_SIGN_FOR = (ClockKind.DISTRIBUTE, ClockKind.SIGN_FOR)
_REPLY = (ClockKind.REPLY, ClockKind.REHANDLE_REPLY)
_RATING = (ClockKind.RATING, ClockKind.REHANDLE_DECISION)
Step = tuple[str, str, str]


@dataclass(frozen=True)
class Stage:
    """One step of a life: its day when it is done, the limits it stands under until then."""

    words: str
    done_on: date | None
    limits: tuple[ClockKind, ...] = ()


def steps(suggestion: Suggestion, clocks: Sequence[Clock], told: Sequence[Told], today: date) -> list[Step]:
    """The life of a case: what is done with its day, what is now, what is to come with its limit."""
    if suggestion.state is S.ARCHIVED:
        return []
    stages = _stages(suggestion, told)
    if suggestion.state in _ENDED:
        past = [(one.words, "done", day_words(one.done_on)) for one in stages if one.done_on]
        ended = (
            _("不作为议案") if suggestion.is_bill and suggestion.state is S.NOT_ACCEPTED else _ENDED[suggestion.state]
        )
        return [*past, (str(ended), "now", "")]
    present = next((one for one in stages if one.done_on is None), None)
    return [_step(one, present, clocks, today) for one in stages]


def _step(stage: Stage, present: Stage | None, clocks: Sequence[Clock], today: date) -> Step:
    if stage.done_on is not None:
        return stage.words, "done", day_words(stage.done_on, year=stage.done_on.year != today.year)
    ends = [clock.due_on for clock in clocks if clock.stopped_on is None and clock.kind in stage.limits]
    until = _("%(day)s前", day=day_words(min(ends), year=min(ends).year != today.year)) if ends else ""
    return stage.words, "now" if stage is present else "todo", until


def _stages(suggestion: Suggestion, told: Sequence[Told]) -> list[Stage]:
    if suggestion.is_bill:
        return [Stage(words, day) for words, day in dossier_bills.stages(suggestion, told)]
    held = [task for task in suggestion.tasks if not task.was_replaced]
    signed = [task for task in held if task.state not in (T.WITH_COORDINATOR, T.ASSIGNED)]
    # How many units there are to sign is settled once the coordinator has let them go.
    settled = held and all(task.state is not T.WITH_COORDINATOR for task in held)
    counted = f" {len(signed)}/{len(held)}" if settled else ""
    again = suggestion.state is S.RETURNED
    return [
        Stage(_("修改后提交") if again else _("提交"), None if again else suggestion.submitted_on),
        Stage(_("审查立案"), suggestion.registered_on, _REVIEW),
        Stage(_("交办"), suggestion.assigned_on, _ASSIGN),
        Stage(_("签收") + counted, _signed_on(suggestion, told) if signed == held else None, _SIGN_FOR),
        Stage(_("办理答复"), suggestion.replied_on, _REPLY),
        Stage(_("代表评价"), suggestion.closed_on, _RATING),
        Stage(_("办结"), suggestion.closed_on),
    ]


def _signed_on(suggestion: Suggestion, told: Sequence[Told]) -> date | None:
    days = [day_of(event.at) for event in told if event.action == Action.SIGN_FOR]
    # A receipt on paper was signed on the day that stands on it, whenever it was entered.
    days += [date.fromisoformat(one.facts["on_paper_of"]) for one in told if one.action == Action.ENTER_SIGN_FOR]
    return max(days, default=suggestion.assigned_on)


def cards(tasks: Sequence[Task], today: date, *, inner: bool, full: bool) -> list[tuple[Any, ...]]:
    """Who holds the case: role, unit, where its share stands, its handler and how long it has lain there."""
    return [_card(task, today, inner=inner, full=full) for task in tasks]


def _card(task: Task, today: date, *, inner: bool, full: bool) -> tuple[Any, ...]:
    last = task.rounds[-1].state if task.rounds else None
    late = task.due_on is not None and task.state not in (T.REPLIED, T.ENDED) and today > task.due_on
    stands = standing(task.due_on, today) if late else None
    words = standing_words(stands, task.due_on, today) if stands else share_words(task.state, last, inner=inner)
    if stands is None and last is RoundState.DELIVERED:
        words = _("已答复")
    return (
        str(TASK_ROLES[task.role]),
        task.role is not TaskRole.CO,
        task.unit.short_name,
        None,
        stands.value if stands else None,
        words,
        "，".join(_notes(task, today, full=full)),
    )


def _was_entered(task: Task) -> bool:
    """Whether nobody of the unit ever had it in hand here: its reply came on paper, and staff entered it."""
    last = task.rounds[-1] if task.rounds else None
    return last is not None and bool(last.signer_name) and last.drafted_by_id == task.handler_id


def _notes(task: Task, today: date, *, full: bool) -> list[str]:
    found = [task.handler.name] if full and task.handler and not _was_entered(task) else []
    if task.assigned_on is not None and task.state is not T.ENDED:
        if task.replied_on:
            found.append(_("用时%(n)s天", n=(task.replied_on - task.assigned_on).days))
        else:
            found.append(_("已停留%(n)s天", n=(today - task.assigned_on).days))
    elif task.replied_on:
        found.append(_("%(day)s答复", day=day_words(task.replied_on, year=task.replied_on.year != today.year)))
    return found
