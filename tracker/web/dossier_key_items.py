"""Key items on a dossier (重点督办、领办): each item the paper is or was bound to, with how far it is."""

from __future__ import annotations

from flask import url_for

from tracker.domain.actions import Action
from tracker.domain.key_items import detail
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, can
from tracker.models.key_items import KeyItem
from tracker.models.suggestions import Suggestion
from tracker.queries.key_items import facts_of, of_suggestion
from tracker.services.key_items import ON_TABLE
from tracker.web import key_item_words as words
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def key_items(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """Every item, for whoever sees in the story that the paper was bound; the way to it where he may open it."""
    if "key_items" not in there or not reader.sees(Action.MADE_KEY):
        return None
    rows = [
        {
            "title": one.item.title,
            "href": url_for("key_items.show", item_id=one.item.id) if _opens(one.item, reader) else "",
            "kind": words.kind_tag(one.item),
            "stage": words.stage_words(one.item)
            if one.stands
            else _("%(day)s移出", day=day_words(one.left_on, year=True)),
            "charge": words.charge_words(one.item),
            "due": words.day_tag(one.item.report_due_on, one.item.reported_on or one.item.concluded_on, reader.today),
            "result": one.item.result,
        }
        for one in of_suggestion(suggestion.id)
    ]
    return Section(
        "key-items", _("重点督办、领办"), _("%(n)s项", n=len(rows)), "dossier/_key_items.html", {"rows": rows}
    )


def _opens(item: KeyItem, reader: Reader) -> bool:
    role = reader.actor.role
    return role is not None and can(role, Capability.SEE_KEY_ITEMS) and detail(reader.actor, facts_of(item)) is not None


def way_to_propose(suggestion: Suggestion, who: Actor) -> str:
    """Where a paper that stands on record is put before the chair meeting, for whoever may; else nothing."""
    may = who.role is not None and can(who.role, Capability.PROPOSE_KEY_ITEMS)
    fit = suggestion.state in ON_TABLE and not suggestion.is_bill
    return url_for("key_proposals.new", paper=suggestion.id) if may and fit else ""
