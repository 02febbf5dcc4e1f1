"""What a reply lacks before it may go on, in words, with the place on the page where each is written."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from tracker.clock import day_of, now
from tracker.models.tasks import Round
from tracker.services._load import Invalid
from tracker.services.replies import owes_contact_reason, past_promises
from tracker.web.forms import Form
from tracker.web.words import problem_words

Lines = list[tuple[str, str]]
# What a service or the law calls a place, and the box it stands in on the page.
BOXES = {
    "answer": "body",
    "class": "outcome",
    "promise": "promise",
    "promise_due": "due",
    "promise_owner": "owner",
}


def gap_words(what: str, letter: str = "") -> str:
    """What to do about a gap of one answer, as it stands above its box."""
    return {
        "answer": _("请答复这一项，或者说明为什么不能办"),
        "class": _("请选办理结果"),
        "promise": _("%(letter)s类要写做到什么", letter=letter),
        "promise_due": _("%(letter)s类要写完成日期", letter=letter),
    }[what]


def page(endpoint: str, round_: Round) -> str:
    """The address of a page of this round."""
    return url_for(endpoint, suggestion_id=round_.suggestion.id, round_id=round_.id)


def lacking(round_: Round) -> Lines:
    """What the reply lacks before it may go on: the address of the box on the page where it is written, and words."""
    form_page = page("replies.edit", round_)
    rows: Lines = []
    given = {one.request_no: one.letter for one in round_.answers}
    for gap in round_.reply_gaps:
        what, _dash, number = gap.partition("-")
        if what == "contact":
            rows.append((f"{form_page}#contact_name", _("请填写联系人和联系电话")))
            continue
        words = gap_words(what, given.get(int(number), ""))
        rows.append((f"{form_page}#answers-{number}-{BOXES[what]}", _("第%(n)s项：%(words)s", n=number, words=words)))
    for one in past_promises(round_, day_of(now())):
        words = problem_words("not_in_future")
        no = one.request_no
        rows.append((f"{form_page}#answers-{no}-due", _("第%(n)s项：%(words)s", n=no, words=words)))
    if owes_contact_reason(round_):
        rows.append((f"{form_page}#no_contact_reason", problem_words("no_contact_noted")))
    return rows


def take(form: Form, invalid: Invalid) -> None:
    """Problems of single answers have no box on the signer's page: they are said over it."""
    for name, code in invalid.problems.items():
        what, _dash, number = name.partition("-")
        if number:
            words = _("第%(n)s项：%(words)s", n=number, words=problem_words(code))
            form.form_errors = [*form.form_errors, words]
        else:
            form.take(Invalid(**{what: code}))
