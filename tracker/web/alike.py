"""Papers that look alike (相似的建议): those there are, two of them side by side, every time a matter was raised."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.alike import VERY_ALIKE
from tracker.domain.alike_differences import differences
from tracker.domain.alike_sentences import Sentence, aligned
from tracker.domain.permissions import may
from tracker.models.suggestions import Suggestion
from tracker.queries.alike_candidates import likeness_of
from tracker.queries.alike_replies import Became, became_of
from tracker.queries.alike_texts import PaperText, text_of, texts_of
from tracker.queries.cases import BIGGEST
from tracker.queries.links import linked_to
from tracker.queries.raised import OFTEN, Raised, sessions_of, times_raised
from tracker.queries.similar import KNOWN, OPEN, Similar, named, similar_to
from tracker.web import alike_words
from tracker.web.access import actor, on_suggestion
from tracker.web.forms import Form
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, number_words

bp = Blueprint("alike", __name__)
MOST = 10


@bp.get("/suggestions/<int:suggestion_id>/alike")
@on_suggestion()
def index(suggestion: Suggestion) -> str:
    """The papers on record that look most like this one, with what became of each."""
    rows = alike_words.cards(suggestion, similar_to(actor(), suggestion, most=MOST), day_of(now()))
    return render_template("alike/index.html", rows=rows, **_head(suggestion))


@bp.get("/suggestions/<int:suggestion_id>/alike/<int:other_id>")
@on_suggestion()
def compare(suggestion: Suggestion, other_id: int) -> str:
    """This paper and another one, sentence by sentence: what is alike in both, how they differ, what became of it."""
    other = named(actor(), [other_id]).get(other_id) if other_id <= BIGGEST else None
    theirs = texts_of([other_id]).get(other_id) if other is not None else None
    if other is None or theirs is None or other.id == suggestion.id:
        abort(404)
    mine, became = text_of(suggestion), became_of([other.id])[other.id]
    units = tuple(dict.fromkeys(task.unit.short_name for task in suggestion.tasks if task.assigned_on))
    told = differences(
        alike_words.facts_of(mine, suggestion.submitted_on or day_of(now()), units),
        alike_words.facts_of(theirs, other.submitted_on, other.units),
    )
    columns = _columns(mine, theirs)
    return render_template(
        "alike/compare.html",
        other=other,
        other_title=official_title(other.title),
        other_head=_other_head(other),
        differ=[alike_words.difference_words(one) for one in told],
        is_very_alike=likeness_of(mine, theirs) >= VERY_ALIKE,
        columns=columns,
        has_shades=any(one.like is not None for column in columns for _head, part in column["parts"] for one in part),
        **_told(became),
        **_acts(suggestion, other),
        **_head(suggestion),
    )


@bp.get("/suggestions/<int:suggestion_id>/raised")
@on_suggestion()
def raised(suggestion: Suggestion) -> str:
    """Every time this matter was raised, the replies in one column, the oldest first."""
    found = times_raised(actor(), suggestion)
    became = became_of([one.id for one in found])
    rows = [_raised(one, became[one.id], suggestion) for one in found]
    return render_template("alike/raised.html", rows=rows, sessions=sessions_of(found), **_head(suggestion))


@bp.get("/suggestions/<int:suggestion_id>/raised/badge")
@on_suggestion()
def badge(suggestion: Suggestion) -> str:
    """In how many sessions it was raised, where these are many: a piece of the dossier, fetched once that stands."""
    sessions = sessions_of(times_raised(actor(), suggestion))
    return render_template("alike/_badge.html", suggestion=suggestion, sessions=sessions if sessions >= OFTEN else 0)


def _head(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "suggestion": suggestion,
        "title": official_title(suggestion.title, suggestion.kind),
        "number": number_words(suggestion.number) if suggestion.number else _("尚未编号"),
    }


def _other_head(other: Similar) -> list[str]:
    parts = (
        number_words(other.number) if other.number else "",
        other.session,
        other.author,
        day_words(other.submitted_on, year=True) if other.submitted_on else "",
        _("、").join(other.units),
    )
    return [one for one in parts if one]


def _columns(mine: PaperText, theirs: PaperText) -> list[dict[str, Any]]:
    """Both papers part by part, each sentence with its like."""
    both = [(one.problem, one.analysis, *one.requests) for one in (mine, theirs)]
    return [
        {"code": code, "other": other, "words": words, "parts": _parts(parts)}
        for code, other, words, parts in zip(
            ("mine", "theirs"), ("theirs", "mine"), (_("这件"), _("那件")), aligned(*both), strict=True
        )
    ]


def _parts(parts: list[list[Sentence]]) -> list[tuple[str, list[Sentence]]]:
    heads = [_("问题"), _("分析"), *(_("请求%(n)s", n=no) for no in range(1, len(parts) - 1))]
    return [(head, part) for head, part in zip(heads, parts, strict=True) if part]


def _told(became: Became) -> dict[str, Any]:
    return {
        "replies": [
            (alike_words.reply_words(one), alike_words.level_words(one), one.letter, one.words)
            for one in became.replies
        ],
        "promises": alike_words.promise_lines(became),
    }


def _acts(suggestion: Suggestion, other: Similar) -> dict[str, Any]:
    """What this reader may make of the likeness; nothing follows by itself."""
    today = day_of(now())
    is_linked = other.id in {one.row.id for one in linked_to(actor(), suggestion.id)}
    on_record = other.state in KNOWN
    links = on_record and not is_linked and may(actor(), Action.LINK, suggestion, today=today)
    merges = other.state in OPEN and may(actor(), Action.JOIN_GROUP, suggestion, today=today)
    return {
        "is_linked": is_linked,
        "form": Form(hat_id=actor().membership_id) if links else None,
        "merge": url_for("groups.new", paper=[suggestion.id, other.id]) if merges else None,
    }


def _raised(one: Raised, became: Became, suggestion: Suggestion) -> dict[str, Any]:
    compare_href = url_for(".compare", suggestion_id=suggestion.id, other_id=one.id)
    return {
        "session": one.session or _("届次未提供"),
        "number": number_words(one.number) if one.number else "",
        "author": one.author,
        "day": day_words(one.submitted_on, year=True) if one.submitted_on else "",
        "title": official_title(one.title),
        "href": url_for("dossier.show", suggestion_id=one.id),
        "compare": None if one.is_this else compare_href,
        "how": _("这一件") if one.is_this else _("已关联") if one.is_linked else _("很相近"),
        **_told(became),
    }
