"""Whose eyes a page is seen through, in words: the menu of a case, the banner, and why somebody cannot open it."""

from __future__ import annotations

from typing import Any

from flask import url_for

from tracker.domain.permissions import Sight, may_look_as_others
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.models.suggestions import Suggestion
from tracker.queries.dossier import Names
from tracker.queries.perspectives import Eyes, Perspective, perspectives
from tracker.web.dossier_reader import Reader
from tracker.web.labels import ROLES, SYSTEMS
from tracker.web.spoken import gettext as _

# So many signers the menu names; the page of each other one differs by what he has rated alone.
MOST_SIGNERS = 5
_DEPUTIES = frozenset({Eyes.LEAD, Eyes.COSIGNER, Eyes.OTHER})


def menu(suggestion: Suggestion, reader: Reader, names: Names) -> list[tuple[str, str]]:
    """Words and address of each reader, for whoever may look through others' eyes; no statement."""
    if reader.looker is not None or not may_look_as_others(reader.actor, suggestion):
        return []
    found = perspectives(suggestion)
    left_out = [one for one in found if one.eyes is Eyes.COSIGNER][MOST_SIGNERS:]
    return [
        (words(one, names.person(one.person_id)), url_for(**address_of(suggestion, one.code)))
        for one in found
        if one not in left_out
    ]


def address_of(suggestion: Suggestion, code: str) -> dict[str, Any]:
    """The page of a case, one's own or as the reader of this code sees it, as arguments of `url_for`."""
    if not code:
        return {"endpoint": "dossier.show", "suggestion_id": suggestion.id}
    return {"endpoint": "perspectives.show", "suggestion_id": suggestion.id, "reader": code}


def words(one: Perspective, name: str) -> str:
    """领衔代表林若溪; 市教育局的经办人景行"""
    unit = one.task.unit.short_name if one.task is not None else ""
    if one.eyes is Eyes.LEAD:
        return _("领衔代表%(name)s", name=name)
    if one.eyes is Eyes.COSIGNER:
        return _("附议代表%(name)s", name=name)
    if one.eyes is Eyes.OTHER:
        return _("没有署名的其他代表")
    if one.eyes is Eyes.RECEIVER:
        return _("%(unit)s的收文员%(name)s", unit=unit, name=name)
    if one.eyes is Eyes.HANDLER:
        handler = one.task.handler.name if one.task is not None and one.task.handler else ""
        return _("%(unit)s的经办人%(name)s", unit=unit, name=name or handler)
    system = SYSTEMS[one.system] if one.system is not None else ""
    return _("%(office)s（%(system)s）%(name)s", office=ROLES[Role.COORDINATOR], system=system, name=name)


def extent_words(sight: Sight) -> str:
    """How much of the case a reader of this sight may read, where that is not all."""
    if sight is Sight.FULL:
        return ""
    return _("这位读者只看得到登记信息：正文、承办单位、送达的答复和评价结果，看不到沟通、理由和往来的意见。")


def closed_words(one: Perspective, suggestion: Suggestion, *, vacant: bool) -> str:
    """Why this reader cannot open the case."""
    if vacant:
        return _("现在没有人担任这个身份，所以没有人能以这个身份打开这一件。")
    if suggestion.state is SuggestionState.ARCHIVED:
        return _("这位读者打不开这一件：历史资料不给承办单位看。")
    if one.eyes not in _DEPUTIES:
        return _("这位读者打不开这一件：督查室转办给这个单位以后，它才看得到。")
    if suggestion.is_confidential:
        return _("这位读者打不开这一件：不公开的件，没有署名的代表看不到。")
    return _("这位读者打不开这一件：没有署名的代表只看得到已经立案、没有撤回的件。")
