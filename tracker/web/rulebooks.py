"""Rulebooks on screen: the books in force, a changed one proposed, and the decision on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.roles import Capability
from tracker.domain.rulebook import ClockKind, Rule, Rulebook, RulebookError, book_on
from tracker.domain.rulebook_write import criteria_changes, rule_changes, switch_changes
from tracker.models.calendar import RulebookEdition
from tracker.queries.editions import edition_of, editions
from tracker.queries.law import book_of, books_now, rulebook_named
from tracker.queries.recounts import rulebook_moves
from tracker.services import rulebooks
from tracker.services._proposals import ProposalRefused
from tracker.web.access import actor, me, needs
from tracker.web.key_item_criteria import whole_words
from tracker.web.labels import CLOCKS
from tracker.web.law_labels import DECISIONS, OBJECTIONS, SWITCHES, limit_words
from tracker.web.previews import digest_of, preview
from tracker.web.proposals import DecisionForm, decided, moved_words
from tracker.web.rulebook_forms import BookForm, present
from tracker.web.spoken import gettext as _

bp = Blueprint("rulebooks", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/rulebooks")
@needs(Capability.KEEP_RULEBOOK)
def index() -> str:
    """The books there are, and the proposals to change them."""
    books = books_now()
    return render_template(
        "rulebooks/index.html",
        books=books,
        current=book_on(day_of(now()), books),
        waiting=editions(still_open=True),
        decided=editions(still_open=False),
        decisions=DECISIONS,
    )


@bp.route("/rulebooks/<edition>/change", methods=["GET", "POST"])
@needs(Capability.KEEP_RULEBOOK)
def propose(edition: str) -> Page:
    """Change a book; another person approves it."""
    base = _book(edition)
    form = BookForm(hat_id=actor().membership_id, data=present(base))
    if form.submitted() and (edition_id := _proposed(form, base)):
        return redirect(url_for("rulebooks.change", edition_id=edition_id))
    limits = [(CLOCKS[clock], limit_words(base.rule(clock).limit)) for clock in ClockKind]
    return render_template("rulebooks/propose.html", form=form, book=base, limits=limits), 422 if form.errors else 200


@bp.get("/rulebooks/changes/<int:edition_id>")
@needs(Capability.KEEP_RULEBOOK)
def change(edition_id: int) -> str:
    """What a proposed edition changes, and which due dates it would move."""
    found = edition_of(edition_id) or abort(404)
    return _change_page(found, DecisionForm(hat_id=actor().membership_id, at_version=found.version))


@bp.post("/rulebooks/changes/<int:edition_id>/<any(approve, reject, withdraw):decision>")
@needs(Capability.KEEP_RULEBOOK)
def decide(edition_id: int, decision: str) -> Page:
    """Approve, turn down or take back a proposed edition."""
    form = DecisionForm()
    if decided(form, lambda: _decide(form, edition_id, decision), lambda n: _done(decision, n)):
        return redirect(url_for("rulebooks.index"))
    return _change_page(edition_of(edition_id) or abort(404), form), 409


def _book(edition: str) -> Rulebook:
    return next((book for book in books_now() if book.edition == edition), None) or abort(404)


def _proposed(form: BookForm, base: Rulebook) -> int | None:
    how: dict[str, Any] = {"now": now(), "once": form.once_for(me().person_id)}
    reason = form.reason.data or ""
    try:
        return rulebooks.propose(
            actor(), form.book(base), based_on=base.edition, reason=reason, corrects_running=form.corrects, **how
        )
    except ProposalRefused as refused:
        form.form_errors = [*form.form_errors, str(OBJECTIONS[refused.objection])]
    except RulebookError:
        form.form_errors = [*form.form_errors, _("有不能保存的内容，请检查各项依据和说明。")]
    return None


def _change_page(found: RulebookEdition, form: DecisionForm) -> str:
    old, new = rulebook_named(found.based_on), book_of(found)
    moves = rulebook_moves(found, new) if found.decided_at is None else []
    shown = preview(moves, before=form.seen.data, whole=url_for("rulebooks.change", edition_id=found.id))
    form.seen.data = shown.token
    return render_template(
        "rulebooks/change.html",
        change=found,
        form=form,
        mine=found.proposed_by_id == me().person_id,
        decision=DECISIONS[found.decision],
        rows=list(_rows(old, new)),
        preview=shown,
    )


def _rows(old: Rulebook, new: Rulebook) -> Iterator[tuple[str, str, str, str]]:
    """What, which property, before and after; one row for each difference."""
    for one in rule_changes(old, new):
        for words, before, after in _differences(one.old, one.new):
            yield str(CLOCKS[one.clock]), words, before, after
    for switch in switch_changes(old, new):
        yes, no = _("采用"), _("不采用")
        yield str(SWITCHES[switch.switch]), _("做法"), no if switch.new else yes, yes if switch.new else no
    for was, becomes in criteria_changes(old, new):
        named = next((one.words for one in (becomes, was) if one is not None), "")
        yield named, _("重点督办的条件"), whole_words(was), whole_words(becomes)


def _differences(old: Rule, new: Rule) -> Iterator[tuple[str, str, str]]:
    for words, before, after in (
        (_("期限"), limit_words(old.limit), limit_words(new.limit)),
        (_("休息日顺延"), _yes(old.roll), _yes(new.roll)),
        (_("状态"), _sure(old), _sure(new)),
        (_("依据"), old.legal_basis, new.legal_basis),
        (_("说明"), old.note, new.note),
    ):
        if before != after:
            yield words, before, after


def _yes(on: bool) -> str:
    return _("顺延") if on else _("不顺延")


def _sure(rule: Rule) -> str:
    return _("暂定") if rule.provisional else _("已核对")


def _decide(form: DecisionForm, edition_id: int, decision: str) -> int:
    how: dict[str, Any] = {"version": form.version.data, "now": now(), "once": form.once_for(me().person_id)}
    if decision == "withdraw":
        return rulebooks.withdraw(actor(), edition_id, **how)
    note = form.note.data or ""
    if decision == "reject":
        return rulebooks.reject(actor(), edition_id, note=note, **how)
    return rulebooks.approve(actor(), edition_id, note=note, seen=digest_of(form.seen.data or ""), **how)


def _done(decision: str, result: int) -> str:
    if decision == "approve":
        return moved_words(result)
    return _("已退回，规则不变。") if decision == "reject" else _("已撤回，规则不变。")
