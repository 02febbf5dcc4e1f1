"""Approved lines (常用答复口径) of a unit: proposed, approved by who signs for it, renewed, withdrawn.

Two persons stand behind every line: who signs approves what somebody else proposed. What a version says never changes;
an edit is a new version, and until it is approved the one before holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.hints import marked
from tracker.domain.limits import ANSWER, DOCUMENT_NO, NAME
from tracker.domain.lines import SEALED, SHORTEST_WORD, last_day, seal_of, words_of
from tracker.domain.parties import Actor, Party
from tracker.domain.roles import Capability, Role, can
from tracker.models.lines import ApprovedLine, LineDecision, LineVersion
from tracker.models.record import Event, Notice
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._office import require
from tracker.services._record import write_event

SUBJECT = 200


@dataclass(frozen=True)
class LineDraft:
    """What is proposed: title, words it is found by, what to say, the paper it rests on, its last day."""

    title: str
    subject: str
    body: str
    source: str
    valid_until: date | None


@transactional
def propose(actor: Actor, draft: LineDraft, *, now: datetime) -> int:
    """Propose a line for the own unit; returns its id. It may be used once who signs for the unit has approved it.

    Raises `Invalid` for what is missing or too long, a last day that is over or more than two years ahead, and a text
    marked as secret, which is not stored (PB-10).
    """
    person_id = _person(actor, Capability.PROPOSE_LINES)
    _check(draft, now=now)
    line = ApprovedLine(unit_id=actor.unit_id)
    db.session.add(line)
    db.session.flush()
    made = _add(line, draft, person_id, now=now)
    _note(actor, "propose_line", line, now=now, facts=_said(made) | {"title": made.title})
    return line.id


@transactional
def propose_version(actor: Actor, line_id: int, draft: LineDraft, *, version: int, now: datetime) -> int:
    """Propose what a line is to say from its approval on; returns its id. Takes the place of an open proposal.

    Raises `Invalid` as `propose` does, and for a line that is withdrawn.
    """
    person_id = _person(actor, Capability.PROPOSE_LINES)
    line = _own(actor, line_id, version=version)
    _check(draft, now=now)
    if before := line.proposed:
        _decide(before, LineDecision.REPLACED, person_id, now=now)
        db.session.flush()
    made = _add(line, draft, person_id, now=now)
    _note(actor, "propose_line", line, now=now, facts=_said(made) | {"title": made.title})
    return line.id


@transactional
def approve(actor: Actor, line_id: int, *, no: int, version: int, now: datetime) -> int:
    """Who signs for the unit lets a proposed version be used from now on; returns the line's id.

    Raises `Invalid` for one's own proposal, whatever hat it was made under, for one that is decided, and for one whose
    last day is over.
    """
    person_id = _person(actor, Capability.APPROVE_LINES)
    line = _own(actor, line_id, version=version)
    made = _open(line, no)
    if made.proposed_by_id == person_id:
        raise Invalid(line="own_line")
    if made.valid_until < day_of(now):
        raise Invalid(line="line_day_over")
    _decide(made, LineDecision.APPROVED, person_id, now=now)
    line.current_no = made.no
    _note(actor, "approve_line", line, now=now, facts=_said(made) | {"until": made.valid_until.isoformat()})
    return line.id


@transactional
def give_back(actor: Actor, line_id: int, *, no: int, note: str, version: int, now: datetime) -> int:
    """Who signs for the unit does not approve a proposed version and says why; returns the line's id."""
    person_id = _person(actor, Capability.APPROVE_LINES)
    line = _own(actor, line_id, version=version)
    made = _open(line, no)
    if not note.strip():
        raise Invalid(note="missing")
    _decide(made, LineDecision.RETURNED, person_id, now=now)
    made.decision_note = note
    _note(actor, "return_line", line, now=now, note=note, facts={"no": made.no})
    return line.id


@transactional
def withdraw(actor: Actor, line_id: int, *, reason: str, is_wrong: bool, version: int, now: datetime) -> int:
    """Let a line be used no more, and say why; returns its id. Replies that are out stay as they are.

    Whoever proposes or approves lines of the unit may, alone: what is wrong is to stop at once. Of a wrong one that was
    in force the unit's signers and the desk are told, each until they have noted it.
    """
    if not any(_may(actor, one) for one in (Capability.PROPOSE_LINES, Capability.APPROVE_LINES)):
        raise Missing("line")
    line = _own(actor, line_id, version=version)
    if not reason.strip():
        raise Invalid(reason="missing")
    if (made := line.proposed) is not None:
        _decide(made, LineDecision.REPLACED, actor.person_id, now=now)
    line.withdrawn_at, line.withdrawn_by_id = now, actor.person_id
    line.withdrawal_reason, line.is_wrong = reason, is_wrong
    line.unit_told_at = line.desk_told_at = None
    event = _note(actor, "withdraw_line", line, now=now, note=reason, facts={"wrong": is_wrong})
    if is_wrong and line.current_no is not None:
        _tell(line, event, actor, now=now)
    return line.id


