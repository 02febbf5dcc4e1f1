"""Which running due dates a change of the law would move: counted by kind, every line there, page by page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from flask import request, url_for

from tracker.clock import now
from tracker.domain.recount import Move, digest
from tracker.domain.rulebook import ClockKind
from tracker.queries.recounts import Moved, changed_since, titles_of
from tracker.web.labels import CLOCKS
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _

SHOWN = 100


class Row(NamedTuple):
    """One due date that moves: the case with its address, the limit with the unit it runs for, both days."""

    title: str
    href: str
    limit: str
    was: date
    becomes: date
    is_new: bool


class KindRow(NamedTuple):
    """All due dates of one kind: how many move later and how many earlier, and by how many days at most."""

    limit: str
    many: int
    later: int
    earlier: int
    furthest: int


@dataclass(frozen=True)
class Preview:
    """`token` goes with the form, so that what is applied is what was shown; `since` tells what has changed meanwhile,
    `whole` is the page with every line, where this one has the first only."""

    total: int
    cases: int
    settled: int
    kinds: list[KindRow]
    rows: list[Row]
    pager: dict[str, Any]
    token: str
    since: list[str]
    whole: str


def preview(moves: Sequence[Move], *, before: str | None = None, whole: str = "") -> Preview:
    """The preview of these moves. `before` is the token of an earlier one that no longer holds; `whole` the address of
    the page that shows every line."""
    moving = [move for move in moves if move.moves_day]
    posted = request.method == "POST"
    page = 1 if posted else page_asked()
    held = moving[(page - 1) * SHOWN : page * SHOWN]
    opened = _Token.read(before or "")
    new = changed_since(opened.at) if opened else frozenset()
    return Preview(
        total=len(moving),
        cases=len({move.running.suggestion_id for move in moving}),
        settled=len(moves) - len(moving),
        kinds=list(_kinds(moving)),
        rows=_rows(held, new),
        pager=pages(0, 1) if posted else pages(len(moving), page, size=SHOWN),
        token=_Token(digest(moves), len(moving), now()).write(),
        since=list(_since(opened, moving, new)),
        whole=whole if posted and len(moving) > SHOWN else "",
    )


def rows_moved(moved: Sequence[Moved]) -> list[Row]:
    """The due dates that an approved change has moved, as the preview showed them before."""
    return [
        Row(
            _titled(one.number, one.title),
            url_for("due_dates.show", suggestion_id=one.suggestion_id, clock_id=one.clock_id),
            str(CLOCKS[one.kind]),
            one.was,
            one.becomes,
            False,
        )
        for one in moved
    ]


def _titled(number: str, title: str) -> str:
    title = official_title(title)
    return _("第%(n)s号 %(title)s", n=number, title=title) if number else title


def _kinds(moving: Sequence[Move]) -> Iterator[KindRow]:
    by_kind: dict[ClockKind, list[int]] = defaultdict(list)
    for move in moving:
        by_kind[move.running.kind].append((move.end.on - move.running.due_on).days)
    for kind in sorted(by_kind, key=list(ClockKind).index):
        days = by_kind[kind]
        later = sum(n > 0 for n in days)
        yield KindRow(str(CLOCKS[kind]), len(days), later, len(days) - later, max(map(abs, days)))


def _rows(moves: Sequence[Move], new: frozenset[int]) -> list[Row]:
    titles = titles_of(moves)
    return [_row(move, *titles[move.running.clock_id], new=move.running.suggestion_id in new) for move in moves]


def _row(move: Move, number: str, title: str, unit: str, *, new: bool) -> Row:
    running = move.running
    address = url_for("due_dates.show", suggestion_id=running.suggestion_id, clock_id=running.clock_id)
    words = _titled(number, title)
    limit = str(CLOCKS[running.kind])
    limit = _("%(limit)s（%(unit)s）", limit=limit, unit=unit) if unit else limit
    return Row(words, address, limit, running.due_on, move.end.on, new)


def _since(opened: _Token | None, moving: Sequence[Move], new: frozenset[int]) -> Iterator[str]:
    """What is other now than when the earlier preview was opened."""
    if opened is None:
        return
    yield _("打开预览时有%(was)s个到期日会移动，现在是%(n)s个。", was=opened.many, n=len(moving))
    there = Counter(move.running.suggestion_id for move in moving)
    came, went = len(new & there.keys()), len(new - there.keys())
    if came:
        yield _("其间有变动、现在仍会移动的建议%(n)s件，在下表里标明。", n=came)
    if went:
        yield _("其间有变动、现在不再移动的建议%(n)s件。", n=went)


class _Token(NamedTuple):
    """What a form remembers of the preview it was opened with."""

    digest: str
    many: int
    at: datetime

    def write(self) -> str:
        return f"{self.digest}.{self.many}.{int(self.at.timestamp())}"

    @staticmethod
    def read(words: str) -> _Token | None:
        """Nothing for what no form of ours would hold."""
        parts = words.split(".")
        if len(parts) != 3 or not all(one.isascii() and one.isdigit() and len(one) < 12 for one in parts[1:]):
            return None
        return _Token(parts[0], int(parts[1]), datetime.fromtimestamp(int(parts[2]), UTC))


def digest_of(token: str) -> str:
    """The digest a form was opened with; a form without one can only be shown the preview again."""
    held = _Token.read(token)
    return held.digest if held else "unseen"
