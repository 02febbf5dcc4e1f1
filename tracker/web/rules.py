"""The law in force as a page: limits, steps, letters, grounds and ways, to read, to print and to sign."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from tracker.clock import day_of, now
from tracker.domain.roles import Capability, can
from tracker.domain.rulebook import Rulebook, book_on
from tracker.queries.law import books_now
from tracker.web.access import me, needs
from tracker.web.rule_sheet import in_force_words, parts

bp = Blueprint("rules", __name__)


@bp.get("/rules")
@needs(Capability.SEE_RULES)
def show() -> str:
    """The rulebook of today, or the edition asked for."""
    book, books = _chosen(), books_now()
    hat = me().hat
    return render_template(
        "rules/show.html",
        book=book,
        books=books,
        parts=parts(book),
        in_force=in_force_words(book),
        keeps=hat is not None and can(hat.role, Capability.KEEP_RULEBOOK),
    )


@bp.get("/rules/paper")
@needs(Capability.SEE_RULES)
def paper() -> str:
    """The same for paper, with room for signatures."""
    book = _chosen()
    return render_template(
        "rules/paper.html", book=book, parts=parts(book), in_force=in_force_words(book), printed_at=now()
    )


def _chosen() -> Rulebook:
    edition, books = request.args.get("edition"), books_now()
    if not edition:
        return book_on(day_of(now()), books)
    return next((book for book in books if book.edition == edition), None) or abort(404)