@transactional
def restore(actor: Actor, line_id: int, *, version: int, now: datetime) -> int:
    """Who signs for the unit lets a withdrawn line be used again, as a new version that says the same; returns its id.

    One person stops a line at once, so one person's word is not the end of it: two persons stand behind the new version
    as well, who proposed the text and who signs. Raises `Missing` where nothing withdrawn was ever in force, `Invalid`
    for one's own text and for one whose last day is over.
    """
    person_id = _person(actor, Capability.APPROVE_LINES)
    line = fresh(ApprovedLine, line_id, version=version)
    held = line.current
    if line.unit_id != actor.unit_id or line.withdrawn_at is None or held is None:
        raise Missing("line")
    if held.proposed_by_id == person_id:
        raise Invalid(line="own_line")
    if held.valid_until < day_of(now):
        raise Invalid(line="line_day_over")
    said = LineDraft(held.title, held.subject, held.body, held.source, held.valid_until)
    made = _add(line, said, held.proposed_by_id, now=held.proposed_at)
    _decide(made, LineDecision.APPROVED, person_id, now=now)
    was_wrong, line.current_no = line.is_wrong, made.no
    line.withdrawn_at = line.withdrawn_by_id = line.unit_told_at = line.desk_told_at = None
    line.withdrawal_reason, line.is_wrong = "", False
    event = _note(actor, "restore_line", line, now=now, facts=_said(made) | {"from": held.no, "was_wrong": was_wrong})
    if was_wrong:
        db.session.add(Notice(event_seq=event.seq, party=Party.DESK, unit_id=None, made_at=now))
    return line.id


@transactional
def take_note(actor: Actor, line_id: int, *, version: int, now: datetime) -> int:
    """Who signs for the unit, or somebody of the desk, knows of a wrong line now; returns its id.

    Raises `Missing` for a line nobody is told of: one that holds, was never approved, or is only used no more.
    """
    line = fresh(ApprovedLine, line_id, version=version)
    is_signer = actor.role is Role.UNIT_SIGNER and actor.unit_id == line.unit_id
    tells = line.is_wrong and line.withdrawn_at is not None and line.current_no is not None
    if not tells or (not is_signer and actor.role is not Role.DESK):
        raise Missing("line")
    if is_signer and line.unit_told_at is None:
        line.unit_told_at = now
    elif not is_signer and line.desk_told_at is None:
        line.desk_told_at = now
    else:
        return line.id
    _note(actor, "note_line", line, now=now)
    return line.id


def _tell(line: ApprovedLine, event: Event, actor: Actor, *, now: datetime) -> None:
    """Who withdrew it and signs for the unit knows already; the desk is told in any case."""
    if actor.role is Role.UNIT_SIGNER:
        line.unit_told_at = now
    else:
        db.session.add(Notice(event_seq=event.seq, party=Party.UNIT_SIGNER, unit_id=line.unit_id, made_at=now))
    db.session.add(Notice(event_seq=event.seq, party=Party.DESK, unit_id=None, made_at=now))


def _may(actor: Actor, capability: Capability) -> bool:
    return actor.role is not None and can(actor.role, capability)


def _person(actor: Actor, capability: Capability) -> int:
    person_id = require(actor, capability)
    if actor.unit_id is None:
        raise Missing("line")
    return person_id


def _own(actor: Actor, line_id: int, *, version: int) -> ApprovedLine:
    """A line of the own unit that is not withdrawn. Raises `Missing` for another's, `Invalid` for one that is."""
    line = fresh(ApprovedLine, line_id, version=version)
    if line.unit_id != actor.unit_id:
        raise Missing("line")
    if line.withdrawn_at is not None:
        raise Invalid(line="line_withdrawn")
    return line


def _open(line: ApprovedLine, no: int) -> LineVersion:
    made = line.proposed
    if made is None or made.no != no:
        raise Invalid(line="line_decided")
    return made


def _add(line: ApprovedLine, draft: LineDraft, person_id: int | None, *, now: datetime) -> LineVersion:
    assert draft.valid_until is not None
    made = LineVersion(
        no=len(line.versions) + 1,
        title=draft.title.strip(),
        subject=" ".join(words_of(draft.subject)),
        body=draft.body,
        source=draft.source.strip(),
        valid_until=draft.valid_until,
        proposed_by_id=person_id,
        proposed_at=now,
        decision=LineDecision.OPEN,
    )
    line.versions.append(made)
    _touch(line)
    db.session.flush()
    return made


def _said(made: LineVersion) -> dict[str, Any]:
    sealed = seal_of(made.title, made.subject, made.body, made.source, made.valid_until)
    return {"no": made.no, SEALED: sealed}


def _decide(made: LineVersion, decision: LineDecision, person_id: int | None, *, now: datetime) -> None:
    made.decision, made.decided_by_id, made.decided_at = decision, person_id, now
    _touch(made.line)


def _touch(line: ApprovedLine) -> None:
    # Versions are rows of their own: without this the line would stay at the version a form was opened at.
    flag_modified(line, "unit_id")


def _check(draft: LineDraft, *, now: datetime) -> None:
    texts = {"title": draft.title, "subject": draft.subject, "body": draft.body, "source": draft.source}
    if found := marked(texts):
        raise Invalid(**dict.fromkeys(found, "secret"))
    wrong = {name: "missing" for name, text in texts.items() if not text.strip()}
    for name, most in (("title", NAME), ("subject", SUBJECT), ("body", ANSWER), ("source", DOCUMENT_NO)):
        if len(texts[name]) > most:
            wrong[name] = "line_too_long"
    if any(len(word) < SHORTEST_WORD for word in words_of(draft.subject)):
        wrong.setdefault("subject", "word_too_short")
    today = day_of(now)
    if draft.valid_until is None:
        wrong["valid_until"] = "missing"
    elif draft.valid_until < today:
        wrong["valid_until"] = "line_day_over"
    elif draft.valid_until > last_day(today):
        wrong["valid_until"] = "line_day_too_far"
    if wrong:
        raise Invalid(**wrong)


def _note(
    actor: Actor, action: str, line: ApprovedLine, *, now: datetime, note: str = "", facts: dict[str, Any] | None = None
) -> Event:
    held = {"unit": line.unit_id} | (facts or {})
    return write_event(actor, action, now=now, subject=f"line:{line.id}", note=note, facts=held)
