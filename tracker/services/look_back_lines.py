"""The lines of a look-back: the unit's form, the committee's check, the deputies' new rating, the letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK, Actor, is_seated
from tracker.domain.permissions import require
from tracker.domain.ratings import Level, Question, headline, needs_reason
from tracker.domain.rulebook import HeadlineOf, Rulebook
from tracker.domain.whys import Refused, Why
from tracker.models.look_backs import Finding, LookBack, LookBackLine
from tracker.models.ratings import Rating
from tracker.models.replies import LetterChange
from tracker.models.tasks import Round
from tracker.queries import law as laws
from tracker.queries.look_backs import own_rating
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._rating import Ballot, Verdict
from tracker.services.implementation_ratings import write_in_look_back


@dataclass(frozen=True)
class UnitForm:
    """What the unit says became of it: measures and progress, how far in per cent, the letter it proposes."""

    measures: str
    progress: str
    percent: int | None
    proposed_letter: str = ""


@dataclass(frozen=True)
class Check:
    """What a check on site found, on a day of Asia/Shanghai."""

    finding: Finding | None
    checked_on: date | None = None
    place: str = ""
    who_came: str = ""
    words: str = ""


@transactional
def fill(actor: Actor, line_id: int, form: UnitForm, *, version: int, now: datetime, files: Sequence[str] = ()) -> int:
    """Hand the unit's form in, late or not, even after a check that found none; it may be corrected until it is
    checked. Returns the line's id."""
    line = open_line(actor, line_id, Action.FILL_LOOK_BACK, version=version, now=now)
    if line.form_is_checked:
        raise Refused(Why.FORM_IS_CHECKED, Action.FILL_LOOK_BACK)
    wrong = {name: "missing" for name in ("measures", "progress") if not getattr(form, name).strip()}
    if form.percent is None or not 0 <= form.percent <= 100:
        wrong["percent"] = "not_a_percent"
    if form.proposed_letter and form.proposed_letter not in letters_of(_book(line, now)):
        wrong["proposed_letter"] = "no_such_letter"
    if wrong:
        raise Invalid(**wrong)
    late = day_of(now) > line.look_back.fill_by
    facts = {"line": line.id, "percent": form.percent, "letter": form.proposed_letter, "late": late}
    advance(line.round, Action.FILL_LOOK_BACK, actor, now=now, note=form.progress, facts=facts, files=files)
    line.measures, line.progress, line.percent = form.measures, form.progress, form.percent
    line.proposed_letter = form.proposed_letter
    line.filled_by_id, line.filled_at = actor.person_id, now
    return line.id


@transactional
def check(actor: Actor, line_id: int, found: Check, *, version: int, now: datetime, files: Sequence[str] = ()) -> int:
    """Write down a check on site, never by who filled the form in; a finding may be corrected until the rating shuts,
    and the story keeps the one before. Returns the line's id."""
    line = open_line(actor, line_id, Action.CHECK_LOOK_BACK, version=version, now=now)
    if line.finding is not None and not may_be_corrected(line, day_of(now)):
        raise Refused(Why.FORM_IS_CHECKED, Action.CHECK_LOOK_BACK)
    if not form_is_settled(line, day_of(now)):
        raise Refused(Why.FORM_IS_AWAITED, Action.CHECK_LOOK_BACK)
    if actor.person_id == line.filled_by_id:
        raise Refused(Why.CHECKS_OWN_FORM, Action.CHECK_LOOK_BACK)
    wrong = _wrong_with(found, line, day_of(now))
    if wrong or found.finding is None or found.checked_on is None:
        raise Invalid(**wrong)
    facts = {"line": line.id, "finding": found.finding.value, "on": found.checked_on.isoformat(), "place": found.place}
    if line.finding is not None:
        facts["was"] = line.finding.value
    advance(line.round, Action.CHECK_LOOK_BACK, actor, now=now, note=found.words, facts=facts, files=files)
    line.finding, line.checked_on, line.place = found.finding, found.checked_on, found.place
    line.who_came, line.check_words = found.who_came, found.words
    line.checked_by_id, line.checked_at = actor.person_id, now
    return line.id


@transactional
def rate(
    actor: Actor,
    line_id: int,
    verdict: Verdict | None,
    *,
    version: int,
    now: datetime,
    private_note: str = "",
    seen: int | None = None,
) -> int:
    """A deputy's new rating of what became of it; may be changed until the rating shuts, and is read by nobody else
    before. When the last who may has rated, it shuts. `seen` is the newest row of one's own that the form showed.
    Returns the line's id."""
    line = open_line(actor, line_id, Action.RATE_LOOK_BACK, version=version, now=now)
    if line.rating_shut_on is not None or day_of(now) > line.look_back.rate_by:
        raise Refused(Why.LOOK_BACK_RATING_SHUT, Action.RATE_LOOK_BACK)
    if not form_is_settled(line, day_of(now)):
        raise Refused(Why.FORM_IS_AWAITED, Action.RATE_LOOK_BACK)
    if actor.person_id not in raters(line):
        raise Refused(Why.RATING_IS_THE_LEADS, Action.RATE_LOOK_BACK)
    if verdict is None:
        raise Invalid(level="missing")
    ballot = Ballot({Question.IMPLEMENTATION: verdict}, private_note, seen=seen)
    if wrong := _reason_owed(verdict) | _said_meanwhile(line, actor, ballot):
        raise Invalid(**wrong)
    # The record holds the level, no story tells it.
    facts = {"line": line.id} | ballot.as_facts
    advance(line.round, Action.RATE_LOOK_BACK, actor, now=now, facts=facts)
    write_in_look_back(line, actor, verdict, private_note=private_note, now=now)
    if not _still_to_rate(line, day_of(now)):
        shut(line, now=now)
    return line.id


