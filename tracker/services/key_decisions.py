"""What the chair meeting decided on key items (主任会议决定), as the desk enters it; what is bound or let go later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.hints import marked
from tracker.domain.key_items import MOST_PAPERS, KeyAct, KeyKind
from tracker.domain.limits import NAME, NOTE
from tracker.domain.parties import Actor
from tracker.models.key_items import KeyItem, KeyPaper
from tracker.queries import key_item_papers as papers_of
from tracker.queries import key_items as found
from tracker.services._batch import all_or_none
from tracker.services._key_acts import ready, record, settle_reports
from tracker.services._key_marks import bind, end, end_all, name_papers, taken
from tracker.services._load import Invalid, Missing
from tracker.services.key_items import Proposal, _wrong_papers


@dataclass(frozen=True)
class Meeting:
    """The meeting that decided: its day (Asia/Shanghai), its number or name, the document of its decision."""

    decided_on: date | None
    meeting: str
    document_no: str = ""


@dataclass(frozen=True)
class Verdict:
    """What it decided on one proposal; days are those by which the plan and the reports are due."""

    item_id: int
    version: int
    accepted: bool
    committee: str = ""
    leader: str = ""
    plan_due_on: date | None = None
    report_due_on: date | None = None
    words: str = ""


@transactional
def decide(actor: Actor, meeting: Meeting, verdicts: Sequence[Verdict], *, now: datetime) -> list[int]:
    """Enter what a meeting decided on many proposals, all or none; papers carry the mark from today. Returns the ids.

    Raises `Invalid` with what is wrong with the meeting, and one code for each line at fault as `line-<item id>`.
    """
    wrong = wrong_meeting(meeting, today=day_of(now))
    if wrong:
        raise Invalid(**wrong)
    lines = [(f"line-{one.item_id}", partial(_decide, actor, meeting, one, now=now)) for one in verdicts]
    return all_or_none(lines, empty="lines")


@transactional
def add_papers(
    actor: Actor, item_id: int, papers: Sequence[int], *, whole_groups: bool, version: int, now: datetime
) -> int:
    """Bind further papers to an item that runs; returns its id. Raises `Invalid` like a proposal."""
    item = ready(actor, KeyAct.BIND, item_id, version=version)
    wanted = Proposal(item.kind, item.year, item.title, papers, whole_groups)
    wrong = _wrong_papers(actor, wanted, ())
    there = {one.suggestion_id for one in item.papers if one.stands}
    if not wrong and set(papers) & there:
        wrong = {"papers": "in_it_already"}
    if not wrong and len(there) + len(papers) > MOST_PAPERS:
        wrong = {"papers": "too_many"}
    if wrong:
        raise Invalid(**wrong)
    chosen: dict[int, int | None] = dict.fromkeys(papers)
    chosen |= dict(papers_of.members_of(list(papers))) if whole_groups else {}
    made = name_papers(item, sorted(chosen.items()))
    bind(actor, item, made, now=now)
    settle_reports(item)
    record(actor, KeyAct.BIND, item, now=now, facts={"papers": len(made)})
    return item.id


@transactional
def release(actor: Actor, item_id: int, suggestion_id: int, *, why: str, version: int, now: datetime) -> int:
    """Let one paper go; the last one stays, an item without a paper supervises nothing. Returns the item's id."""
    item = ready(actor, KeyAct.RELEASE, item_id, version=version)
    standing = [one for one in item.papers if one.stands]
    one = next((each for each in standing if each.suggestion_id == suggestion_id), None)
    if one is None:
        raise Missing("key_paper")
    wrong = {} if why.strip() else {"why": "missing"}
    if len(standing) == 1:
        wrong["form"] = "last_paper_stays"
    if wrong:
        raise Invalid(**wrong)
    end(actor, one, why=why, now=now)
    settle_reports(item)
    record(actor, KeyAct.RELEASE, item, now=now, note=why, facts={"suggestion": suggestion_id})
    return item.id


def wrong_meeting(meeting: Meeting, *, today: date) -> dict[str, str]:
    """What is wrong with the meeting itself, by field."""
    wrong = {} if meeting.meeting.strip() else {"meeting": "missing"}
    if len(meeting.meeting) > NAME:
        wrong["meeting"] = "too_long"
    if meeting.decided_on is None:
        wrong["decided_on"] = "missing"
    elif meeting.decided_on > today:
        wrong["decided_on"] = "in_the_future"
    return wrong


