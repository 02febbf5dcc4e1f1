"""What follows when a deputy's seat ends, inside the transaction that ends it; papers handed in simply go on."""

from __future__ import annotations

from datetime import date, datetime

from tracker.clock import day_of
from tracker.domain.parties import Actor
from tracker.domain.seats import SeatEnd
from tracker.models.people import Membership
from tracker.queries.seats import (
    asked_to_sign,
    asked_to_withdraw,
    assistants_of,
    offered_to,
    other_seat,
    sent_to_sign,
)
from tracker.services._hats import take_off
from tracker.services._withdrawing import lapse_offer, lapse_request


def follow(actor: Actor, hat: Membership, last_day: date, *, now: datetime) -> dict[str, int]:
    """Let invitations run out with the seat, offers to lead lapse and assistants stop; how many, for the record.

    An invitation answers by the last day of the seat at the latest, and then lapses as others do, with a word to its
    author; so does one to sign what the deputy wrote and can hand in no more. An offer to lead and a request to take a
    paper back stand until that day is over (`seats.lapse_offers_due`, `seats.lapse_requests_due`). Who prepared the
    deputy's papers prepares for nobody from then on. Nothing happens to somebody who sits on in another seat. Days of
    Asia/Shanghai.
    """
    if other_seat(hat.person_id, hat.id, last_day):
        return {}
    asked, sent = asked_to_sign(hat.person_id), sent_to_sign(hat.person_id)
    for signature in (*asked, *sent):
        signature.answer_by = min(signature.answer_by or last_day, last_day)
    offered = offered_to(hat.person_id) if last_day < day_of(now) else ()
    for suggestion in offered:
        lapse_offer(suggestion, last_day, now=now)
    asking = asked_to_withdraw(hat.person_id) if last_day < day_of(now) else ()
    for suggestion in asking:
        lapse_request(suggestion, hat.person_id, has_left=True, now=now)
    helping = assistants_of(hat.person_id, last_day)
    for one in helping:
        take_off(actor, one, last_day, now=now)
    return {
        "invitations": len(asked),
        "sent": len(sent),
        "offers": len(offered),
        "requests": len(asking),
        "assistants": len(helping),
    }


def facts_of(reason: SeatEnd, followed: dict[str, int]) -> dict[str, str]:
    """What the record says beside the days."""
    return {"reason": reason.value} | {name: str(count) for name, count in followed.items() if count}
