"""Telling: from a notice filed with an act, and from a limit that comes near, to the persons it concerns.

Nobody is told of what he may not read, of what he did himself, or twice because of two hats; but a unit that an act
lets go is told so, and the case is not named. Everything here is repeatable: a notice is told once, a limit spoken of
once for each rule and period, whoever looks and however often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, insert, or_, select, update

from tracker.clock import SHANGHAI, day_of
from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.rulebook import ClockKind
from tracker.domain.telling import MOST_DAYS, Rule, Timing, due_reminders, rule_for, told_of
from tracker.models.commitments import Commitment
from tracker.models.record import Clock, Event, Notice
from tracker.models.tasks import Round
from tracker.models.tellings import NoticeChoice, Reminder, Telling
from tracker.queries.notice_rules import choices_now, rules_now
from tracker.queries.recipients import Case, Cases, Directory, Recipient, unit_of
from tracker.services._outbox import Outbox

MOST = 200
# Somebody who was told nothing for so long reads where things stand, not what once happened.
LASTS = timedelta(days=30)
_LOUDEST = {Timing.AT_ONCE: 0, Timing.DIGEST: 1, Timing.OFF: 2}
Due = tuple[int, str, date, date]


@transactional
def tell_due(*, now: datetime, most: int = MOST) -> int:
    """Tell the persons behind notices that wait; returns how many notices were looked at, 0 when none waits."""
    db.session.execute(update(Notice).where(Notice.sent_at.is_(None), Notice.made_at < now - LASTS).values(sent_at=now))
    waiting = select(Notice).where(Notice.sent_at.is_(None)).order_by(Notice.id).limit(most)
    notices = list(db.session.scalars(waiting))
    if not notices:
        return 0
    seqs = sorted({one.event_seq for one in notices})
    events = {one.seq: one for one in db.session.scalars(select(Event).where(Event.seq.in_(seqs)))}
    told: set[tuple[int, int | None]] = set(
        db.session.execute(select(Telling.person_id, Telling.event_seq).where(Telling.event_seq.in_(seqs)))
    )
    cases, rules, directory = Cases(events.values()), rules_now(), Directory(day_of(now))
    outbox = Outbox(choices_now(), now=now, due_at=now)
    # Where two parties of one person are told of one act, the louder rule counts.
    wanted = [(rules[rule_for(events[one.event_seq].action, one.party).code], one) for one in notices]
    for rule, notice in sorted(wanted, key=lambda pair: _LOUDEST[pair[0].timing]):
        _tell(rule, notice, events[notice.event_seq], cases, directory, outbox, told)
        notice.sent_at = now
    outbox.close()
    _end({one.suggestion_id for one in events.values() if one.suggestion_id}, now=now)
    return len(notices)


def _tell(
    rule: Rule,
    notice: Notice,
    event: Event,
    cases: Cases,
    directory: Directory,
    outbox: Outbox,
    told: set[tuple[int, int | None]],
) -> None:
    if rule.timing is Timing.OFF:
        return
    case = cases.case_of(event)
    if case is not None:
        found = directory.recipients(notice.party, case, unit_id=notice.unit_id, action=event.action)
    else:
        found = directory.in_office(notice.party, notice.unit_id) if event.suggestion_id is None else []
    for one in found:
        if one.person_id == event.person_id or (one.person_id, event.seq) in told:
            continue
        told.add((one.person_id, event.seq))
        row = {"suggestion_id": event.suggestion_id, "event_seq": event.seq, "reminder_id": None}
        outbox.add(rule, directory.by_hat[one.membership_id], party=one.party, **row)


def remind(*, now: datetime, most: int = MOST) -> Counter[str]:
    """File the reminders of all running limits that are due today (Asia/Shanghai); returns how many by rule.

    What is due follows from the stored dates alone. Two processes, a crash in between or a second run file each once.
    """
    today, filed = day_of(now), Counter[str]()
    due = _missing(today)
    db.session.rollback()
    for start in range(0, len(due), most):
        filed.update(_remind(due[start : start + most], now=now))
    end_all(now=now)
    return filed


@transactional
def end_all(*, now: datetime) -> int:
    """Let every unread reminder rest whose limit has stopped or moved."""
    _end(None, now=now)
    return 0


def _missing(today: date) -> list[Due]:
    """What is due and was not filed: clock, rule, period and the due date it speaks of, the most pressing first."""
    rules = [rule for rule in rules_now().values() if rule.is_reminder]
    running = (Clock.stopped_on.is_(None), Clock.due_on <= today + timedelta(days=MOST_DAYS))
    filed = select(Reminder.clock_id, Reminder.rule, Reminder.period).join(Clock, Clock.id == Reminder.clock_id)
    there = set(db.session.execute(filed.where(*running)))
    found: list[Due] = []
    for clock_id, kind, due_on in db.session.execute(
        select(Clock.id, Clock.kind, Clock.due_on).where(*running).order_by(Clock.due_on, Clock.id)
    ):
        for rule, period in due_reminders([one for one in rules if told_of(one, kind)], due_on, today):
            if (clock_id, rule.code, period) not in there:
                found.append((clock_id, rule.code, period, due_on))
    return found


@transactional
def _remind(due: Sequence[Due], *, now: datetime) -> list[str]:
    """File some of them, looked at afresh; returns the rule of each."""
    ids = sorted({clock_id for clock_id, *_ in due})
    clocks = {one.id: one for one in db.session.scalars(select(Clock).where(Clock.id.in_(ids)))}
    filed = select(Reminder.clock_id, Reminder.rule, Reminder.period).where(Reminder.clock_id.in_(ids))
    there = set(db.session.execute(filed))
    cases, rules, directory = Cases(clocks.values()), rules_now(), Directory(day_of(now))
    wanted: list[tuple[Due, Case, list[Recipient]]] = []
    for one in due:
        clock, case = clocks[one[0]], cases.case_of(clocks[one[0]])
        if one[:3] in there or clock.stopped_on is not None or clock.due_on != one[3] or case is None:
            continue
        # Where nobody holds the post yet it is not spoken of: tomorrow somebody may.
        if found := _reminded(rules[one[1]], clock, case, directory):
            wanted.append((one, case, found))
    _file(wanted, rules, directory, now=now)
    return [one[1] for one, _case, _found in wanted]


def _file(
    wanted: Sequence[tuple[Due, Case, list[Recipient]]], rules: dict[str, Rule], directory: Directory, *, now: datetime
) -> None:
    if not wanted:
        return
    rows = [
        {"clock_id": clock, "rule": rule, "period": period, "due_on": due_on, "made_at": now}
        for (clock, rule, period, due_on), _case, _found in wanted
    ]
    db.session.execute(insert(Reminder), rows)
    filed = select(Reminder.clock_id, Reminder.rule, Reminder.period, Reminder.id)
    held = filed.where(Reminder.clock_id.in_(sorted({row["clock_id"] for row in rows})))
    ids = {(clock, rule, period): one for clock, rule, period, one in db.session.execute(held)}
    # Nobody's sleep is worth a limit: what is filed at midnight goes out in the morning.
    outbox = Outbox(choices_now(), now=now, due_at=max(now, morning(day_of(now), rules["morning"].hour)))
    for (clock, rule, period, _due_on), case, found in wanted:
        row = {"suggestion_id": case.suggestion.id, "event_seq": None, "reminder_id": ids[clock, rule, period]}
        for one in found:
            outbox.add(rules[rule], directory.by_hat[one.membership_id], party=one.party, **row)
    outbox.close()


def _reminded(rule: Rule, clock: Clock, case: Case, directory: Directory) -> list[Recipient]:
    found: dict[int, Recipient] = {}
    for party in told_of(rule, clock.kind):
        for one in directory.recipients(party, case, unit_id=unit_of(case)):
            found.setdefault(one.person_id, one)
    if clock.kind in (ClockKind.RATING, ClockKind.IMPLEMENTATION) and isinstance(case, Round | Commitment):
        waited = case.still_to_rate(directory.today)
        return [one for one in found.values() if one.person_id in waited]
    return list(found.values())


def morning(day: date, hour: int) -> datetime:
    """The hour of a day of Asia/Shanghai at which bulletins go out."""
    return datetime.combine(day, time(hour), SHANGHAI)


def _end(suggestions: set[int] | None, *, now: datetime) -> None:
    untrue = (
        select(Reminder.id)
        .join(Clock, Clock.id == Reminder.clock_id)
        .where(or_(Clock.stopped_on.is_not(None), Clock.due_on != Reminder.due_on))
    )
    where = [Telling.read_at.is_(None), Telling.reminder_id.is_not(None)]
    if suggestions is not None:
        where.append(Telling.suggestion_id.in_(sorted(suggestions)))
        untrue = untrue.where(Clock.suggestion_id.in_(sorted(suggestions)))
    over = {"read_at": now, "is_over": True, "awaits_morning": False}
    db.session.execute(
        update(Telling).where(and_(*where), Telling.reminder_id.in_(untrue)).values(over),
        execution_options={"synchronize_session": False},
    )


@transactional
def read(actor: Actor, telling_id: int, *, now: datetime) -> int:
    """Mark one's own notice as read; returns its id. Somebody else's is not there and nothing happens."""
    own = (Telling.id == telling_id, Telling.person_id == actor.person_id)
    db.session.execute(update(Telling).where(*own, Telling.read_at.is_(None)).values(_as_read(now)))
    return telling_id


@transactional
def read_all(actor: Actor, *, up_to: int, now: datetime) -> int:
    """Mark one's own notices as read, whatever the hat, up to the last one the page showed; returns how many."""
    own = (Telling.person_id == actor.person_id, Telling.id <= up_to)
    done = db.session.execute(update(Telling).where(*own, Telling.read_at.is_(None)).values(_as_read(now)))
    return int(done.rowcount)  # type: ignore[attr-defined]


@transactional
def choose(actor: Actor, timing: Timing | None, *, now: datetime) -> int:
    """When this person wants mail of what the rules do not make urgent; None for as the rules say."""
    assert actor.person_id is not None
    held = db.session.get(NoticeChoice, actor.person_id)
    if timing is None and held is not None:
        db.session.delete(held)
    elif timing is not None:
        db.session.merge(NoticeChoice(person_id=actor.person_id, timing=timing, changed_at=now))
    return actor.person_id


def _as_read(now: datetime) -> dict[str, object]:
    # What was read needs no mail in the morning.
    return {"read_at": now, "awaits_morning": False}
