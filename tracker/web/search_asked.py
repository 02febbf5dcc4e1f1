"""What the address of a search asks: words, where they are to stand, what it is narrowed to, which tab, which page."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from tracker.domain.characters import UNSAVABLE
from tracker.domain.finding import Query
from tracker.domain.states import SuggestionState
from tracker.queries.register_filters import Filters
from tracker.queries.search import Wanted
from tracker.queries.search_engines import PAPER
from tracker.web.addresses import fixed
from tracker.web.labels import SUGGESTION_STATES
from tracker.web.search_words import WHERE
from tracker.web.spoken import gettext as _

# So much of what was typed is shown again; far more is searched for by nobody.
LONGEST = 10_000
NUMBERED = ("session", "category", "unit")
_STATES = {state.value: state for state in SuggestionState}


class Shown(StrEnum):
    """The tabs."""

    PAPERS = "papers"
    PROMISES = "promises"
    FILES = "files"


class Asked:
    """One address. Whatever means nothing narrows nothing."""

    def __init__(self, args: Mapping[str, str]) -> None:
        self.typed = UNSAVABLE.sub("", args.get("q", "")).strip()[:LONGEST]
        self.shown = next((one for one in Shown if one.value == args.get("show")), Shown.PAPERS)
        self.page = _number(args.get("page")) or 1
        # What narrows is said of papers; of promises and attachments it would only be shown.
        narrowing = args if self.shown is Shown.PAPERS else {}
        self.where = narrowing.get("in", "") if narrowing.get("in") in PAPER else ""
        self.in_state = _STATES.get(narrowing.get("state", ""))
        self.deputy = UNSAVABLE.sub("", narrowing.get("deputy", "")).strip()[:60]
        self.session, self.category, self.unit = (_number(narrowing.get(name)) for name in NUMBERED)

    def wanted(self, query: Query) -> Wanted:
        """The question to the index."""
        filters = Filters(
            session_id=self.session,
            category_id=self.category,
            unit_id=self.unit,
            deputy=self.deputy,
            page=self.page if self.shown is Shown.PAPERS else 1,
        )
        return Wanted(query, (self.where,) if self.where else PAPER, filters, self.in_state)

    @cached_property
    def held(self) -> dict[str, str]:
        """What stands in the address, as far as it means something; without the page."""
        said = {
            "q": self.typed,
            "show": "" if self.shown is Shown.PAPERS else self.shown.value,
            "in": self.where,
            "state": self.in_state.value if self.in_state else "",
            "deputy": self.deputy,
            **{name: str(number or "") for name, number in self._numbers},
        }
        return {name: text for name, text in said.items() if text}

    @property
    def _numbers(self) -> list[tuple[str, int | None]]:
        return list(zip(NUMBERED, (self.session, self.category, self.unit), strict=True))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words is asked."""
        return set(self.held) != {"q"} or self.page > 1

    @property
    def is_first(self) -> bool:
        """Whether it is the first page of all there is: names and drafts stand above it."""
        return not self.is_narrowed

    def address(self, **changed: str) -> str:
        """The same question, changed in this; back on its first page."""
        kept = {name: text for name, text in (self.held | changed).items() if text}
        return f"{fixed('search.show')}?{urlencode(kept)}"

    def tags(self, offered: Mapping[str, list[tuple[int, str]]]) -> list[tuple[str, str]]:
        """What it is narrowed to, in words, with the address without it."""
        said = [
            (_("只在%(where)s里找", where=WHERE[self.where]), "in") if self.where else None,
            (str(SUGGESTION_STATES[self.in_state]), "state") if self.in_state else None,
            (_("代表：%(name)s", name=self.deputy), "deputy") if self.deputy else None,
            *((dict(offered[name]).get(number, str(number)), name) for name, number in self._numbers if number),
        ]
        return [(words, self.address(**{name: ""})) for words, name in filter(None, said)]

    @property
    def widened(self) -> str:
        """The address with the words alone."""
        return self.address(**dict.fromkeys(self.held.keys() - {"q"}, ""))


def _number(words: str | None) -> int | None:
    return int(words) or None if words and words.isascii() and words.isdigit() and len(words) < 10 else None
