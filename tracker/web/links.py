"""Links to earlier papers (关联): found by likeness or by number, linked with one tap, taken back again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.numbering import bare
from tracker.models.joint import LinkKind
from tracker.models.suggestions import Suggestion
from tracker.queries.links import linked_to
from tracker.queries.similar import numbered, similar_to
from tracker.services import links
from tracker.services._load import Invalid
from tracker.web.access import actor, me, on_suggestion
from tracker.web.alike_words import cards
from tracker.web.forms import Form
from tracker.web.labels import LINKS, SUGGESTION_STATES
from tracker.web.lengths import at_most
from tracker.web.papers import official_title
from tracker.web.picks import picked_id
from tracker.web.read_by import read_by
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import number_words, problem_words

bp = Blueprint("links", __name__)


class LinkForm(Form):
    """An earlier paper by its number, or one of those that look alike; how they hang together."""

    number = StringField(_l("以前那件的编号"), [Optional()])
    kind = RadioField(
        _l("怎么关联"),
        [Optional()],
        choices=lambda: [(kind.value, str(LINKS[kind])) for kind in (LinkKind.FOLLOW_UP, LinkKind.REPEAT)],
        validate_choice=False,
    )
    note = TextAreaField(_l("说明"), [Optional(), at_most(NOTE)], description=read_by(Action.LINK))


@bp.route("/suggestions/<int:suggestion_id>/links", methods=["GET", "POST"])
@on_suggestion(Action.LINK)
def edit(suggestion: Suggestion) -> Response | tuple[str, int]:
    """What the paper is linked to, what it may be linked to."""
    form = LinkForm(hat_id=actor().membership_id, data={"kind": LinkKind.FOLLOW_UP.value})
    if form.submitted() and _linked(form, suggestion):
        flash(_("已关联。"), "done")
        return redirect(url_for(".edit", suggestion_id=suggestion.id))
    found = linked_to(actor(), suggestion.id)
    page = render_template(
        "links/edit.html",
        form=form,
        suggestion=suggestion,
        title=official_title(suggestion.title) if suggestion.title else _("（还没有标题）"),
        linked=found,
        removable=links.BY_HAND,
        alike=similar_to(actor(), suggestion, without=[one.row.id for one in found]),
        kinds=LINKS,
        states=SUGGESTION_STATES,
        numbered=number_words,
        full=official_title,
        remove=Form(hat_id=actor().membership_id),
    )
    return page, 422 if form.errors else 200


@bp.post("/suggestions/<int:suggestion_id>/links/<int:link_id>/remove")
@on_suggestion(Action.UNLINK)
def remove(suggestion: Suggestion, link_id: int) -> Response:
    """Take a link back."""
    form = Form(hat_id=actor().membership_id)
    if form.submitted():
        links.unlink(actor(), suggestion.id, link_id, now=now(), once=form.once_for(me().person_id))
        flash(_("已去掉关联，经过里还查得到。"), "done")
    return redirect(url_for(".edit", suggestion_id=suggestion.id))


def from_draft(suggestion_id: int) -> Response:
    """The draft was saved by a one-tap button beside it: link it, and go on writing."""
    other, kind = picked(request.form.get("link", ""))
    if other is not None and kind is not None:
        try:
            links.link(actor(), suggestion_id, other, kind=kind, note="", now=now())
        except Invalid as invalid:
            flash(_("；").join(problem_words(code) for code in invalid.problems.values()), "soon")
        else:
            flash(_("草稿已保存，并关联到那一件。"), "done")
    return redirect(url_for("writing.edit", suggestion_id=suggestion_id))


@bp.get("/suggestions/<int:suggestion_id>/links/beside")
@on_suggestion(Action.LINK)
def beside(suggestion: Suggestion) -> str:
    """What stands beside a draft of earlier papers: those it is linked to, those that look alike.

    A piece of the page, fetched once that stands and again when the draft was saved.
    """
    found = linked_to(actor(), suggestion.id)
    alike = similar_to(actor(), suggestion, most=3, without=[one.row.id for one in found])
    return render_template(
        "links/_beside.html",
        suggestion=suggestion,
        linked=found,
        alike=cards(suggestion, alike, day_of(now())),
        full=official_title,
        numbered=number_words,
    )


def picked(value: str) -> tuple[int | None, LinkKind | None]:
    """The paper and the kind of a one-tap button, `12:repeat`."""
    one, _colon, kind = value.partition(":")
    return picked_id(one), next((held for held in links.BY_HAND if held.value == kind), None)


def _linked(form: LinkForm, suggestion: Suggestion) -> bool:
    other, kind = _wanted(form)
    if other is None or kind is None:
        form.number.errors = [
            *form.number.errors,
            problem_words("missing" if not form.number.data else "unknown_paper"),
        ]
        return False
    how: dict[str, Any] = {"kind": kind, "note": form.note.data or "", "once": form.once_for(me().person_id)}
    try:
        links.link(actor(), suggestion.id, other, now=now(), **how)
    except Invalid as invalid:
        codes = [problem_words(code) for code in invalid.problems.values()]
        form.number.errors = [*form.number.errors, *codes]
        return False
    return True


def _wanted(form: LinkForm) -> tuple[int | None, LinkKind | None]:
    if tapped := request.form.get("pick", ""):
        return picked(tapped)
    number = bare(form.number.data or "")
    kind = next((held for held in links.BY_HAND if held.value == form.kind.data), None)
    return (numbered(actor(), [number]).get(number) if number else None), kind
