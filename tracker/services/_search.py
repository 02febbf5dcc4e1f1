"""The index of the search, changed in the transaction that changes a text: nothing is found that is not so any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import aliased

from tracker.db import at_end, db
from tracker.domain.actions import Action, Machine
from tracker.domain.finding import OF_A_DAY, VERSION, first_place, tokens
from tracker.domain.lifecycle import STEPS
from tracker.models.attachments import Attachment
from tracker.models.search import SearchBeside, SearchPaper, SearchState
from tracker.queries.search_engines import BESIDE, PAPER
from tracker.queries.search_texts import BesideTexts, PaperTexts, beside_texts, paper_texts
from tracker.services import _alike

# While the index is made anew its state names the version it will have, with this sign.
MAKING = -VERSION
Row = TypeVar("Row", SearchPaper, SearchBeside)


# Acts that change what is searched or who reads it; whatever else brings attachments does, too.
_OF_PAPER = frozenset(
    {
        Action.SUBMIT, Action.REVISE, Action.ENTER_PAPER, Action.BORN_OF_BILL, Action.ARCHIVE, Action.MOVE_IN,
        Action.ACCEPT, Action.AS_LETTER, Action.RETURN, Action.REFUSE, Action.WITHDRAW, Action.VOID_PAPER,
        Action.PUT_ON_AGENDA, Action.REFER, Action.CONVERT, Action.DELIVER, Action.PASS_CHECK, Action.ENTER_REPLY,
        Action.VOID_REPLY, Action.HAND_OVER, Action.MOVE_ALONG, Action.UPHOLD_OBJECTION,
    }
)  # fmt: skip
CHANGING = _OF_PAPER | {action for action, step in STEPS.items() if step.machine is Machine.COMMITMENT}


def note(action: str, suggestion_id: int | None, facts: dict[str, Any]) -> None:
    """An act was recorded: where it changes what is searched of its paper, the index follows at the end of the
    transaction."""
    if suggestion_id is not None and (action in CHANGING or "files" in facts):
        at_end(refresh, suggestion_id)


def file_changed(digest: str) -> None:
    """A file was scanned or its text was read: the rows of all that hold it follow at the end of the transaction."""
    held = select(Attachment.suggestion_id).where(Attachment.digest == digest, Attachment.suggestion_id.is_not(None))
    for suggestion_id in db.session.scalars(held.distinct()):
        at_end(refresh, suggestion_id)


def refresh(ids: Collection[int]) -> int:
    """Make the rows of these papers what they ought to be, and the marks of what is alike; returns how many rows were
    wrong."""
    _alike.remark(ids)
    if not is_kept():
        return 0
    db.session.flush()
    return _refresh_papers(ids) + _refresh_beside(ids)


def is_kept() -> bool:
    """Whether there is an index of this version, whole or being made: another is made anew, not mended."""
    return db.session.scalar(select(SearchState.tokeniser)) in (VERSION, MAKING)


def _refresh_papers(ids: Collection[int]) -> int:
    held = {row.suggestion_id: row for row in db.session.scalars(_rows(SearchPaper, ids))}
    places, wrong = Places(), 0
    for fresh in paper_texts(ids):
        row = held.pop(fresh.suggestion_id, None)
        if row is not None and row.place >= places.first(fresh.day):
            wrong += _put(row, PAPER, fresh.texts)
            continue
        if row is not None:
            _remove([row], PAPER)
        _insert([_paper(fresh, places.of(fresh.day))], PAPER)
        wrong += 1
    _remove(list(held.values()), PAPER)
    return wrong + len(held)


def _refresh_beside(ids: Collection[int]) -> int:
    rows = db.session.scalars(_rows(SearchBeside, ids))
    held = {(row.kind, row.commitment_id or row.attachment_key or 0): row for row in rows}
    wrong, new = 0, []
    for fresh in beside_texts(ids):
        row = held.pop(fresh.source, None)
        if row is None:
            new.append(fresh)
            continue
        moved = (row.unit_id, row.readers) != (fresh.unit_id, fresh.readers)
        row.unit_id, row.readers = fresh.unit_id, fresh.readers
        wrong += _put(row, BESIDE, fresh.texts) or moved
    _add_beside(new)
    _remove(list(held.values()), BESIDE)
    return wrong + len(new) + len(held)


def add(ids: Collection[int], places: Places) -> None:
    """Take in papers that are not in the index yet, with what lies beside them."""
    _alike.remark(ids)
    if is_kept():
        _insert([_paper(one, places.of(one.day)) for one in paper_texts(ids)], PAPER)
        _add_beside(beside_texts(ids))


def _add_beside(found: Sequence[BesideTexts]) -> None:
    """Promises and attachments that are not in the index yet, the oldest first."""
    last = (db.session.scalar(select(func.max(SearchBeside.place))) or 0) if found else 0
    rows = [
        SearchBeside(
            place=place, kind=one.kind, suggestion_id=one.suggestion_id, commitment_id=one.commitment_id,
            attachment_key=one.attachment_key, unit_id=one.unit_id, readers=one.readers, title=one.title,
            body=one.body,
        )
        for place, one in enumerate(found, start=last + 1)
    ]  # fmt: skip
    _insert(rows, BESIDE)


def empty() -> None:
    """Take everything out."""
    for model in (SearchPaper, SearchBeside):
        if _has_tables_of_tokens():
            table = f"{model.__tablename__}_fts"
            everything = f"INSERT INTO {table} ({table}) VALUES ('delete-all')"  # noqa: S608 - a name of ours
            db.session.execute(text(everything))
        db.session.execute(delete(model))
    db.session.expire_all()


class Places:
    """Where rows stand: newer days behind older ones, within a day in the order of coming."""

    def __init__(self) -> None:
        self._next: dict[int, int] = {}
        self._given: set[int] = set()

    def first(self, day: date | None) -> int:
        """The first place of a day; undated history comes before everything."""
        return first_place(day.toordinal() if day else 0)

    def of(self, day: date | None) -> int:
        """The next free place of a day, or of those after it when more came than a day has room for."""
        first = self.first(day)
        place = self._next.get(first) or self._after_the_last(first)
        while place in self._given or (place >= first + OF_A_DAY and _is_taken(place)):
            place = place + 1 if place in self._given else _end_of_row(place)
        self._given.add(place)
        self._next[first] = place + 1
        return place

    def _after_the_last(self, first: int) -> int:
        of_day = SearchPaper.place.between(first, first + OF_A_DAY - 1)
        last: int | None = db.session.scalar(select(func.max(SearchPaper.place)).where(of_day))
        return first if last is None else last + 1


def _is_taken(place: int) -> bool:
    return db.session.scalar(select(SearchPaper.place).where(SearchPaper.place == place)) is not None


def _end_of_row(place: int) -> int:
    """The first free place behind one that is taken: ten thousand may stand without a gap."""
    here, behind = aliased(SearchPaper), aliased(SearchPaper)
    follows = select(behind.place).where(behind.place == here.place + 1).exists()
    last = db.session.scalar(select(func.min(here.place)).where(here.place >= place, ~follows))
    return place + 1 if last is None else last + 1


def _rows(model: type[Row], ids: Collection[int]) -> Any:
    return select(model).where(model.suggestion_id.in_(ids)).order_by(model.place)


def _paper(one: PaperTexts, place: int) -> SearchPaper:
    return SearchPaper(place=place, suggestion_id=one.suggestion_id, title=one.title, body=one.body, reply=one.reply)


def _put(row: Row, columns: Sequence[str], texts: Sequence[str]) -> bool:
    """Give a row these texts; says whether it had others."""
    before = [getattr(row, name) for name in columns]
    if before == list(texts):
        return False
    _tell_tokens("delete", [row], columns)
    for name, words in zip(columns, texts, strict=True):
        setattr(row, name, words)
    _tell_tokens("", [row], columns)
    return True


def _insert(rows: Sequence[Row], columns: Sequence[str]) -> None:
    if rows:
        db.session.add_all(rows)
        db.session.flush()
        _tell_tokens("", rows, columns)


def _remove(rows: Sequence[Row], columns: Sequence[str]) -> None:
    if rows:
        _tell_tokens("delete", rows, columns)
        for row in rows:
            db.session.delete(row)
        db.session.flush()


def _has_tables_of_tokens() -> bool:
    # PostgreSQL works the tokens out itself, from the texts of the row.
    return db.session.connection().dialect.name == "sqlite"


def _tell_tokens(command: str, rows: Iterable[Row], columns: Sequence[str]) -> None:
    """Add the tokens of these rows to SQLite's table of them; with `delete` take them out, named as they went in."""
    if not _has_tables_of_tokens():
        return
    values = [{"place": row.place, **{name: " ".join(tokens(getattr(row, name))) for name in columns}} for row in rows]
    table = "search_paper_fts" if columns is PAPER else "search_beside_fts"
    names, slots = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    into = f"{table} ({table}, rowid, {names}) VALUES ('delete', " if command else f"{table} (rowid, {names}) VALUES ("
    db.session.execute(text(f"INSERT INTO {into}:place, {slots})"), values)
