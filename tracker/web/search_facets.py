"""What a search can be narrowed to, with how many there are of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from tracker.domain.states import SuggestionState
from tracker.queries.search import Found
from tracker.web.labels import SUGGESTION_STATES
from tracker.web.search_asked import Asked
from tracker.web.search_words import WHERE
from tracker.web.spoken import gettext as _
from tracker.web.words import count_words

# So many of one kind are listed; the rest is reached by the choices above.
LISTED = 8
Entry = tuple[str, str, str]


def facets(asked: Asked, found: Found, offered: Mapping[str, list[tuple[int, str]]]) -> list[tuple[str, list[Entry]]]:
    """Groups of (words, count, address); only what tells the found ones apart."""
    if not found.by:
        return []
    by = found.by
    sessions, categories = dict(offered["session"]), dict(offered["category"])
    groups: list[tuple[str, list[Entry]]] = []
    if not asked.where:
        held = [(name, WHERE[name]) for name in WHERE if by["where"][name]]
        groups.append((_("字词在哪里"), [_entry(asked, by["where"], "in", name, words) for name, words in held]))
    if not asked.in_state:
        states = [state for state in SuggestionState if by["state"][state]]
        groups.append((_("状态"), _entries(asked, by["state"], "state", states, lambda one: SUGGESTION_STATES[one])))
    if not asked.session:
        newest = [one for one in sessions if by["session"][one]]
        groups.append((_("届次"), _entries(asked, by["session"], "session", newest, sessions.__getitem__)))
    if not asked.category:
        most = [one for one, _many in by["category"].most_common() if one in categories]
        groups.append((_("类别"), _entries(asked, by["category"], "category", most, categories.__getitem__)))
    return [(title, entries) for title, entries in groups if len(entries) > 1]


def _entries(
    asked: Asked, counts: Counter[Any], name: str, values: list[Any], words: Callable[[Any], Any]
) -> list[Entry]:
    return [_entry(asked, counts, name, value, words(value)) for value in values[:LISTED]]


def _entry(asked: Asked, counts: Counter[Any], name: str, value: Any, words: Any) -> Entry:
    return str(words), count_words(counts[value]), asked.address(**{name: str(value)})
