"""The record of acts for the auditor: who did what when to which case, never what a case says."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from tracker.domain.roles import Capability
from tracker.queries import chain, record
from tracker.queries.record import Act, Sought
from tracker.web.access import needs
from tracker.web.act_words import act_choices, act_words, export_words, state_words, subject_words
from tracker.web.labels import ROLES
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

bp = Blueprint("audit", __name__)
SIZE = 50
NAMES = ("person", "action", "day", "number")


@bp.get("/audit")
@needs(Capability.READ_RECORD)
def index() -> str:
    """The newest acts first, narrowed by person, act, day and case number."""
    sought, before = _asked(), _number("before")
    found = record.acts(sought, before=before, size=SIZE + 1)
    count, head = chain.head()
    return render_template(
        "audit/index.html",
        rows=[_row(act) for act in found[:SIZE]],
        sought=sought,
        actions=act_choices(),
        tags=_tags(sought),
        older=_address(before=found[SIZE - 1].seq) if len(found) > SIZE else None,
        newest=_address() if before else None,
        count=count,
        head=head,
    )


def _asked() -> Sought:
    def text(name: str) -> str:
        return request.args.get(name, "").strip()[:100].replace("\0", "")

    return Sought(person=text("person"), action=text("action"), day=_day(text("day")), number=text("number"))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _tags(sought: Sought) -> list[tuple[str, str]]:
    said = {
        "person": sought.person,
        "action": act_words(sought.action) if sought.action else "",
        "day": day_words(sought.day, year=True),
        "number": _("第%(n)s号", n=sought.number) if sought.number else "",
    }
    return [(words, _address(without=name)) for name, words in said.items() if words]


def _address(without: str = "", before: int | None = None) -> str:
    held: dict[str, Any] = {name: request.args[name] for name in NAMES if request.args.get(name) and name != without}
    return url_for("audit.index", **held, before=before)


def _row(act: Act) -> dict[str, Any]:
    states = [state_words(act.machine, state) for state in (act.from_state, act.to_state)]
    return {
        "seq": act.seq,
        "at": act.at,
        "who": act.person or _("没有登录的人或者系统"),
        "role": str(ROLES[act.role]) if act.role else "",
        "words": act_words(act.action),
        "about": _about(act),
        "states": _(" → ").join(words for words in states if words) if states[0] != states[1] else "",
        "at_server": act.at_server,
        "has_note": act.has_note,
        "hash": act.hash[:12],
    }


def _about(act: Act) -> str:
    if act.export:
        return export_words(act.subject, act.export)
    if act.suggestion_id is None:
        return subject_words(act.subject) if act.subject else ""
    return _("第%(n)s号", n=act.number) if act.number else _("还没有编号的建议")
