"""What was sent and refused goes on record (rule R15), wherever it is told: as a page, beside a line, to a script."""

from __future__ import annotations

from flask import request

from tracker.clock import now
from tracker.domain.actions import Action
from tracker.domain.roles import Capability
from tracker.domain.whys import Refused, Why
from tracker.services import refusals
from tracker.services._load import Invalid
from tracker.web.sessions import asking


def on_record(error: Refused) -> None:
    """Note an act that was sent and refused, on the case of the address where it names one."""
    _note(error.action, error.why)


def lines_on_record(invalid: Invalid) -> None:
    """Note what was refused among the lines of a batch, each kind of refusal once."""
    for action, why in dict.fromkeys((one.action, one.why) for one in invalid.refused):
        _note(action, why)


def form_on_record(capability: Capability) -> None:
    """Note a form that was sent to a page the worn hat does not have."""
    _note(capability, Why.NOT_YOURS)


def _note(what: Action | Capability, why: Why) -> None:
    who = asking()
    if request.method == "POST" and who is not None:
        case_id = (request.view_args or {}).get("suggestion_id")
        refusals.note_refusal(who.actor, what, why, suggestion_id=case_id, now=now())