def wrong_verdict(item: KeyItem, one: Verdict, meeting: Meeting, *, today: date) -> dict[str, str]:
    """What is wrong with the decision on one proposal, by field; the first is told beside its line."""
    if marked({"words": one.words}):
        return {"words": "secret"}
    if not one.accepted:
        return {} if one.words.strip() else {"words": "say_why_refused"}
    wrong = _wrong_charge(item, one, today=today) | _wrong_days(one, meeting)
    if len(one.words) > NOTE or len(one.leader) > NAME:
        wrong["words"] = "too_long"
    standing = [paper.suggestion_id for paper in item.papers if paper.stands]
    if not standing:
        wrong["papers"] = "nothing_chosen"
    elif taken(standing, is_led=item.is_led, but=(item.id, item.continued_from_id)):
        wrong["papers"] = "key_already"
    return wrong


def _wrong_charge(item: KeyItem, one: Verdict, *, today: date) -> dict[str, str]:
    """Who supervises it, who takes charge of it."""
    wrong = {}
    if item.kind is not KeyKind.LED and one.committee not in found.committees(today):
        wrong["committee"] = "choose_a_committee"
    if item.kind is not KeyKind.SUPERVISED and not one.leader.strip():
        wrong["leader"] = "name_the_leader"
    return wrong


def _wrong_days(one: Verdict, meeting: Meeting) -> dict[str, str]:
    """By which days the plan and the reports are due."""
    wrong = {}
    for name, day in (("plan_due_on", one.plan_due_on), ("report_due_on", one.report_due_on)):
        if day is None:
            wrong[name] = f"{name}_missing"
        elif meeting.decided_on is not None and day < meeting.decided_on:
            wrong[name] = "before_the_meeting"
    if not wrong and one.plan_due_on and one.report_due_on and one.report_due_on < one.plan_due_on:
        wrong["report_due_on"] = "report_before_plan"
    return wrong


def _decide(actor: Actor, meeting: Meeting, one: Verdict, *, now: datetime) -> int:
    item = ready(actor, KeyAct.DECIDE, one.item_id, version=one.version)
    today = day_of(now)
    wrong = wrong_verdict(item, one, meeting, today=today)
    if meeting.decided_on is not None and meeting.decided_on < day_of(item.proposed_at):
        wrong["decided_on"] = "before_it_was_proposed"
    if wrong:
        raise Invalid(**wrong)
    item.decided_on, item.meeting = meeting.decided_on, meeting.meeting.strip()
    item.document_no, item.decision_words = meeting.document_no.strip(), one.words
    item.decided_by_id, item.decided_at = actor.person_id, now
    if one.accepted:
        _accept(actor, item, one, now=now)
    else:
        _refuse(actor, item, one, now=now)
    return item.id


def _accept(actor: Actor, item: KeyItem, one: Verdict, *, now: datetime) -> None:
    item.committee = "" if item.is_led else one.committee
    item.leader = one.leader.strip()
    item.plan_due_on, item.report_due_on = one.plan_due_on, one.report_due_on
    standing: list[KeyPaper] = [paper for paper in item.papers if paper.stands]
    facts = {"papers": len(standing), "meeting": item.meeting, "committee": item.committee, "leader": item.leader}
    record(actor, KeyAct.DECIDE, item, now=now, note=one.words, facts=facts)
    bind(actor, item, standing, now=now)
    before = item.continued_from
    if before is not None:
        # What last year's item held and this one does not take over ends with the decision.
        end_all(actor, before, why=f"没有列入{item.year}年", now=now)


def _refuse(actor: Actor, item: KeyItem, one: Verdict, *, now: datetime) -> None:
    record(actor, KeyAct.REFUSE, item, now=now, note=one.words, facts={"meeting": item.meeting})
    end_all(actor, item, why=one.words, now=now)
    if item.continued_from is not None:
        end_all(actor, item.continued_from, why=f"没有列入{item.year}年", now=now)
    db.session.flush()
