"""Approved lines beside a reply: those that fit a request, putting one into an answer, and those that hold no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from tracker.clock import day_of, now
from tracker.domain.lines import OFFERED, fitting, is_in, outdated
from tracker.models.lines import LineVersion
from tracker.models.tasks import Round
from tracker.queries import lines as known
from tracker.services._lines import PutIn
from tracker.services.replies import ReplyDraft
from tracker.web.line_words import outdated_words
from tracker.web.picks import picked_id
from tracker.web.reply_form import ReplyForm
from tracker.web.spoken import gettext as _
from tracker.web.words import problem_words


@dataclass(frozen=True)
class Offer:
    """A line under a request: what it is pressed by, and whether the answer says it already."""

    made: LineVersion
    value: str
    is_there: bool


@dataclass(frozen=True)
class Offers:
    """The lines under one request, and how many there are besides."""

    shown: Sequence[Offer]
    more: int = 0
    is_all: bool = False


def offers(form: ReplyForm, round_: Round, asked: Mapping[int, str]) -> dict[int, Offers]:
    """By number of the request the lines of the unit that fit it, or all of them where that was pressed."""
    lines = known.in_force(round_.task.unit_id, today=day_of(now()))
    whole = picked_id(request.args.get("lines")) if lines else None
    return {no: _under(no, form, lines, asked.get(no, ""), is_all=no == whole) for no in form.parts}


def _under(no: int, form: ReplyForm, lines: Sequence[LineVersion], asked: str, *, is_all: bool) -> Offers:
    chosen = list(lines) if is_all else fitting(lines, asked)[:OFFERED]
    body = form.parts[no].body.data or ""
    shown = [Offer(one, f"{one.id}/{no}", is_in(body, one.body)) for one in chosen]
    return Offers(shown, len(lines) - len(shown), is_all)


def put_in(form: ReplyForm, round_: Round, pressed: str) -> PutIn | None:
    """Put a line after what an answer says already; `pressed` is `<id of its version>/<number of the request>`.

    None where it is not to be used any more, or the answer would be too long: the form says so.
    """
    version, _slash, number = pressed.partition("/")
    no, wanted = picked_id(number) or 0, picked_id(version) or 0
    lines = known.in_force(round_.task.unit_id, today=day_of(now()))
    found = next((one for one in lines if one.id == wanted), None)
    if found is None or no not in form.parts:
        form.form_errors = [*form.form_errors, problem_words("line_not_in_force")]
        return None
    return PutIn(found.id, no) if form.append(no, found.body) else None


def warned(round_: Round, draft: ReplyDraft) -> dict[int, list[str]]:
    """What stands in the answers and holds no more, as sentences by request: a warning that decides nothing."""
    used = known.used_in(round_.id)
    found: dict[int, list[str]] = {}
    for one, why in outdated(used, {each.request_no: each.body for each in draft.answers}, today=day_of(now())):
        found.setdefault(one.request_no, []).append(outdated_words(one, why))
    return found


def warnings(round_: Round, draft: ReplyDraft) -> list[tuple[str, str]]:
    """The same in one list, each with the place it is about."""
    return [(_("第%(n)s项", n=no), words) for no, all_ in warned(round_, draft).items() for words in all_]
