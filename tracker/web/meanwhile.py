"""What a refused or late form is told of the other side: who did what last and in which words, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for

from tracker.clock import day_of
from tracker.queries import files, meanwhile
from tracker.queries.meanwhile import Change
from tracker.services._load import Stale
from tracker.web.act_words import act_words
from tracker.web.sessions import asking
from tracker.web.spoken import gettext as _
from tracker.web.teller import Teller
from tracker.web.timeline_words import SENTENCES
from tracker.web.words import clock_words, day_words

# Rows of the office and how the record calls them.
SUBJECTS = {
    "HandOver": "hand_over",
    "LookBack": "look_back",
    "KeyItem": "key_item",
    "Unit": "unit",
    "Category": "category",
    "Term": "term",
    "CongressSession": "session",
    "Delegation": "delegation",
    "CalendarChange": "calendar",
    "RulebookEdition": "rulebook",
    "Person": "person",
    "Report": "report",
}
# Things with a page of their own, by how an address names them.
SHOWN_AT = {
    "group_id": "groups.show",
    "hand_over_id": "hand_overs.show",
    "commitment_id": "commitments.show",
    "line_id": "lines.show",
    "look_back_id": "look_backs.show",
    "item_id": "key_items.show",
    "report_id": "reports.show",
}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Meanwhile:
    """The last act in one sentence, and what was written in it as the macro `two_texts` takes it."""

    last: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    # Whether it was the person who asks, at another window.
    is_own: bool = False


def on_case(suggestion_id: int | None) -> Meanwhile:
    """What was last done to a case, as far as the person asking may read it."""
    who = asking()
    found = meanwhile.on_case(who.actor, suggestion_id) if suggestion_id and who else None
    if found is None:
        return Meanwhile()
    told = found.told
    by, words = SENTENCES[told.action](Teller(found.suggestion, found.names), told)
    texts = _texts(f"{by} {_when(told.at)}", words, told.note)
    return Meanwhile(_last(told.name, told.at, told.action), texts, _is_own(told.person_id))


def on_stale(stale: Stale) -> Meanwhile:
    """What was last done to the row that a form no longer fits."""
    if stale.row_type == "HandlingGroup":
        return _office(meanwhile.on_group(stale.row_id))
    if stale.row_type == "ApprovedLine":
        return _on_line(stale.row_id)
    if stale.row_type in SUBJECTS:
        return _office(meanwhile.on_office(f"{SUBJECTS[stale.row_type]}:{stale.row_id}"))
    return on_case(stale.suggestion_id) if stale.suggestion_id else here()


def here() -> Meanwhile:
    """What was last done to the thing the address names."""
    held = request.view_args or {}
    if "group_id" in held:
        return _office(meanwhile.on_group(held["group_id"]))
    if "hand_over_id" in held:
        return _office(meanwhile.on_office(f"hand_over:{held['hand_over_id']}"))
    if "line_id" in held and "suggestion_id" not in held:
        return _on_line(held["line_id"])
    return on_case(held.get("suggestion_id"))


def _on_line(line_id: int) -> Meanwhile:
    who = asking()
    return _office(meanwhile.on_line(who.actor, line_id)) if who else Meanwhile()


def whose() -> str:
    """Who handles the share of the address now, where it is somebody else."""
    held, who = request.view_args or {}, asking()
    share = held.get("task_id"), held.get("round_id")
    if who is None or "suggestion_id" not in held or not any(share):
        return ""
    task = meanwhile.handled_by(who.actor, held["suggestion_id"], task_id=share[0], round_id=share[1])
    if task is None or task.handler is None or task.handler_id == who.person_id:
        return ""
    return _("经办人现在是%(unit)s%(name)s。", unit=task.unit.short_name, name=task.handler.name)


def back() -> str:
    """Where the thing of the form stands now: the case, the group, the list, else the page of the form itself."""
    held = request.view_args or {}
    if "suggestion_id" in held:
        return url_for("dossier.show", suggestion_id=held["suggestion_id"])
    for name, endpoint in SHOWN_AT.items():
        if name in held:
            return url_for(endpoint, **{name: held[name]})
    rule = request.url_rule
    return request.path if rule is not None and "GET" in (rule.methods or ()) else url_for("home.show")


def files_sent() -> list[str]:
    """The names of the files that came with a form nothing was done with, chosen now or uploaded before."""
    who = asking()
    new = [one.filename for one in request.files.values() if one.filename]
    keys = [key for key in request.form.getlist("files") if len(key) == 32]
    return [*(one.name for one in files.loose(who.person_id, keys)), *new] if who else new


def _office(change: Change | None) -> Meanwhile:
    if change is None:
        return Meanwhile()
    texts = _texts(f"{change.name or _('系统')} {_when(change.at)}", act_words(change.action), change.note)
    name = change.facts.get("name", change.facts.get("after"))
    named: Pairs = [(_("现在的名称"), name)] if "before" in change.facts and isinstance(name, str) else []
    return Meanwhile(_last(change.name, change.at, change.action), (*texts, *named), _is_own(change.person_id))


def _is_own(person_id: int | None) -> bool:
    who = asking()
    return who is not None and person_id == who.person_id


def _texts(who: str, what: str, note: str) -> tuple[tuple[str, str], ...]:
    return ((who, what), (_("写的是"), note)) if note else ((who, what),)


def _last(name: str, at: datetime, action: str) -> str:
    return _("最近一次：%(who)s %(when)s %(what)s。", who=name or _("系统"), when=_when(at), what=act_words(action))


def _when(at: datetime) -> str:
    return f"{day_words(day_of(at))} {clock_words(at)}"
