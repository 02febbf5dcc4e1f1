"""Key items put before the chair meeting (重点督办、领办的提出): proposed, changed, taken back by the organ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.hints import marked
from tracker.domain.key_criteria import KeyCriterion, missing
from tracker.domain.key_items import MOST_PAPERS, YEARS_AWAY, KeyAct, KeyKind, kinds_of
from tracker.domain.kinds import Kind
from tracker.domain.limits import NAME, NOTE, TITLE
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, Role
from tracker.domain.states import SuggestionState
from tracker.models.key_items import KeyItem
from tracker.models.suggestions import Suggestion
from tracker.queries import key_item_papers as papers_of
from tracker.queries import key_items as found
from tracker.queries.asker import values
from tracker.queries.key_item_criteria import criteria_for
from tracker.queries.scope import sees
from tracker.services._key_acts import ready, record
from tracker.services._key_marks import end, end_all, name_papers
from tracker.services._load import Invalid
from tracker.services._office import require

# Of what stands on record and is no bill: what was archived, refused or taken back cannot be supervised.
ON_TABLE = (SuggestionState.REGISTERED, SuggestionState.IN_HANDLING, SuggestionState.CLOSED)


@dataclass(frozen=True)
class Proposal:
    """What a form says of one: the papers by id; `whole_groups`: with all that are handled together with them; the
    codes of the criteria of the rulebook that it meets."""

    kind: KeyKind | None
    year: int
    title: str
    papers: Sequence[int]
    whole_groups: bool = False
    criteria: Sequence[str] = ()
    grounds: str = ""
    committee: str = ""
    leader: str = ""


@transactional
def propose(actor: Actor, proposal: Proposal, *, now: datetime) -> int:
    """Put a matter with its papers before the chair meeting. Returns the item's id.

    The criteria are those of today's rulebook; the item keeps them in the words they have now. Raises `Invalid` for
    what is missing, for papers that are not on record or that the actor may not read.
    """
    require(actor, Capability.PROPOSE_KEY_ITEMS)
    criteria = criteria_for(None, today=day_of(now))
    wrong = problems(actor, proposal, criteria, now=now)
    if wrong or proposal.kind is None:
        raise Invalid(**wrong)
    role, organ = organ_of(actor)
    item = KeyItem(
        kind=proposal.kind, proposed_role=role, proposed_for=organ, proposed_by_id=actor.person_id, proposed_at=now
    )
    _write(item, proposal, criteria)
    db.session.add(item)
    db.session.flush()
    name_papers(item, _papers(proposal))
    record(actor, KeyAct.PROPOSE, item, now=now, facts={"papers": len(item.papers)})
    return item.id


@transactional
def change(actor: Actor, item_id: int, proposal: Proposal, *, version: int, now: datetime) -> int:
    """Write a proposal anew until the meeting decides, by the organ that made it or the desk. Returns its id."""
    item = ready(actor, KeyAct.CHANGE, item_id, version=version)
    held = [one.suggestion_id for one in item.papers if one.stands]
    criteria = criteria_for(item, today=day_of(now))
    wrong = problems(actor, proposal, criteria, now=now, held=held)
    if wrong or proposal.kind is None:
        raise Invalid(**wrong)
    if item.is_led != (proposal.kind is KeyKind.LED) and item.continued_from_id is not None:
        raise Invalid(kind="continued_stays_its_kind")
    item.kind = proposal.kind
    _write(item, proposal, criteria)
    wanted = _papers(proposal)
    for one in [each for each in item.papers if each.stands]:
        if one.suggestion_id not in dict(wanted):
            end(actor, one, why="", now=now)
        one.is_led, one.group_id = item.is_led, dict(wanted).get(one.suggestion_id)
    name_papers(item, wanted)
    record(actor, KeyAct.CHANGE, item, now=now, facts={"papers": len(wanted)})
    return item.id


@transactional
def take_back(actor: Actor, item_id: int, *, why: str, version: int, now: datetime) -> int:
    """Take a proposal back before the meeting decides; of one that continues last year's, that one ends with it."""
    item = ready(actor, KeyAct.TAKE_BACK, item_id, version=version)
    if not why.strip():
        raise Invalid(why="missing")
    end_all(actor, item, why=why, now=now)
    if item.continued_from is not None:
        end_all(actor, item.continued_from, why=f"没有列入{item.year}年", now=now)
    record(actor, KeyAct.TAKE_BACK, item, now=now, note=why)
    return item.id


