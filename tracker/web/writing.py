"""Writing a suggestion: the draft and its automatic saving, the check before handing in, the receipt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain import limits
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.parties import SignatureState
from tracker.domain.permissions import may
from tracker.domain.roles import Capability, Role
from tracker.domain.states import SuggestionState
from tracker.models.record import KeptText
from tracker.models.suggestions import Suggestion
from tracker.queries import cases, law, writing
from tracker.queries.cosigning import signers_of
from tracker.queries.kept import kept_aside
from tracker.queries.marks import correction
from tracker.queries.model_papers import model_paper
from tracker.queries.seats import assistants_of
from tracker.queries.sittings import session_on
from tracker.services import submissions
from tracker.services._load import Invalid, Stale
from tracker.services._proposing import delegations_may_file
from tracker.web import bill_writing, drafting, filing, links, paper_autosave, paper_saving, papers
from tracker.web.access import actor, me, needs, on_suggestion
from tracker.web.filing import Filing
from tracker.web.forms import Form
from tracker.web.labels import SIGNATURES
from tracker.web.model_words import NOTES
from tracker.web.paper_form import PaperForm, paper_form
from tracker.web.signature_words import to_renew
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, instant_words

bp = Blueprint("writing", __name__)


@bp.route("/suggestions/new", methods=["GET", "POST"])
@needs(Capability.WRITE)
def new() -> Any:
    """An empty page; the draft begins with the first save, not with looking at it."""
    if request.method == "GET" and not submissions.may_begin(actor(), now=now()):
        flash(_("您协助的代表现在没有在任的身份，不能替他起草。代表重新到任以后再写。"), "soon")
        return redirect(url_for("home.show"))
    return _write(_form(None), None)


@bp.route("/suggestions/<int:suggestion_id>/edit", methods=["GET", "POST"])
@on_suggestion(Action.REVISE)
def edit(suggestion: Suggestion) -> Any:
    """The draft, or a paper that was sent back."""
    aside = _aside(suggestion) if request.method == "GET" and request.args.get("aside") else None
    return _write(_form(suggestion, aside), suggestion)


@bp.post("/suggestions/new/autosave")
@needs(Capability.WRITE)
def begin() -> Any:
    """The first automatic save of an empty page."""
    return paper_autosave.answer(_form(None), None)


@bp.post("/suggestions/<int:suggestion_id>/autosave")
@on_suggestion(Action.REVISE, draws=False)
def autosave(suggestion: Suggestion) -> Any:
    """Saves what stands on the page, for its script; what others have read is kept aside instead."""
    return paper_autosave.answer(_form(suggestion), suggestion)


@bp.route("/suggestions/<int:suggestion_id>/submit", methods=["GET", "POST"])
@on_suggestion(Action.REVISE)
def check(suggestion: Suggestion) -> Any:
    """The paper as it will be handed in, what it lacks, what follows; one press hands it in."""
    form = Form(hat_id=_hat_id(), at_version=suggestion.version)
    if form.submitted():
        version, once = form.version.data or 0, form.once_for(me().person_id)
        submissions.submit(actor(), suggestion.id, version=version, now=now(), once=once)
        return redirect(url_for("writing.receipt", suggestion_id=suggestion.id))
    return render_template("writing/check.html", form=form, suggestion=suggestion, **_checked(suggestion))


@bp.get("/suggestions/<int:suggestion_id>/receipt")
@on_suggestion()
def receipt(suggestion: Suggestion) -> str:
    """What was handed in and when, and what happens next; for its author."""
    if suggestion.author_id != me().person_id or suggestion.submitted_at is None:
        abort(404)
    steps = _steps(suggestion)
    return render_template(
        "writing/receipt.html",
        suggestion=suggestion,
        title=papers.official_title(suggestion.title, suggestion.kind),
        reference=filing.reference(suggestion),
        **steps,
    )


def _hat_id() -> int | None:
    hat = me().hat
    return hat.id if hat else None


def _form(suggestion: Suggestion | None, aside: KeptText | None = None) -> PaperForm:
    typed = MultiDict((name, value) for name, value in aside.fields) if aside else None
    return paper_form(suggestion, hat_id=_hat_id(), today=day_of(now()), typed=typed)


def _write(form: PaperForm, suggestion: Suggestion | None) -> Any:
    """One press of a button on the page: rearrange the requests, or save and go on."""
    if form.rearranged:
        return _page(form, suggestion)
    if form.submitted():
        try:
            return _go_on(paper_saving.store(form, suggestion))
        except Invalid as invalid:
            form.take(invalid)
        except Stale as stale:
            return paper_saving.conflict(form, stale) or _go_on(stale.suggestion_id or 0)
    elif form.fits_but_files():
        return _save_rest(form, suggestion)
    return _page(form, suggestion), (422 if form.errors else 200)


def _save_rest(form: PaperForm, suggestion: Suggestion | None) -> Any:
    """A file that was refused takes nothing with it: the words and the other files are saved, and the page says so."""
    try:
        saved_id = paper_saving.store(form, suggestion)
    except Invalid as invalid:
        form.take(invalid)
        return _page(form, suggestion), 422
    except Stale as stale:
        if page := paper_saving.conflict(form, stale):
            return page
        saved_id = stale.suggestion_id or 0
    saved = cases.find_suggestion(actor(), saved_id) or abort(404)
    form.go_on_from(saved)
    flash(_("其余内容和附件已经保存；没有收下的，请换一个再传。"), "done")
    return _page(form, saved, is_saved=True), 422


def _go_on(suggestion_id: int) -> Response:
    if "check" in request.form:
        return redirect(url_for("writing.check", suggestion_id=suggestion_id))
    if "link" in request.form:
        return links.from_draft(suggestion_id)
    if "invite" in request.form:
        return redirect(url_for("cosigning.invite", suggestion_id=suggestion_id))
    flash(_saved_words(suggestion_id) + _lapsed_words(suggestion_id), "done")
    return redirect(url_for("writing.edit", suggestion_id=suggestion_id))


def _saved_words(suggestion_id: int) -> str:
    suggestion = cases.find_suggestion(actor(), suggestion_id)
    if suggestion is not None and suggestion.state is SuggestionState.RETURNED:
        return _("已保存。附议代表看得到这一稿；工作人员看到的还是上次提交的那一稿，重新提交以后才看到新的。")
    if paper_saving.is_read_by_others(suggestion):
        return _("已保存。您请过的附议代表看得到这一稿，提交以前可以一直改。")
    if actor().role is Role.ASSISTANT:
        return _("草稿已保存。只有代表本人和您看得到，提交由代表本人来做。")
    if helpers := _("、").join(one.person.name for one in assistants_of(me().person_id, day_of(now()))):
        return _("草稿已保存。只有您和代表助理%(names)s看得到，提交以前可以一直改。", names=helpers)
    return _("草稿已保存。只有您自己看得到，提交以前可以一直改。")


def _lapsed_words(suggestion_id: int) -> str:
    suggestion = cases.find_suggestion(actor(), suggestion_id)
    names = to_renew(signers_of(suggestion), suggestion) if suggestion and suggestion.signatures else ""
    return _("%(names)s附议的是改动以前的一稿，已经失效，请他们重新附议。", names=names) if names else ""


def _page(form: PaperForm, suggestion: Suggestion | None, *, is_saved: bool = False) -> str:
    book = law.rulebook_for(day_of(now()))
    nothing: dict[str, Any] = dict.fromkeys(("before", "returned", "asked", "aside"))
    nothing |= {"signers": [], "may_invite": True}
    around = _around(suggestion) if suggestion else nothing
    reading = drafting.read(form.texts, book, is_bill=form.is_bill)
    hints = reading.under_fields
    return render_template(
        "writing/edit.html",
        form=form,
        suggestion=suggestion,
        hints=hints,
        request_hints={at: hints.get(one.id) for at, one in enumerate(form.requests.entries)},
        splits=[at for at, one in enumerate(form.requests.entries) if one.id in reading.splits],
        reading=reading,
        model_paper=model_paper(Kind.BILL if form.is_bill else Kind.SUGGESTION),
        notes=NOTES,
        gaps=papers.gap_links(suggestion.gaps) if suggestion else [],
        read_by_others=paper_saving.is_read_by_others(suggestion),
        saved_words=_mark(suggestion, is_ahead=form.is_submitted() and not is_saved),
        grounds=book.grounds,
        limits=limits,
        signature_words=SIGNATURES,
        may_by_delegation=_may_by_delegation(form, suggestion),
        prepares=actor().role is Role.ASSISTANT,
        **bill_writing.around(suggestion, Kind(form.kind.data or Kind.SUGGESTION)),
        **around,
    )


def _mark(suggestion: Suggestion | None, *, is_ahead: bool) -> str:
    """Over the page: when it was saved last, and whether what stands on it is (`is_ahead`: it is not)."""
    if suggestion is None:
        return _("还没有保存") if is_ahead else ""
    when = instant_words(suggestion.changed_at)
    return _("这里的改动还没有保存，上次保存在%(when)s", when=when) if is_ahead else _("%(when)s 已保存", when=when)


def _may_by_delegation(form: PaperForm, suggestion: Suggestion | None) -> bool:
    """Whether the page offers to file it for the delegation: what was ticked is never hidden."""
    if form.by_delegation.data or (suggestion is not None and suggestion.is_delegations):
        return True
    return form.kind.data != Kind.BILL and delegations_may_file(session_on(now())[0], now=now())


def _around(suggestion: Suggestion) -> dict[str, Any]:
    asked = correction(suggestion) if suggestion.submitted_on else None
    return {
        "signers": signers_of(suggestion) if suggestion.signatures else [],
        "returned": asked.review if asked else None,
        "asked": asked,
        "aside": _aside(suggestion),
        "may_invite": may(actor(), Action.INVITE, suggestion, today=day_of(now())),
    }


def _aside(suggestion: Suggestion) -> KeptText | None:
    """What was written over a version others have read and is not saved."""
    if not paper_saving.is_read_by_others(suggestion):
        return None
    address = url_for("writing.edit", suggestion_id=suggestion.id)
    return kept_aside(me().person_id, address, since=suggestion.changed_at, now=now())


def _checked(suggestion: Suggestion) -> dict[str, Any]:
    book, signers = law.rulebook_for(day_of(now())), signers_of(suggestion)
    certificate = writing.certificate_of(suggestion)
    return {
        "paper": papers.official_form(suggestion, signers, book=book, certificate=certificate),
        "gaps": papers.gap_links(suggestion.gaps, page=url_for("writing.edit", suggestion_id=suggestion.id)),
        "reading": drafting.read_stored(suggestion, book),
        "signers": {state: [one.name for one in signers if one.state is state] for state in SignatureState},
        "consent": papers.consent_words(suggestion),
        "to_renew": to_renew(signers, suggestion),
        "asked": correction(suggestion) if suggestion.submitted_on else None,
        "may_invite": may(actor(), Action.INVITE, suggestion, today=day_of(now())),
        "prepares": actor().role is Role.ASSISTANT,
        "hindrances": bill_writing.hindrances(suggestion, list(signers)),
        **_steps(suggestion),
    }


def _steps(suggestion: Suggestion) -> dict[str, Any]:
    today = day_of(now())
    sitting, in_session = session_on(now())
    would_be = Filing(today, sitting, in_session)
    filed = filing.filing_of(suggestion, would_be)
    book, calendar = law.rulebook_for(today), law.calendar_now()
    return {
        "filing": filed,
        "steps": bill_writing.next_steps(suggestion)
        if suggestion.is_bill
        else filing.next_steps(suggestion, filed, book=book, calendar=calendar),
        "filed_on": day_words(suggestion.submitted_on, year=True),
    }
