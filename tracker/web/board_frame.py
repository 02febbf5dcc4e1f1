"""What stands over every board: of what, as of when, and what else may be asked for."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from tracker.clock import day_of
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Capability, Role, can
from tracker.queries.figures import AsOf
from tracker.queries.sessions_held import Held
from tracker.web.board_scopes import OURS, Looked
from tracker.web.figure_scopes import choices, day_in_words
from tracker.web.labels import SYSTEMS
from tracker.web.spoken import gettext as _
from tracker.web.words import instant_words


def again(**changes: Any) -> str:
    """The same board with something of its address changed."""
    kept = {name: request.args[name] for name in ("of", "system", "field", "weeks", "units") if request.args.get(name)}
    return url_for("boards.show", **{name: value for name, value in (kept | changes).items() if value})


def frame_of(who: Actor, looked: Looked, held: list[Held], reach: AsOf) -> dict[str, Any]:
    """The head of a board, as its template draws it."""
    assert who.role is not None, "nobody sees a board without a hat"
    return {
        "of_words": looked.of_words,
        "of": looked.of,
        "day": day_in_words(reach.through),
        "on": reach.through,
        "reach": reach,
        "is_past": False,
        "counted_at": instant_words(reach.made_at),
        "whose": _whose(who, looked),
        "choices": choices(held),
        "systems": [(one.value, words) for one, words in SYSTEMS.items()] if who.role is Role.DESK else [],
        "system": looked.args.get("system", ""),
        "fields": _fields(who, looked),
        "sheet_url": url_for("weekly_sheets.show") if can(who.role, Capability.KEEP_SHEETS) else None,
        "figures_url": url_for("statistics.show", of=looked.of) if can(who.role, Capability.SEE_STATISTICS) else None,
        "today": day_of(reach.made_at),
    }


def _whose(who: Actor, looked: Looked) -> str:
    if who.role in UNIT_ROLES:
        return _("只统计本单位承办的部分。")
    if who.role is Role.COORDINATOR and "unit" not in looked.args:
        return _("只统计本系统单位承办的部分。")
    return _("只统计本委员会对口的类别。") if "field" in looked.args else ""


def _fields(who: Actor, looked: Looked) -> list[tuple[str, None, str, bool]]:
    if who.role is not Role.COMMITTEE or not who.category_ids:
        return []
    ours = "field" in looked.args
    return [
        (_("本委员会对口"), None, again(field=OURS), ours),
        (_("全部"), None, again(field="0"), not ours),
    ]
