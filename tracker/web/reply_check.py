"""The last page before a reply is sent up: the letter as its deputy will read it, what is missing, what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.clock import day_of, now
from tracker.domain.clearing import once_sent_up, reviewers, signers
from tracker.domain.results import PROMISING
from tracker.domain.rulebook import Rulebook, Switch
from tracker.models.tasks import Answer, Round
from tracker.queries import clearance as clearing
from tracker.web import letters, reply_hints, reply_lines, reply_pages
from tracker.web.clearance_words import publication_words, view_words
from tracker.web.reply_form import draft_of
from tracker.web.reply_gaps import Lines, page, unheard
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

# So much of an answer tells which it is; the letter above holds all of it.
SHOWN = 80
Fact = tuple[str, str, str | None]


@dataclass(frozen=True)
class Line:
    """One request with what is answered to it and promised; nothing where nothing is written yet."""

    no: int
    request: str
    answer: str
    result: str
    owes: bool
    promise: str
    due: str
    who: str


def to_check(round_: Round, lacks: Lines) -> dict[str, Any]:
    """What the page shows; `lacks` is everything that still keeps the reply from being sent up."""
    book = reply_pages.book_of(round_)
    letter = reply_pages.letter_of(round_, on=None)
    to = reply_pages.signer_names(round_.suggestion)
    asked = reply_pages.asked_of(round_.suggestion)
    found = reply_hints.doubted(draft_of(round_), asked, has_files=bool(letter["files"]))
    return reply_pages.head(round_) | {
        "lacks": lacks,
        "letter": letter,
        "lines": _lines(round_, asked, book),
        "facts": _facts(round_, book, [one[0] for one in letter["files"]]),
        "to": to,
        "copies": letters.copies(round_.task, book),
        "outdated": reply_lines.warnings(round_, draft_of(round_)),
        "hints": [*reply_hints.lines(found), *reply_hints.key_matter(round_)],
        "others_named": reply_pages.others_named(round_),
        "waits_for": unheard(round_),
        "disputes": reply_pages.disputes(round_),
        "returned": clearing.returned(round_),
        "again": reply_pages.again(round_),
        "to_review": reply_pages.goes_to_office(round_),
        "follows": _follows(round_, book, to),
    }


def _lines(round_: Round, asked: dict[int, str], book: Rulebook) -> list[Line]:
    given = {one.request_no: one for one in round_.answers}
    units = {task.unit_id: task.unit.short_name for task in round_.suggestion.tasks}
    own = round_.task.unit.short_name
    return [_line(no, asked.get(no, ""), given.get(no), book, units, own) for no in _part(round_)]


def _part(round_: Round) -> list[int]:
    return sorted({*round_.task.part, *(one.request_no for one in round_.answers)})


def _line(no: int, request: str, one: Answer | None, book: Rulebook, units: dict[int, str], own: str) -> Line:
    if one is None:
        return Line(no, request, "", "", False, "", "", "")
    body = " ".join(one.body.split())
    result = f"{one.letter} {letters.class_words(one, book)}" if one.semantic else ""
    if one.semantic not in PROMISING:
        return Line(no, request, _cut(body), result, False, "", "", "")
    promise = _("，").join(said for said in (one.promise, one.promise_measure) if said)
    unit = units.get(one.promise_unit_id, own) if one.promise_unit_id else own
    who = f"{unit} {one.promise_owner}" if one.promise_owner else ""
    return Line(no, request, _cut(body), result, True, promise, day_words(one.promise_due_on, year=True), who)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _facts(round_: Round, book: Rulebook, files: Sequence[str]) -> list[Fact]:
    """What goes with the letter, each with the way to its box."""
    form_page = page("replies.edit", round_)
    rows = [
        (_("文号"), round_.document_no or _("还没有，签发时填写"), "document_no"),
        (_("整件答复的类别"), reply_pages.class_words(round_), "letter"),
        (_("联系人"), f"{round_.contact_name} {round_.contact_phone}".strip(), "contact_name"),
        (_("附件"), _("、").join(files) or _("没有"), "files"),
        (_("公开方式"), publication_words(round_.publication, round_.publication_reason), "publication"),
        (_("代表对公开的意见"), view_words(round_.deputy_view, round_.deputy_words), "deputy_view"),
    ]
    if not round_.task.has_talked:
        rows.append((_("为什么没有与代表沟通"), round_.no_contact_reason, "no_contact_reason"))
    if unheard(round_):
        rows.append((_("为什么不等就答复"), round_.without_co_reason, "without_co_reason"))
    return [(label, words, f"{form_page}#{box}") for label, words, box in rows]


def _follows(round_: Round, book: Rulebook, to: Sequence[str]) -> list[tuple[str, str]]:
    """Through whose hands it goes, step by step, and what comes of it."""
    today, task = day_of(now()), round_.task
    posts = task.clearing_posts
    names = clearing.names_of(post.person_id for post in posts)
    first = reviewers(posts, round_, today, sent_up_by=task.handler_id) if reply_pages.goes_to_office(round_) else ()
    steps = [(_("%(who)s审核", who=_named(first, names)), "")] if first else []
    may_sign = signers(posts, once_sent_up(round_, book), today)
    steps.append((_("%(who)s签发", who=_named(may_sign, names) or _("签发人")), ""))
    if book.is_on(Switch.OFFICE_CHECK):
        steps.append((_("检查形式和类别"), ""))
    steps.append((_("送达%(n)s名代表，请代表评价", n=len(to)), ""))
    promises = sum(one.semantic in PROMISING for one in round_.answers)
    return [*steps, (_("%(n)s项承诺列入台账，到期要交代", n=promises), "")] if promises else steps


def _named(persons: Sequence[int] | frozenset[int], names: dict[int, str]) -> str:
    return _("、").join(names[one] for one in sorted(persons) if one in names)
