"""What the search finds is what a look through every text finds, in one order, and nothing that one may not open."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import builders
from tests.queries.test_scope import everything
from tests.services.test_files import keep
from tests.situations_cohandling import a_talk
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.db import db
from tracker.domain.finding import Query, query_of, stands_in
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.models.attachments import Attachment
from tracker.models.organs import Unit
from tracker.models.search import Beside, SearchPaper
from tracker.models.suggestions import Suggestion
from tracker.outside.scanners import Answer, Scanned
from tracker.queries import commitments, search
from tracker.queries import search_beside as search_besides
from tracker.queries.cases import find_suggestion
from tracker.queries.files import find as find_file
from tracker.queries.register_filters import Filters
from tracker.queries.scope import visible_to
from tracker.queries.search import Found, Wanted
from tracker.queries.search_beside import search_beside
from tracker.queries.search_names import deputies, units
from tracker.services import file_texts, files, handling, submissions

DESK = Actor(None, None, Role.DESK)


def ids_of(actor: Actor, words: str, **asked: object) -> list[int]:
    """Every page of what is found."""
    ids: list[int] = []
    for page in range(1, search.LAST_PAGE + 1):
        found = ask(actor, words, page=page, **asked)
        ids += found.ids
        if not found.has_more:
            return ids
    raise AssertionError("there is always another page")


def ask(actor: Actor, words: str, *, page: int = 1, **asked: object) -> Found:
    filters = Filters(page=page, **asked.pop("filters", {}))  # type: ignore[arg-type]
    found = search.search(actor, Wanted(query_of(words), filters=filters, **asked), today=TODAY)  # type: ignore[arg-type]
    db.session.rollback()
    return found


def files_of(actor: Actor, words: str) -> list[str]:
    """The keys of the attachments that are found."""
    held = [row.key for row in search_beside(actor, query_of(words), shown=Beside.FILE)[Beside.FILE].rows]
    db.session.rollback()
    return held


def looked_through(actor: Actor, query: Query) -> list[int]:
    """The same by reading all that the actor may open, in the order that is promised."""
    rows = db.session.execute(
        select(SearchPaper).join(Suggestion, Suggestion.id == SearchPaper.suggestion_id).where(visible_to(actor))
    ).scalars()
    held = [(stands_in(query, [row.title]), row.place, row.suggestion_id) for row in rows if _has(query, row)]
    db.session.rollback()
    return [suggestion_id for _titled, _place, suggestion_id in sorted(held, reverse=True)]


def _has(query: Query, row: SearchPaper) -> bool:
    return stands_in(query, [row.title, row.body, row.reply])


def pieces_of(app: Flask, many: int) -> list[str]:
    """Words of one to five characters cut out of the texts, some with a second, some that stand nowhere."""
    rng = Random(11)
    rows = db.session.execute(select(SearchPaper.title, SearchPaper.body, SearchPaper.reply)).all()
    runs = [run for row in rows for text in row for run in text.split() if run]
    found = []
    for _ in range(many):
        run = rng.choice(runs)
        size = rng.choice((1, 2, 2, 3, 4, 5))
        start = 0 if run.isascii() else rng.randrange(max(1, len(run) - size + 1))
        found.append(run[start : start + size])
        if rng.random() < 0.25:
            other = rng.choice(runs)
            found[-1] += f" {other[:2]}"
        if rng.random() < 0.1:
            found[-1] = found[-1][::-1]
    return found


def test_it_finds_exactly_what_a_look_through_all_texts_finds(city_of: Callable[[int], Flask]) -> None:
    app = city_of(7)
    with app.app_context():
        for words in pieces_of(app, 150):
            assert ids_of(DESK, words) == looked_through(DESK, query_of(words)), words


def test_the_way_for_very_many_finds_the_same(city_of: Callable[[int], Flask], monkeypatch: pytest.MonkeyPatch) -> None:
    app = city_of(7)
    monkeypatch.setattr(search, "MOST", 4)
    monkeypatch.setattr(search, "OFTEN", 5)
    monkeypatch.setattr(search, "_PAPERS", select(func.count()).select_from(SearchPaper))
    with app.app_context():
        for words in pieces_of(app, 60):
            assert ids_of(DESK, words) == looked_through(DESK, query_of(words)), words


def test_a_page_behind_the_last_is_the_last_however_many_there_are(
    city_of: Callable[[int], Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = city_of(7)
    with app.app_context():
        meant = ids_of(DESK, "学校")
        assert 0 < len(meant) < 1000
        for most in (3000, 4):
            monkeypatch.setattr(search, "MOST", most)
            found = ask(DESK, "学校", page=38)
            assert found.ids == meant[(found.page - 1) * search.PAGE :] and found.ids and found.total == len(meant)


def test_what_is_counted_can_be_leafed_through_to_its_end_and_what_is_not_ends_somewhere(
    city_of: Callable[[int], Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = city_of(7)
    with app.app_context():
        meant = ids_of(DESK, "学校")
        monkeypatch.setattr(search, "LAST_PAGE", 1)
        pages = [ask(DESK, "学校", page=page) for page in (1, 2)]
        assert [one.ids for one in pages] == [meant[: search.PAGE], meant[search.PAGE : 2 * search.PAGE]]
        monkeypatch.setattr(search, "MOST", 4)
        last = ask(DESK, "学校", page=2)
        assert (last.ids, last.page, last.has_more) == (meant[: search.PAGE], 1, False)


def test_words_that_stand_in_very_many_promises_are_read_off_and_none_is_lost(
    everywhere: dict[str, int], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> dict[str, list[int]]:
        kind = Beside.PROMISE
        rows = {who: search_beside(world.actors[who], query_of("预算"), shown=kind)[kind].rows for who, *_ in PEOPLE}
        return {who: [row.place for row in held] for who, held in rows.items()}

    before = told()
    assert before["chen"] and before["jing"]
    monkeypatch.setattr(search_besides, "LOOKED_UP", 0)
    assert told() == before
    db.session.rollback()


@pytest.mark.parametrize("most", [3000, 1])
def test_nobody_finds_or_counts_what_he_may_not_open(
    everywhere: dict[str, int], world: World, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    everything(world, everywhere)
    monkeypatch.setattr(search, "MOST", most)
    db.session.rollback()
    for login, *_ in PEOPLE:
        actor = world.actors[login]
        for words in ("护学通道", "校门", "学", "教育"):
            meant = looked_through(actor, query_of(words))
            found = ask(actor, words)
            assert ids_of(actor, words) == meant, (login, words)
            assert found.total in (len(meant), None), (login, words)
            assert sum(found.by.get("state", {}).values()) in (len(meant), 0), (login, words)


def test_promises_and_attachments_are_found_by_those_who_may_open_them(
    everywhere: dict[str, int], world: World
) -> None:
    everything(world, everywhere)
    seen: dict[Beside, set[str]] = {kind: set() for kind in Beside}
    for login, *_ in PEOPLE:
        actor = world.actors[login]
        for words in ("护学", "年", "pdf", "说明"):
            for kind in Beside:
                for row in search_beside(actor, query_of(words), shown=kind)[kind].rows:
                    seen[kind].add(login)
                    if kind is Beside.PROMISE:
                        assert commitments.find(actor, row.Commitment.id) is not None, (login, words)
                        continue
                    suggestion = find_suggestion(actor, row.suggestion_id)
                    assert suggestion is not None and find_file(actor, suggestion, row.key) is not None, (login, words)
        db.session.rollback()
    assert {"chen", "lin", "he"} <= seen[Beside.PROMISE]


def test_an_attachment_of_the_paper_is_found_by_all_who_read_it_and_one_of_a_talk_by_few(world: World) -> None:
    photo, minutes = keep(world.lin, "门口照片.pdf"), keep(world.jing, "走访记录.pdf")
    case = builders.a_draft(world)
    submissions.revise(
        world.lin, case, builders.a_paper(world), version=builders.fetch(case).version, now=NOW, files=[photo]
    )
    submissions.submit(world.lin, case, version=builders.fetch(case).version, now=NOW)
    assert files_of(world.chen, "门口照片") == files_of(world.lin, "照片") == [photo]
    assert files_of(world.yuan, "照片") == files_of(world.he, "照片") == []
    other = builders.in_hand(world)
    handling.note_contact(world.jing, builders.task_of(world, other), a_talk(world), now=NOW, files=[minutes])
    assert files_of(world.he, "走访记录") == files_of(world.chen, "走访") == [minutes]
    assert files_of(world.yuan, "走访") == []


def test_the_text_of_an_attachment_is_found_once_it_is_read_and_while_it_is_clean(world: World) -> None:
    key = keep(world.lin, "现场.txt", "三号门外的护栏断了两处。".encode())
    case = builders.a_draft(world)
    version, paper = builders.fetch(case).version, builders.a_paper(world)
    submissions.revise(world.lin, case, paper, version=version, now=NOW, files=[key])
    submissions.submit(world.lin, case, version=builders.fetch(case).version, now=NOW)
    assert files_of(world.chen, "现场") == [key] and files_of(world.chen, "护栏断了") == []
    digest = db.session.get_one(Attachment, key).digest
    file_texts.read({"digest": digest}, now=NOW)
    assert files_of(world.chen, "护栏断了") == files_of(world.lin, "三号门") == [key]
    assert files_of(world.yuan, "护栏断了") == []
    files.scan_again(now=NOW)
    assert files_of(world.chen, "护栏断了") == [] and files_of(world.chen, "现场") == [key]
    files.note_scan(digest, Scanned(Answer.CLEAN), now=NOW)
    assert files_of(world.chen, "护栏断了") == [key]
    files.note_scan(digest, Scanned(Answer.INFECTED, "Eicar"), now=NOW)
    assert files_of(world.chen, "护栏断了") == [] and files_of(world.chen, "现场") == [key]


def test_the_words_in_the_title_come_first_and_then_the_newest(world: World) -> None:
    old = builders.a_registered(world, title="护学岗不够用")
    new = builders.a_registered(world, title="把路修好", problem="护学岗也不够用。")
    newest = builders.a_registered(world, title="护学岗再加两处")
    assert ids_of(world.chen, "护学岗")[:2] == [newest, old]
    assert new in ids_of(world.chen, "护学岗")[2:]


def test_it_is_narrowed_by_what_the_register_is_narrowed_by(everywhere: dict[str, int], world: World) -> None:
    every = ids_of(world.chen, "护学")
    unit = world.units["市教育局"]
    shared = ids_of(world.chen, "护学", filters={"unit_id": unit})
    assert shared and set(shared) < set(every)
    closed = ids_of(world.chen, "护学", state=SuggestionState.CLOSED)
    assert closed and {builders.fetch(one).state for one in closed} == {SuggestionState.CLOSED}
    led = ids_of(world.chen, "护学", filters={"deputy": "林"})
    assert led and set(led) <= set(every)


def test_where_the_words_stand_narrows_and_counts(world: World) -> None:
    titled = builders.a_registered(world, title="夜间施工要安静")
    inside = builders.a_registered(world, problem="夜间施工吵得睡不着。")
    assert ids_of(world.chen, "夜间施工", where=("title",)) == [titled]
    assert ids_of(world.chen, "夜间施工", where=("body",)) == [inside]
    found = ask(world.chen, "夜间施工")
    assert (found.total, found.by["where"]) == (2, {"title": 1, "body": 1, "reply": 0})


def test_deputies_and_units_are_found_by_their_names_and_units_by_their_duties(world: World) -> None:
    assert [one.name for one in deputies(world.chen, query_of("林"))] == ["林若溪"]
    assert [one.short_name for one in units(world.chen, query_of("教育局"))] == ["市教育局"]
    assert units(world.chen, query_of("没有这个单位")) == []
    db.session.get_one(Unit, world.units["市教育局"]).duty_words = "义务教育、护学通道，学位"
    db.session.flush()
    assert [(one.short_name, one.duties) for one in units(world.chen, query_of("护学"))] == [
        ("市教育局", ("护学通道",))
    ]
    db.session.rollback()