def problems(
    actor: Actor, proposal: Proposal, criteria: Sequence[KeyCriterion], *, now: datetime, held: Sequence[int] = ()
) -> dict[str, str]:
    """What is wrong with a proposal, all at once, by field; papers it `held` already may have moved on since."""
    wrong = _wrong_texts(proposal)
    if proposal.kind is None:
        wrong["kind"] = "choose_one"
    elif proposal.kind not in kinds_of(actor):
        wrong["kind"] = "not_yours_to_propose"
    if abs(proposal.year - day_of(now).year) > YEARS_AWAY:
        wrong["year"] = "key_year_too_far"
    if not {one.code for one in criteria}.intersection(proposal.criteria):
        wrong["criteria"] = "choose_one"
    elif missing(criteria, proposal.criteria):
        wrong["criteria"] = "key_criterion_required"
    known = found.committees(day_of(now))
    if proposal.kind is not KeyKind.LED and proposal.committee not in known:
        wrong["committee"] = "choose_one"
    if proposal.kind not in (None, KeyKind.SUPERVISED) and not proposal.leader.strip():
        wrong["leader"] = "missing"
    return wrong | _wrong_papers(actor, proposal, held)


def organ_of(actor: Actor) -> tuple[Role, str]:
    """For which organ somebody proposes: the desk, a committee by its name, the coordinator of a system."""
    assert actor.role is not None
    if actor.role is Role.COMMITTEE:
        return actor.role, actor.committee
    return actor.role, actor.system.value if actor.role is Role.COORDINATOR and actor.system else ""


def _wrong_texts(proposal: Proposal) -> dict[str, str]:
    texts = {"title": proposal.title, "grounds": proposal.grounds}
    wrong = {name: "missing" for name, text in texts.items() if not text.strip()}
    limits = {"title": TITLE, "grounds": NOTE, "leader": NAME}
    texts |= {"leader": proposal.leader}
    wrong |= {name: "too_long" for name, text in texts.items() if len(text) > limits[name]}
    # A text of the office is read by many; what is marked as secret is not stored (PB-10).
    return wrong | {name: "secret" for name, text in texts.items() if marked({name: text})}


def _wrong_papers(actor: Actor, proposal: Proposal, held: Sequence[int]) -> dict[str, str]:
    wanted = set(proposal.papers)
    if not wanted:
        return {"papers": "nothing_chosen"}
    if len(_papers(proposal)) > MOST_PAPERS:
        return {"papers": "too_many"}
    fit = select(Suggestion.id).where(
        Suggestion.id.in_(wanted - set(held)),
        sees(actor.role),
        Suggestion.state.in_(ON_TABLE),
        Suggestion.kind == Kind.SUGGESTION,
    )
    there = set(db.session.scalars(fit, values(actor)))
    return {} if there == wanted - set(held) else {"papers": "not_on_record"}


def _papers(proposal: Proposal) -> list[tuple[int, int | None]]:
    """Each paper with the group it comes with, once."""
    chosen: dict[int, int | None] = dict.fromkeys(proposal.papers)
    if proposal.whole_groups and chosen:
        chosen |= dict(papers_of.members_of(list(chosen)))
    return sorted(chosen.items())


def _write(item: KeyItem, proposal: Proposal, criteria: Sequence[KeyCriterion]) -> None:
    item.year, item.title = proposal.year, proposal.title.strip()
    item.criteria = [{"code": one.code, "words": one.words} for one in criteria if one.code in proposal.criteria]
    item.grounds, item.proposed_leader = proposal.grounds, proposal.leader.strip()
    item.proposed_committee = "" if proposal.kind is KeyKind.LED else proposal.committee
