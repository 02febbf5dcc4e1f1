"""What the pages of an intended outcome show: the paper, both texts, the grounds with how they fared, model letters."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tracker.clock import SHANGHAI, day_of, now
from tracker.domain.rulebook import ClockKind, Ground, Rulebook
from tracker.models.reviews import Intended, IntendedOutcome, Reception
from tracker.models.suggestions import FAR, Suggestion
from tracker.queries.cosigning import signers_of
from tracker.queries.law import calendar_now, rulebook_for
from tracker.queries.outcomes import Used, ground_use, outcomes_of
from tracker.queries.writing import certificate_of
from tracker.web.dossier_reviews import told
from tracker.web.law_labels import limit_words
from tracker.web.outcome_words import INTENDED, LEADS_TO, until_words
from tracker.web.papers import official_form, official_title
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def ground_choices() -> list[tuple[str, str]]:
    """The grounds in force, by code."""
    return [(ground.code, ground.words) for ground in _book().grounds]


def putting(suggestion: Suggestion) -> dict[str, Any]:
    """For the desk that writes the letter."""
    book, today = _book(), day_of(now())
    rule, used = book.rule(ClockKind.INTENDED), ground_use(since=_new_year(today))
    return _paper(suggestion, book) | {
        "leads_to": {kind.value: str(words) for kind, words in LEADS_TO.items()},
        "ground_notes": {one.code: _note(one, used.get(one.code, Used())) for one in book.grounds},
        "letters": {one.code: letter(one, suggestion) for one in book.grounds if one.letter},
        "until": _until(book, today),
        "limit": limit_words(rule.limit),
        "basis": rule.legal_basis,
        "is_provisional": rule.provisional,
    }


def answering(suggestion: Suggestion) -> dict[str, Any]:
    """For the deputy who is asked."""
    last, until = _last(suggestion), suggestion.intended_until
    withdraw = suggestion.intended == Intended.WITHDRAW
    return _paper(suggestion, _book()) | {
        **_said(last),
        "until": until_words(until) if until else "",
        "agree_words": _("同意，撤回这一件") if withdraw else _("没有不同意见"),
        "contest_words": _("不撤回，请继续审查") if withdraw else _("有不同意见"),
        "basis": _book().rule(ClockKind.INTENDED).legal_basis,
    }


def deciding(suggestion: Suggestion) -> dict[str, Any]:
    """For the desk that decides or takes back."""
    return _paper(suggestion, _book()) | _said(_last(suggestion))


def words_decided(suggestion: Suggestion) -> str:
    """How the decision begins, where the deputy did not object; an objection has to be answered in words of its own."""
    last = _last(suggestion)
    if last is None or last.reception not in (Reception.AGREED, Reception.SILENT):
        return ""
    ground = _book().ground(last.ground)
    facts = {
        "author": suggestion.author.name if suggestion.author else "",
        "title": official_title(suggestion.title),
        "day": day_words(day_of(last.made_at), year=True),
        "said": _("您表示没有不同意见") if last.reception is Reception.AGREED else _("到期没有收到不同意见"),
        "basis": _("依照%(article)s，", article=ground.article) if ground is not None else "",
    }
    told = _("%(author)s代表：您提出的《%(title)s》，我们已于%(day)s告知拟处理意见，%(said)s。", **facts)
    if last.kind is Intended.LETTER:
        decided = _("现作为代表来信，转送有关机关研究处理。")
    else:
        decided = _("%(basis)s现决定不作为建议处理。", basis=facts["basis"])
    return f"{told}{decided}" + _("您可以修改完善后重新提出。")


def with_model_letter(typed: str, code: str, suggestion: Suggestion) -> str:
    """The model letter of the ground; what was typed stays above it, unless it was a model letter itself."""
    book = _book()
    ground = book.ground(code)
    wanted = letter(ground, suggestion) if ground is not None else ""
    models = {letter(one, suggestion) for one in book.grounds}
    if not wanted or wanted in typed:
        return typed
    return wanted if not typed.strip() or typed in models else f"{typed.rstrip()}\n\n{wanted}"


def letter(ground: Ground, suggestion: Suggestion) -> str:
    """The model letter with names and day filled in."""
    facts = {
        "{author}": suggestion.author.name if suggestion.author else "",
        "{title}": official_title(suggestion.title),
        "{article}": ground.article,
        "{day}": _until(_book(), day_of(now())),
    }
    text = ground.letter
    for place, words in facts.items():
        text = text.replace(place, words)
    return text


def _book() -> Rulebook:
    return rulebook_for(day_of(now()))


def _until(book: Rulebook, today: date) -> str:
    day = book.due_on(ClockKind.INTENDED, today, calendar_now()) or FAR
    return _("答复期内") if day == FAR else day_words(day)


def _new_year(today: date) -> datetime:
    return datetime(today.year, 1, 1, tzinfo=SHANGHAI).astimezone(UTC)


def _note(ground: Ground, used: Used) -> str:
    if not used.put:
        return _("%(article)s。今年还没有用过。", article=ground.article)
    facts = {"article": ground.article, "n": used.put, "m": used.contested, "k": used.overturned}
    return _("%(article)s。今年告知过%(n)s件，代表有不同意见%(m)s件，后来立案%(k)s件。", **facts)


def _last(suggestion: Suggestion) -> IntendedOutcome | None:
    # A form sent too late reaches its page all the same; the service tells it so.
    return next(iter(outcomes_of(suggestion)), None)


def _said(last: IntendedOutcome | None) -> dict[str, Any]:
    return {"row": told(last) if last else None, "kind": str(INTENDED[last.kind]) if last else ""}


def _paper(suggestion: Suggestion, book: Rulebook) -> dict[str, Any]:
    signers = signers_of(suggestion)
    return {
        "suggestion": suggestion,
        "title": official_title(suggestion.title),
        "form_of_paper": official_form(suggestion, signers, book=book, certificate=certificate_of(suggestion)),
    }
