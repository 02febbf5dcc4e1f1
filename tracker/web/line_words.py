"""What the pages of approved lines say of one: how it stands, until when, and the replies it went into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask import request, url_for

from tracker.clock import day_of
from tracker.domain import clocks
from tracker.domain.lines import ENDS_SOON, Outdated, Standing, Used, is_in
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES
from tracker.models.lines import ApprovedLine, LineDecision, LineVersion
from tracker.queries.lines import Wanted
from tracker.web.due_tags import DueTag
from tracker.web.line_labels import FILTERS, INSIDE, OUTDATED
from tracker.web.paging import page_asked
from tracker.web.papers import official_title
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, number_words, standing_words


def standing_of(line: ApprovedLine, today: date) -> Standing:
    """How a line stands on a day of Asia/Shanghai."""
    if line.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if (current := line.current) is not None:
        return Standing.IN_FORCE if current.valid_until >= today else Standing.EXPIRED
    return Standing.PROPOSED if line.proposed is not None else Standing.RETURNED


def is_restorable(line: ApprovedLine, today: date, *, person_id: int) -> bool:
    """Whether somebody who signs may let a withdrawn line be used again: it was in force, holds on and is not his own
    text."""
    held = line.current
    return (
        line.withdrawn_at is not None
        and held is not None
        and held.valid_until >= today
        and held.proposed_by_id != person_id
    )


def last_day_tag(line: ApprovedLine, today: date) -> DueTag | None:
    """Red once it is over, amber in its last month; nothing of one that is not approved or withdrawn."""
    current = line.current
    if current is None or line.withdrawn_at is not None:
        return None
    until = current.valid_until
    stands = clocks.Standing.ON_TIME
    if until < today:
        stands = clocks.Standing.OVERDUE
    elif until <= today + ENDS_SOON:
        stands = clocks.Standing.DUE_SOON
    words = _("已过期%(n)s天", n=(today - until).days) if until < today else standing_words(stands, until, today)
    return DueTag(stands.value, words, _("有效到%(day)s", day=day_words(until, year=True)))


def row_of(line: ApprovedLine, today: date, *, person_id: int, signs: bool, is_inside: bool) -> dict[str, Any]:
    """A line in the list; what waits for this reader is said beside it, what is not approved to the own unit alone."""
    shown, proposed = line.shown, line.proposed if is_inside else None
    waits = proposed is not None and line.withdrawn_at is None
    return {
        "href": url_for("lines.show", line_id=line.id),
        "title": shown.title,
        "subject": shown.subject,
        "body": shown.body,
        "source": shown.source,
        "unit": line.unit.short_name,
        "standing": standing_of(line, today),
        "tag": last_day_tag(line, today),
        "until": day_words(shown.valid_until, year=True),
        "waits": proposed.no if waits and proposed is not None and line.current_no is not None else 0,
        "returned": line.versions[-1].no if is_inside and _is_renewal_returned(line) else 0,
        "asks": waits and signs and proposed is not None and proposed.proposed_by_id != person_id,
        "is_wrong": line.is_wrong,
    }


def _is_renewal_returned(line: ApprovedLine) -> bool:
    """Whether a new version came back while the one before goes on being used."""
    last = line.versions[-1]
    return last.decision is LineDecision.RETURNED and line.current_no is not None and line.withdrawn_at is None


def people_words(made: LineVersion) -> str:
    """景行4月1日提出，程远4月2日批准."""
    proposed = _("%(who)s%(day)s提出", who=_name(made.proposed_by), day=_day(made.proposed_at))
    decided = {"who": _name(made.decided_by), "day": _day(made.decided_at)}
    words = {
        LineDecision.APPROVED: _("%(who)s%(day)s批准", **decided),
        LineDecision.RETURNED: _("%(who)s%(day)s退回", **decided),
        LineDecision.REPLACED: _("%(day)s由后来的代替", **decided),
    }.get(made.decision)
    return _("%(one)s，%(other)s", one=proposed, other=words) if words else proposed


def used_rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """The replies a line went into, one row each, with the requests and whether its words were changed there."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        answer = next((one.body for one in row.Round.answers if one.request_no == row.request_no), "")
        held = found.setdefault(
            row.Round.id,
            {
                "href": url_for("dossier.show", suggestion_id=row.suggestion_id, _anchor=f"round-{row.Round.id}"),
                "number": number_words(row.number),
                "title": official_title(row.title),
                "day": day_words(row.Round.delivered_on, year=True),
                "by": row.signed_by or row.Round.signer_name,
                "document_no": row.Round.document_no,
                "in": [],
            },
        )
        held["in"].append((row.request_no, row.version_no, is_in(answer, row.line_body)))
    return list(found.values())


def outdated_words(one: Used, why: Outdated) -> str:
    """用了已过期的口径“…”，请核对。"""
    return str(OUTDATED[why]) % {"title": one.title, "n": one.current_no}


def filters_for(who: Actor) -> dict[str, Any]:
    """The ways to look at the list that are offered to this reader."""
    return {code: words for code, words in FILTERS.items() if who.role in UNIT_ROLES or code not in INSIDE}


def wanted_of(who: Actor) -> Wanted:
    """The filter in the address; what is not offered is passed over."""
    standing = request.args.get("standing", "")
    words = request.args.get("q", "").strip()[:100].replace("\0", "")
    unit = picked_id(request.args.get("unit")) or None
    return Wanted(words, standing if standing in filters_for(who) else "", unit, page_asked())


def tags_of(wanted: Wanted, units: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    """What is filtered by, each with the address without it."""
    said = {
        "q": wanted.words,
        "standing": str(FILTERS[wanted.standing]) if wanted.standing else "",
        "unit": dict(units).get(wanted.unit_id or 0, ""),
    }
    held: dict[str, Any] = {"q": wanted.words, "standing": wanted.standing, "unit": wanted.unit_id or ""}
    return [
        (words, url_for("lines.index", **{key: value for key, value in held.items() if value and key != name}))
        for name, words in said.items()
        if words
    ]


def _name(person: Any) -> str:
    return person.name if person is not None else ""


def _day(at: Any) -> str:
    return day_words(day_of(at)) if at is not None else ""
