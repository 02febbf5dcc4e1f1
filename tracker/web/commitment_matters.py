"""What a page about one promise says of it before anything else, and how an act on it is carried out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import render_template

from tracker.clock import day_of, now
from tracker.domain.clocks import Standing, standing
from tracker.domain.states import OWED, CommitmentState
from tracker.models.commitments import Commitment
from tracker.queries import law
from tracker.queries.commitment_groups import SOON
from tracker.queries.dossier import Names, Told
from tracker.services._load import Invalid
from tracker.web.access import actor, me
from tracker.web.dossier_files import Chip, chips
from tracker.web.due_tags import DueTag
from tracker.web.forms import Form
from tracker.web.labels import COMMITMENT_STATES
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, standing_words

Page = str | tuple[str, int]


def matter(one: Commitment) -> dict[str, Any]:
    """The promise, the paper it was made on, who owes it, and how it stands."""
    suggestion, today = one.suggestion, day_of(now())
    book = law.rulebook_of(suggestion.assigned_on, today)
    return {
        "promise": one,
        "suggestion": suggestion,
        "title": official_title(suggestion.title),
        "number": book.numbering.words(suggestion.number or ""),
        "unit": one.unit.short_name,
        "state": state_of(one),
        "percent_words": percent_words(one),
        "tag": tag_of(one, today),
        "origin": origin_of(one),
    }


def state_of(one: Commitment) -> str:
    """How it stands in words; what its deputies deny or are not satisfied with is not said to be kept."""
    if one.is_reported and one.is_disputed:
        return _("已报告做到，代表反映不实，待核实")
    if one.state is CommitmentState.SETTLED and one.is_dissatisfied:
        return _("已报告做到，代表不满意")
    return str(COMMITMENT_STATES[one.state])


def tag_of(one: Commitment, today: date) -> DueTag | None:
    """How a promise that is owed stands: 还有8天, 过期7天."""
    if one.state not in OWED:
        return None
    stands = promise_standing(one.due_on, today)
    return DueTag(stands.value, standing_words(stands, one.due_on, today), day_words(one.due_on, year=True))


def promise_standing(due_on: date, today: date) -> Standing:
    """How a day stands by which something is owed; what was promised is near a month before."""
    stands = standing(due_on, today)
    return Standing.DUE_SOON if stands is Standing.ON_TIME and due_on <= today + SOON else stands


def kept_by(due_on: date, today: date) -> str:
    """4月8日前做到, with the year when it is another one."""
    return _("%(day)s前做到", day=day_words(due_on, year=due_on.year != today.year))


def origin_of(one: Commitment) -> str:
    """The session its paper was written for: 七届五次会议."""
    held = one.suggestion.session
    return f"{held.term.name}{held.name}" if held is not None else ""


def did(form: Form, act: Callable[..., Any], one: Commitment, make: Callable[[], Any] | None = None) -> bool:
    """Whether a form was sent and its act done; what could not be taken stands beside its field.

    `make` makes what is handed in, once the form is read and its files are kept; without it the act takes the words of
    the form, and its files where it has any.
    """
    if not form.submitted():
        return False
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    if make is None:
        how |= {"words": form["words"].data or ""} | ({"files": form["files"].keys} if "files" in form else {})
    try:
        act(actor(), one.id, *((make(),) if make else ()), **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def page(form: Form, one: Commitment, endpoint: str, **words: Any) -> Page:
    """The page of one act: what the promise is, and the form; `words`: its title, button, lead and fields."""
    told = {"change": None, "dispute": None, "lead": "", "hints": {}} | words
    shown = render_template(
        f"{endpoint.partition('.')[0]}/act.html", form=form, endpoint=endpoint, **matter(one), **told
    )
    return shown, 422 if form.errors else 200


def percent_words(one: Commitment) -> str:
    """How far it is; what deputies deny or are not satisfied with is said to be the unit's own figure."""
    return _("单位报告%(n)s%%", n=one.percent) if one.is_doubted else f"{one.percent}%"


def late_words(one: Commitment) -> str:
    """By how much it was kept early or late: 提前1天, 晚10天."""
    if one.fulfilled_on is None:
        return ""
    days = (one.fulfilled_on - one.due_on).days
    if days > 0:
        return _("晚%(n)s天", n=days)
    return _("提前%(n)s天", n=-days) if days < 0 else _("如期")


def names_of(one: Commitment) -> Names:
    """The names its story mentions: the case itself has brought them all."""
    return Names({}, {one.unit_id: one.unit.short_name, one.task.unit_id: one.task.unit.short_name})


def evidence_of(told: Sequence[Told], one: Commitment) -> dict[str, list[Chip]]:
    """The files handed in with each note of progress, by its moment."""
    return {event.at.isoformat(): chips(one.suggestion_id, event) for event in told}
