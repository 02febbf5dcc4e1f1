"""What was found, as lists show it: titles and passages with the hits told apart, and where each leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for
from markupsafe import Markup, escape

from tracker.domain.finding import Piece, Query, folded, marked, passage, pieces
from tracker.domain.parties import Actor
from tracker.queries.register_shares import Entry
from tracker.queries.search import Found
from tracker.queries.search_beside import FoundBeside
from tracker.queries.search_names import NamedUnit
from tracker.queries.search_passages import OF_PAPER, Written, entries_with_texts
from tracker.web.addresses import address
from tracker.web.labels import SUGGESTION_STATES
from tracker.web.papers import official_title
from tracker.web.register_rows import paper_of
from tracker.web.search_asked import Asked, Shown
from tracker.web.search_words import part_words
from tracker.web.spoken import gettext as _
from tracker.web.words import count_words, day_words


@dataclass(frozen=True)
class FoundRow:
    """One line of a list: where it leads, the title with the hits marked, what is said beside, the passages. A promise
    or an attachment says `of` which paper it is."""

    href: str
    title: Markup
    number: str = ""
    unit: str = ""
    status: str = ""
    passages: list[tuple[str, Markup]] = field(default_factory=list)
    people: str = ""
    day: str = ""
    is_key: bool = False
    is_led: bool = False
    of: str = ""
    of_href: str = ""


def tabs(asked: Asked, totals: Mapping[Shown, int | None]) -> list[tuple[str, str, str, bool]]:
    """The tabs with their counts; narrowing is of papers, and is left with them."""
    words = {Shown.PAPERS: _("建议和答复"), Shown.PROMISES: _("承诺"), Shown.FILES: _("附件")}
    bare = {"in": "", "state": "", "deputy": "", "session": "", "category": "", "unit": ""}
    found = []
    for one, total in totals.items():
        to = {"show": "" if one is Shown.PAPERS else one.value} | ({} if one is Shown.PAPERS else bare)
        count = _("很多") if total is None else count_words(total)
        found.append((words[one], count, asked.address(**to), one is asked.shown))
    return found


def rows(shown: Shown, found: Any, who: Actor, query: Query) -> list[FoundRow]:
    """The rows of one page."""
    if shown is Shown.PAPERS:
        return _papers(found, who, query)
    return [_promise(one, query) if shown is Shown.PROMISES else _file(one, query) for one in found.rows]


def _papers(found: Found, who: Actor, query: Query) -> list[FoundRow]:
    held = entries_with_texts(who, found.ids)
    return [_paper(entry, paper_of(entry, who), texts, query) for entry, texts in held]


def _paper(entry: Entry, told: dict[str, Any], texts: Sequence[Written], query: Query) -> FoundRow:
    row = entry.row
    return FoundRow(
        told["href"],
        _marked(told["title"], query),
        number=told["number"],
        unit=told["unit"],
        status=told["status"],
        passages=passages(texts, query),
        people=" ".join(filter(None, told["people"])),
        day=day_words(row.submitted_on, year=True) if row.submitted_on else "",
        is_key=told["key"],
        is_led=told["led"],
    )


def passages(texts: Sequence[Written], query: Query) -> list[tuple[str, Markup]]:
    """The passage of the paper and that of the replies with the most of the words: which part, the text around them."""
    best: dict[bool, tuple[int, Written]] = {}
    for one in texts:
        side = one.part in OF_PAPER
        held = best[side][0] if side in best else 0
        if held == len(query.terms):
            continue
        many = _hits(one.text, query)
        if many > held:
            best[side] = many, one
    shown = (best[side][1] for side in (True, False) if side in best)
    return [(part_words(one), html(passage(one.text, query))) for one in shown]


def _hits(text: str, query: Query) -> int:
    """How many of the terms stand in a text: seen as it is written, unless one has to look closer."""
    if not any(term.begins_latin or term.run not in text for term in query.terms):
        return len(query.terms)
    searched = folded(text)
    return sum(term.is_in(searched) for term in query.terms)


def html(held: Sequence[Piece]) -> Markup:
    """A text in pieces, the hits marked."""
    texts = ((escape(one.text), one.is_hit) for one in held)
    return Markup("".join(f"<mark>{text}</mark>" if is_hit else text for text, is_hit in texts))  # noqa: S704 escaped


def _promise(one: Any, query: Query) -> FoundRow:
    promise = one.Commitment
    words = "\n".join(filter(None, (promise.measure, promise.owner, one.progress, promise.second_reply)))
    return FoundRow(
        address("commitments.show", commitment_id=promise.id),
        _marked(promise.promise, query),
        number=one.number or "",
        unit=one.unit,
        status=_("%(day)s到期", day=day_words(promise.due_on, year=True)),
        passages=[("", html(held))] if (held := passage(words, query)) else [],
        of=official_title(one.title, one.kind),
    )


def _file(one: Any, query: Query) -> FoundRow:
    return FoundRow(
        url_for("files.show", suggestion_id=one.suggestion_id, key=one.key),
        _marked(one.name, query),
        number=one.number or "",
        passages=[("", html(held))] if (held := passage(one.words or "", query)) else [],
        of=official_title(one.title, one.kind),
        of_href=address("dossier.show", suggestion_id=one.suggestion_id),
    )


def draft_rows(found: Sequence[Any], query: Query) -> list[tuple[str, Markup, str]]:
    """Drafts: address, title, where they stand."""
    return [
        (
            address("dossier.show", suggestion_id=row.id),
            _marked(official_title(row.title, row.kind) if row.title else _("（还没有标题）"), query),
            str(SUGGESTION_STATES[row.state]),
        )
        for row in found
    ]


def names(people: Sequence[Any], units: Sequence[NamedUnit]) -> dict[str, list[tuple[str, str, str]]]:
    """Deputies and units that are called so: words, what is said beside, the list of their papers."""
    return {
        "people": [
            (one.name, one.delegation or one.term or "", url_for("register.show", deputy=one.name, all="1"))
            for one in people
        ],
        "units": [
            (
                one.short_name,
                _("职责：%(words)s", words=_("、").join(one.duties[:3])) if one.duties else "",
                url_for("register.show", unit=one.id, all="1"),
            )
            for one in units
        ],
    }


def leafing(found: Found | FoundBeside) -> dict[str, Any]:
    """The pager of what is not counted: on and back."""
    kept: dict[str, Any] = {name: words for name, words in request.args.items() if not name.startswith("_")}
    return {
        "entries": [(str(found.page), None, True)],
        "next_href": url_for("search.show", **kept | {"page": found.page + 1}) if found.has_more else None,
        "previous_href": url_for("search.show", **kept | {"page": found.page - 1}) if found.page > 1 else None,
    }


def _marked(text: str, query: Query) -> Markup:
    return html(pieces(text, marked(text, query)))
