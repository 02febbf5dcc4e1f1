"""What the replies to papers handled together have in common: written once, taken over into the unit's other drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm.attributes import flag_modified

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.letter_texts import readdressed
from tracker.domain.likeness import most_alike
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.models.tasks import Answer, Round
from tracker.queries.shared_replies import subject_of
from tracker.services._batch import all_or_none
from tracker.services._lines import lines_go_over
from tracker.services._load import Invalid, Missing, fresh

# Two requests so alike are probably asked the same; others are left to be answered by hand.
SAME_REQUEST = 0.4


@dataclass(frozen=True)
class Target:
    """A draft to take words over into, with the version that was shown."""

    round_id: int
    version: int


@transactional
def take_over(actor: Actor, source_id: int, targets: Sequence[Target], *, now: datetime) -> list[int]:
    """Put the opening and the answers of one reply into other, still empty drafts of the unit; returns their ids.

    Nothing typed is ever overwritten: a draft with any words refuses its line as `line-<round id>`, and all is undone.
    An answer goes only to a request that asks nearly the same; promises are not taken over, each is given on its own.
    The letter of a draft so begun cannot be sent before it says something of its own (`own_paragraph`).
    """
    source = fresh(Round, source_id)
    if source.task.unit_id != actor.unit_id or not source.opening.strip():
        raise Missing("round")
    return all_or_none(
        ((f"line-{one.round_id}", partial(_take_over, actor, source, one, now=now)) for one in targets),
        empty="drafts",
    )


def alike_requests(source: Round, target: Round) -> dict[int, int]:
    """By request of the target, the request of the source that asks nearly the same."""
    theirs = [one for one in _requests(source) if one[0] in source.task.part]
    found = {}
    for no, body in _requests(target):
        at, alike = most_alike(body, (words for _no, words in theirs))
        if no in target.task.part and alike >= SAME_REQUEST:
            found[no] = theirs[at][0]
    return found


def is_empty(one: Round) -> bool:
    """Whether nothing was written into a draft yet."""
    return not one.opening.strip() and not any(answer.body.strip() for answer in one.answers)


def _requests(one: Round) -> list[tuple[int, str]]:
    text = one.task.suggestion.text
    return [(request.no, request.body) for request in text.requests] if text else []


def _take_over(actor: Actor, source: Round, target: Target, *, now: datetime) -> int:
    one = fresh(Round, target.round_id, version=target.version)
    require(actor, Action.DRAFT_REPLY, one, today=day_of(now))
    group_id = source.suggestion.group_id
    if group_id is None or one.suggestion.group_id != group_id or one.task.unit_id != source.task.unit_id:
        raise Invalid(draft="not_of_this_group")
    if not is_empty(one):
        raise Invalid(draft="has_words")
    held, written = {each.request_no: each for each in source.answers}, {each.request_no: each for each in one.answers}
    alike = alike_requests(source, one)
    for no, theirs in alike.items():
        if theirs in held and held[theirs].body.strip():
            answer = written.get(no)
            if answer is None:
                answer = Answer(request_no=no)
                one.answers.append(answer)
            answer.body = readdressed(held[theirs].body, subject_of(source.suggestion), subject_of(one.suggestion))
    lines_go_over(source, one, alike, actor, now=now)
    # As it stands it would name the other paper and greet the other deputy.
    opening = readdressed(source.opening, subject_of(source.suggestion), subject_of(one.suggestion))
    one.opening = one.copied_opening = opening
    one.contact_name, one.contact_phone = source.contact_name, source.contact_phone
    one.drafted_by_id = actor.person_id
    flag_modified(one, "opening")
    one.suggestion.changed_at = now
    db.session.flush()
    return one.id
