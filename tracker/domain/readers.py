"""Who reads what lies beside a paper, as kinds of readers the index can be asked for: never more than may read it."""

from __future__ import annotations

from enum import IntFlag

from tracker.domain.actions import Action
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import AUTHORS, UNIT_SIDE, Party
from tracker.domain.rating_sight import OF_QUALITY, TYPED_OFF


class Reader(IntFlag):
    """Kinds of readers of one paper; all but the first read it in full."""

    EVERYBODY = 1  # whoever may open the paper
    AUTHORS = 2  # who leads or has signed it
    ASSISTANT = 4
    DESK = 8
    COORDINATOR = 16
    CLERK = 32
    BILL_GROUP = 64
    COMMITTEE = 128
    UNITS = 256  # every unit that has a share
    OWN_UNIT = 512  # the unit whose share, or whose promise, it is


IN_FULL = Reader(sum(Reader) - Reader.EVERYBODY)
# What these acts brought is kept from some who otherwise read everything; it is not searched.
_UNSEARCHED = TYPED_OFF | OF_QUALITY
# What is said between one unit and its people or deputies, other units do not read.
_OF_ONE_UNIT = frozenset({Action.GIVE, Action.NOTE_CONTACT, Action.CORRECT_CONTACT})
_STAFF = {
    Party.ASSISTANT: Reader.ASSISTANT,
    Party.DESK: Reader.DESK,
    Party.COORDINATOR: Reader.COORDINATOR,
    Party.CLERK: Reader.CLERK,
    Party.BILL_GROUP: Reader.BILL_GROUP,
    Party.COMMITTEE: Reader.COMMITTEE,
}


def readers_of_act(action: Action, *, of_unit: bool) -> Reader:
    """Who reads the attachments of an act for certain; `of_unit` says whether it is about one unit's share.

    The law says for every party which acts it sees. A kind of readers is named where all that belong to it see the
    act, so nobody finds what he may not open; some few find less than they could open.
    """
    seen_by = STEPS[action].seen_by
    if action in _UNSEARCHED:
        return Reader(0)
    found = Reader(sum(reader for party, reader in _STAFF.items() if party in seen_by))
    if seen_by >= AUTHORS:
        found |= Reader.AUTHORS
    if seen_by >= UNIT_SIDE:
        alone = of_unit and (seen_by <= UNIT_SIDE or action in _OF_ONE_UNIT)
        found |= Reader.OWN_UNIT if alone else Reader.UNITS | Reader.OWN_UNIT
    return found
