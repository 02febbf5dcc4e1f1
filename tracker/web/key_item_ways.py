"""How pages come to a key item and do something with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, request

from tracker.domain.key_items import KeyAct, is_party, may_act
from tracker.domain.roles import Capability
from tracker.models.key_items import KeyItem
from tracker.queries import key_items as found
from tracker.queries.cases import BIGGEST
from tracker.services._load import Invalid
from tracker.web.access import actor
from tracker.web.refused import form_on_record, lines_on_record


def item_for(act: KeyAct, item_id: int) -> KeyItem:
    """The item whose page is for this act. What is not the reader's to do is not there; what has moved on is drawn no
    more, while a form that was sent goes to the service, which tells a repeated form from a late one."""
    one = found.find(actor(), item_id) if item_id <= BIGGEST else None
    if one is None or not is_party(actor(), act, one.facts):
        if request.method == "POST" and one is not None:
            form_on_record(Capability.SEE_KEY_ITEMS)
        abort(404)
    if request.method == "GET" and not may_act(actor(), act, one.facts):
        abort(404)
    return one.item


def done(form: Any, act: Callable[..., Any], *args: Any, **how: Any) -> Any:
    """What the service answered; nothing where it could not take what was typed, which is then said in the form."""
    try:
        return act(actor(), *args, **how)
    except Invalid as invalid:
        if hasattr(form, "blame"):
            form.blame(invalid.problems)
        else:
            form.take(invalid)
        lines_on_record(invalid)
        return None
