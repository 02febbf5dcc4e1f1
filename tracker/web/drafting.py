"""The drafting desk beside a draft: what was found in it, line by line, for the pages and the automatic save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, url_for

from tracker.domain.advice import Check, Finding, weighed
from tracker.domain.drafting import findings
from tracker.domain.rulebook import Rulebook
from tracker.models.suggestions import Suggestion
from tracker.queries.model_papers import model_papers
from tracker.web.access import signed_in
from tracker.web.bill_words import PARTS_ARTICLE
from tracker.web.drafting_words import advice_words, short_words
from tracker.web.model_words import NOTES
from tracker.web.spoken import gettext as _

bp = Blueprint("drafting", __name__)
# What stands under its field too: what the paper may be refused for, and what is done on the spot.
ON_THE_SPOT = frozenset({Check.PRIVATE, Check.UNFINISHED, Check.SEVERAL})
# Of a bill the law itself says what it must have.
_PARTS = frozenset({Check.FACTS, Check.ANALYSIS, Check.NO_REQUEST, Check.VAGUE})


@dataclass(frozen=True)
class Line:
    """One finding in words; `ground_words` of a refusal ground only.

    `key` names it on the page for as long as the same words are found.
    """

    field: str
    place: str
    short: str
    words: str
    article: str
    ground_words: str
    on_the_spot: bool
    key: str

    @property
    def is_ground(self) -> bool:
        return bool(self.ground_words)

    @property
    def told(self) -> str:
        """The sentence with its article, for where it stands alone."""
        return (
            self.words if self.is_ground else _("%(words)s依据：%(article)s。", words=self.words, article=self.article)
        )


@dataclass(frozen=True)
class Reading:
    """All findings in the order of the page, and of them the weightiest and the rest.

    `splits`: fields with several requests in one; `begun`: whether there is anything to read.
    """

    lines: Sequence[Line]
    shown: Sequence[Line]
    folded: Sequence[Line]
    splits: Sequence[str]
    begun: bool

    @property
    def under_fields(self) -> dict[str, str]:
        """By field, the words that stand under it, a line for each finding."""
        found: dict[str, list[str]] = {}
        for one in self.lines:
            if one.is_ground or one.on_the_spot:
                found.setdefault(one.field, []).append(one.words if one.is_ground else one.told)
        return {name: "\n".join(words) for name, words in found.items()}


@bp.get("/suggestions/models")
@signed_in
def models() -> str:
    """Papers written well, with what makes them so."""
    return render_template("drafting/models.html", papers=model_papers(), notes=NOTES)


def read(texts: Mapping[str, str], book: Rulebook, *, is_bill: bool = False) -> Reading:
    """What the desk finds in the texts of a page, by the names of its fields."""
    found = findings(texts, grounds=book.grounds, advice=book.advice, is_bill=is_bill)
    if is_bill:
        found = tuple(_of_bill(one) for one in found)
    lines, shown, folded = ([*_lines(part, book, is_bill)] for part in (found, *weighed(found)))
    splits = [one.field for one in found if one.code == Check.SEVERAL]
    return Reading(lines, shown, folded, splits, begun=any(text.strip() for text in texts.values()))


def read_stored(suggestion: Suggestion, book: Rulebook) -> Reading:
    """The same of a paper as it is stored."""
    text = suggestion.text
    texts = {"title": suggestion.title}
    if text is not None:
        texts |= {"problem": text.problem, "analysis": text.analysis}
        texts |= {f"requests-{one.no - 1}": one.body for one in text.requests}
    return read(texts, book, is_bill=suggestion.is_bill)


def box(reading: Reading) -> str:
    """The box beside the draft, as the automatic save sends it."""
    return render_template("drafting/box.html", reading=reading)


def as_reasons(reading: Reading, *, most: int) -> str:
    """The findings as lines of a letter that asks for correction, as many as fit into so many characters."""
    held = ""
    for one in reading.lines:
        line = _("%(place)s：%(words)s", place=one.place, words=one.told.replace(_("只是提醒，不影响您提交。"), ""))
        if len(held) + len(line) >= most:
            break
        held = f"{held}\n{line}" if held else line
    return held


def reasons_address(suggestion: Suggestion) -> str:
    """The page of the review with the findings put into its letter."""
    return url_for("reviews.show", suggestion_id=suggestion.id, reasons=1) + "#reason"


def _of_bill(one: Finding) -> Finding:
    is_part = not one.is_ground and Check(one.code) in _PARTS
    return replace(one, article=str(PARTS_ARTICLE)) if is_part else one


def _lines(found: Sequence[Finding], book: Rulebook, is_bill: bool) -> Iterator[Line]:
    for one in found:
        ground = book.ground(one.code) if one.is_ground else None
        yield Line(
            field=one.field,
            place=_place(one.field, is_bill),
            short=short_words(one),
            words=advice_words(one, ground),
            article=one.article,
            ground_words=_("%(words)s（%(article)s）", words=ground.words, article=ground.article) if ground else "",
            on_the_spot=not one.is_ground and Check(one.code) in ON_THE_SPOT,
            key=f"{one.field} {one.code} {one.found[:30]}",
        )


def _place(name: str, is_bill: bool) -> str:
    names = {"title": _("标题"), "problem": _("问题"), "analysis": _("分析")}
    if is_bill:
        names |= {"problem": _("案由"), "analysis": _("案据")}
    if name in names:
        return names[name]
    number = int(name.rpartition("-")[2]) + 1
    return _("第%(n)s项方案", n=number) if is_bill else _("第%(n)s项请求", n=number)