@transactional
def change_letter(actor: Actor, line_id: int, letter: str, *, reason: str, version: int, now: datetime) -> int:
    """Give the reply another letter from today; the letter as sent stays beside it for good. Returns the line's id."""
    line = open_line(actor, line_id, Action.CHANGE_LETTER, version=version, now=now)
    one = line.round
    was = one.letter_now or one.letter
    wrong = {} if reason.strip() else {"letter_reason": "missing"}
    if letter not in letters_of(_book(line, now)):
        wrong["letter"] = "no_such_letter" if letter else "choose_one"
    elif letter == was:
        wrong["letter"] = "same_letter"
    if wrong:
        raise Invalid(**wrong)
    facts = {"line": line.id, "was": was, "letter": letter, "sent": one.letter}
    advance(one, Action.CHANGE_LETTER, actor, now=now, note=reason, facts=facts)
    told = {"was": was, "letter": letter, "reason": reason, "by_id": actor.person_id, "made_at": now}
    db.session.add(LetterChange(round_id=one.id, look_back_line_id=line.id, **told))
    one.letter_now, line.letter = letter, letter
    db.session.flush()
    return line.id


@transactional
def shut_due(*, now: datetime, most: int = 200) -> int:
    """Shut the ratings of running campaigns whose last day is over, as the worker does; returns how many."""
    due = db.session.scalars(
        select(LookBackLine)
        .join(LookBack, LookBack.id == LookBackLine.look_back_id)
        .where(LookBack.closed_on.is_(None), LookBack.rate_by < day_of(now))
        .where(LookBackLine.rating_shut_on.is_(None), LookBackLine.taken_off_at.is_(None))
        .order_by(LookBackLine.id)
        .limit(most)
    ).all()
    for line in due:
        shut(line, now=now)
    return len(due)


def letters_of(book: Rulebook) -> list[str]:
    """The letters of a city, each once, in the order of the book."""
    return list(dict.fromkeys(one.letter for one in book.result_classes))


def _wrong_with(found: Check, line: LookBackLine, today: date) -> dict[str, str]:
    """A visit before the campaign began is none of its checks."""
    wrong = {} if found.finding else {"finding": "choose_one"}
    if found.checked_on is None:
        wrong["checked_on"] = "missing"
    elif found.checked_on > today:
        wrong["checked_on"] = "in_the_future"
    elif found.checked_on < day_of(line.look_back.made_at):
        wrong["checked_on"] = "before_look_back"
    return wrong if found.words.strip() else wrong | {"words": "missing"}


def may_be_corrected(line: LookBackLine, today: date) -> bool:
    """Whether deputies may still weigh what a check found."""
    return line.rating_shut_on is None and today <= line.look_back.rate_by


def form_is_settled(line: LookBackLine, today: date) -> bool:
    """Whether the unit has said what became of it, or its days are over."""
    return line.filled_at is not None or today > line.look_back.fill_by


def raters(line: LookBackLine) -> dict[int, Any]:
    """Who is asked, by person: those the reply went to who rate it, and who leads the paper now."""
    found: dict[int, Any] = {one.person_id: one for one in line.round.deliveries if one.may_rate}
    suggestion = line.round.suggestion
    if suggestion.author_id is not None and suggestion.author_id not in found:
        found[suggestion.author_id] = None
    return found


def rated_by(line: LookBackLine) -> dict[int, Level]:
    """The levels that count, by person."""
    mine = select(Rating.person_id, Rating.level).where(Rating.look_back_line_id == line.id, Rating.is_current)
    return {row.person_id: row.level for row in db.session.execute(mine)}


def _reason_owed(verdict: Verdict) -> dict[str, str]:
    return {"reason": "missing"} if needs_reason(verdict.level) and not verdict.reason.strip() else {}


def _said_meanwhile(line: LookBackLine, actor: Actor, ballot: Ballot) -> dict[str, str]:
    """As in the ratings of replies: who rated in another window is asked which of the two counts (rule R12)."""
    mine = own_rating(line, actor.person_id)
    fits = ballot.seen is None or ballot.seen == (mine.id if mine else 0)
    return {} if fits else {"mine": "rated_elsewhere"}


def _still_to_rate(line: LookBackLine, today: date) -> set[int]:
    asked = {person for person, one in raters(line).items() if one is None or is_seated(one, today)}
    return asked - rated_by(line).keys()


def shut(line: LookBackLine, *, now: datetime) -> None:
    """Settle what the deputies said in all, within another act's transaction; nobody rates it any more."""
    levels = rated_by(line)
    lead_counts = _book(line, now).rating.counts is HeadlineOf.LEAD
    line.level = headline(levels, line.round.suggestion.author_id or 0, lead_counts=lead_counts)
    by = line.look_back.rate_by
    line.rating_shut_on = min(by, day_of(now))
    facts = {"line": line.id, "level": line.level.value if line.level else None, "rated": len(levels)}
    advance(line.round, Action.SHUT_LOOK_BACK, CLOCK, now=now, facts=facts | {"on": line.rating_shut_on.isoformat()})


def open_line(actor: Actor, line_id: int, action: Action, *, version: int, now: datetime) -> LookBackLine:
    """A line for an act its reader may do now. Raises `Stale`, `Refused`."""
    line = fresh(LookBackLine, line_id, version=version)
    require(actor, action, fresh(Round, line.round_id), today=day_of(now))
    if line.taken_off_at is not None:
        raise Refused(Why.LINE_IS_TAKEN_OFF, action)
    if line.look_back.closed_on is not None:
        raise Refused(Why.LOOK_BACK_IS_CLOSED, action)
    return line


def _book(line: LookBackLine, now: datetime) -> Rulebook:
    return laws.rulebook_of(line.round.suggestion.assigned_on, day_of(now))
