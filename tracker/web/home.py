"""Home: what needs me now, whatever the role; above it the stages, below it what was done today."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import format_date

from tracker.clock import day_of, now
from tracker.domain.clocks import Standing, standing
from tracker.domain.limits import COUNTED
from tracker.domain.parties import Actor
from tracker.domain.roles import ADMIN_ROLES, UNIT_ROLES, Role
from tracker.queries.ahead import Deed, done_today, due_by_day
from tracker.queries.inbox import LINES, Line, lines
from tracker.queries.office import office_counts
from tracker.queries.sendings import failed_count
from tracker.queries.stages import Stage, tally
from tracker.web import (
    home_assistant,
    home_commitments,
    home_decisions,
    home_joint,
    home_news,
    home_reviews,
    home_without_hat,
    home_words,
)
from tracker.web.access import actor, me, signed_in
from tracker.web.actions import action_address
from tracker.web.addresses import address, exists, fixed
from tracker.web.due_tags import due_tag
from tracker.web.due_wall import wall
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import clock_words, count_words, day_words, number_words

bp = Blueprint("home", __name__)

GROUPS = (
    (Standing.OVERDUE, _l("已经逾期")),
    (Standing.DUE_SOON, _l("五日内到期")),
    (Standing.ON_TIME, _l("以后到期")),
    (Standing.NONE, _l("没有期限")),
)
# Cells that count one kind of paper only, so that what they open counts the same.
OF_KIND = {"writing": "suggestion", "to_review": "suggestion", "returned": "suggestion"}
BILLS = {"bills": "kind=bill&status=open", "bill_writing": "kind=bill&status=writing"}
STAGES = {
    "bills": _l("议案"),
    "bill_writing": _l("正在写的议案"),
    "writing": _l("正在写"),
    "returned": _l("退回修改"),
    "to_review": _l("待审查"),
    "registered": _l("待交办"),
    "with_coordinator": _l("待转办"),
    "unsigned": _l("待签收"),
    "unreplied": _l("办理中"),
    "in_handling": _l("办理中"),
    "drafting": _l("单位起草答复"),
    "in_clearance": _l("单位送签"),
    "replied": _l("待评价"),
    "delivered": _l("等代表评价"),
    "closed": _l("已办结"),
}
# A unit reads where its own share stands, whatever other units still owe.
OF_OWN_UNIT = {"replied": _l("已答复、未办结")}
OFFICE = {
    "accounts": _l("在用账号"),
    "not_activated": _l("还没有启用"),
    "stopped": _l("已停用"),
    "logged_in": _l("现在登录着"),
    "hats": _l("在任身份"),
    "admin_hats": _l("管理身份"),
    "ending": _l("三十天内到期"),
    "without_hat": _l("有账号没有身份"),
    "events": _l("全部操作"),
    "events_today": _l("今天的操作"),
}
OFFICE_PLACES = {
    Role.SYSTEM_ADMIN: ("accounts.index", _l("去管账号")),
    Role.SECURITY_ADMIN: ("grants.index", _l("去管授权")),
    Role.AUDITOR: ("audit.index", _l("去查操作记录")),
}


@bp.get("/")
@signed_in
def show() -> str:
    """What needs the worn hat now."""
    at = now()
    if me().hat is None or actor().role in ADMIN_ROLES:
        return render_template("home/office.html", **_office(actor(), at))
    return render_template("home/show.html", **_work(actor(), at))


def _office(who: Actor, at: datetime) -> dict[str, Any]:
    hat = me().hat
    counts = office_counts(hat.role, now=at, today=day_of(at)) if hat else {}
    failed = failed_count(hat.role if hat else None)
    endpoint, words = OFFICE_PLACES.get(hat.role, ("", "")) if hat else ("", "")
    place = (str(words), url_for(endpoint)) if exists(endpoint) else None
    cells = [(str(OFFICE[code]), number, place[1] if place else None, "", "") for code, number in counts.items()]
    found: dict[str, Any] = {"cells": cells, "place": place, "has_hat": hat is not None, "clock_line": _clock_line(at)}
    found |= {"failed": failed}
    if hat is not None:
        return found | {"seat": [], "typed": []}
    typed = home_without_hat.typed_lately(me().person_id, at)
    return found | {"seat": home_without_hat.seat_words(me().person_id, day_of(at)), "typed": typed}


def _work(who: Actor, at: datetime) -> dict[str, Any]:
    today, counted = day_of(at), tally(who, today=day_of(at))
    page = min(page_asked(), max(1, -(-min(counted.waiting, COUNTED) // LINES)))
    found = lines(who, today=today, page=page)
    decisions = home_decisions.decision_lines(counted.decisions)
    total = counted.waiting + sum(counted.decisions.get(kind, 0) for kind in home_decisions.DECISIONS)
    hat = me().hat
    return {
        "total": total,
        "total_words": count_words(total),
        # Promises are counted by themselves (项), and never added to papers (件).
        "promise_words": count_words(hat.promises) if hat is not None and hat.promises else "",
        "promises": home_commitments.groups(counted, today),
        "decisions": decisions,
        "decisions_title": home_decisions.decisions_title(counted.decisions),
        "groups": _groups(found, today, who),
        "pager": pages(min(counted.waiting, COUNTED), page, size=LINES),
        "rest": max(0, counted.waiting - LINES * page),
        "cells": [_cell(stage, who) for stage in counted.stages],
        "elsewhere": [_elsewhere(stage) for stage in counted.elsewhere],
        "of_deputy": [_line_of_deputy(line, today) for line in home_assistant.waits_for_deputy(who, today=today)],
        "news": home_news.lines(who, at=at),
        "done": [_done(deed) for deed in done_today(who, now=at)],
        "wall": wall(due_by_day(who, today=today), today=today, linked=who.role is Role.DESK),
        "clock_line": _clock_line(at),
        "failed": failed_count(who.role),
        # One paper may wait for a coordinator with several shares, each a line of its own.
        "by_share": who.role is Role.COORDINATOR,
    }


def _groups(found: list[Line], today: date, who: Actor) -> list[tuple[str, str, list[tuple[Any, ...]]]]:
    """The lines under their headings; the heading of what is overdue is marked."""
    held: dict[Standing, list[tuple[Any, ...]]] = {}
    for line in found:
        shown = _line(line, today)
        if who.role is Role.ASSISTANT:
            shown = (home_assistant.verb_words(line) or shown[0], *shown[1:])
        due_on = home_reviews.waits_until(line, today) or line.row.due_on
        held.setdefault(standing(due_on, today), []).append(shown)
    return [
        (str(words), "late" if stands is Standing.OVERDUE else "", held[stands])
        for stands, words in GROUPS
        if stands in held
    ]


def _line(line: Line, today: date) -> tuple[Any, ...]:
    row = line.row
    tag = home_reviews.waiting_tag(line, today) or (
        due_tag(row.clock_kind, row.due_on, today=today) if row.clock_id else home_joint.asked_tag(line, today)
    )
    explained = exists("due_dates.show") and row.clock_id
    return (
        home_words.verb_words(line),
        action_address(line.action, *line.case_id, line.row.commitment_id),
        official_title(row.title, row.kind),
        number_words(row.number),
        home_words.why_words(line),
        *(tag or (None, "", "")),
        home_words.waited(line, today),
        address("due_dates.show", suggestion_id=row.suggestion_id, clock_id=row.clock_id) if explained else None,
    )


def _line_of_deputy(line: Line, today: date) -> tuple[Any, ...]:
    verb, _act, *rest = _line(line, today)
    return verb, address("dossier.show", suggestion_id=line.row.suggestion_id), *rest


def _done(deed: Deed) -> tuple[str, str, str, str]:
    verb, when = home_words.done_words(deed)
    title = official_title(deed.title, deed.kind)
    return verb, address("dossier.show", suggestion_id=deed.suggestion_id), title, when


def _cell(stage: Stage, who: Actor) -> tuple[Any, ...]:
    late = _("逾期%(n)s", n=count_words(stage.late)) if stage.late else ""
    listed = "register.mine" if who.role is Role.DEPUTY else "register.show"
    kind = f"&kind={OF_KIND[stage.code]}" if stage.code in OF_KIND else ""
    where = f"{fixed(listed)}?{BILLS.get(stage.code) or f'status={stage.code}{kind}'}"
    words = OF_OWN_UNIT.get(stage.code) if who.role in UNIT_ROLES else None
    return str(words or STAGES[stage.code]), count_words(stage.count), where, late, "late" if late else ""


def _elsewhere(stage: Stage) -> tuple[str, str, str]:
    return str(STAGES[stage.code]), count_words(stage.count), f"{fixed('register.show')}?status={stage.code}"


def _clock_line(at: datetime) -> str:
    today = day_of(at)
    return f"{day_words(today, year=True)} {format_date(today, 'EEEE')} {clock_words(at)}"
