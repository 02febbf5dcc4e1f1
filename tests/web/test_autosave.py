"""The automatic saving of a draft: what the script of the page sends and is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from sqlalchemy import func, select

from tests import builders
from tests.page import Browser
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import SignatureState
from tracker.models.record import Event, KeptText
from tracker.models.suggestions import Suggestion


def saved(who: Browser, data: dict[str, Any], *, status: int = 200) -> dict[str, Any]:
    """Send what the script sends, to where the page says; the answer."""
    where = data.pop("where")
    who.post(where, status=status, **data)
    assert who.answer is not None and who.answer.is_json
    told: dict[str, Any] = who.answer.get_json()
    return told


def opened(who: Browser, address: str, **changes: str) -> dict[str, Any]:
    """The fields of the draft as the page shows them, some changed, and where the script saves."""
    page = who.open(address)
    action = next(form["action"] for form in page.forms if form["action"].endswith(("/new", "/edit")))
    return page.data(action) | changes | {"where": action.removesuffix("/edit") + "/autosave"}


def only() -> Suggestion:
    db.session.rollback()
    return db.session.scalars(select(Suggestion)).one()


def drafts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Suggestion)) or 0


def test_the_first_words_begin_the_draft_and_the_page_moves_to_it(browse, world: World) -> None:
    lin = browse("lin")
    told = saved(lin, opened(lin, "/suggestions/new", title="护学通道"))
    found = only()
    assert (told["action"], told["version"]) == (f"/suggestions/{found.id}/edit", found.version)
    assert told["saved"] == "10:00 已自动保存"
    again = opened(lin, told["action"], problem="堵车", version=str(told["version"])) | {"where": told["autosave"]}
    assert saved(lin, again)["version"] == told["version"] + 1
    assert drafts() == 1


def test_an_empty_page_begins_nothing(browse, world: World) -> None:
    lin = browse("lin")
    assert "action" not in saved(lin, opened(lin, "/suggestions/new"))
    assert drafts() == 0


def test_a_lost_answer_loses_nothing_and_begins_no_second_draft(browse, world: World) -> None:
    lin = browse("lin")
    page = opened(lin, "/suggestions/new", title="护学通道")
    first = saved(lin, dict(page))
    # The answer never came: the page still says /new and no version, and goes on being written.
    for words in ("一", "一二", "一二三"):
        told = saved(lin, dict(page) | {"problem": words})
    assert drafts() == 1 and told["action"] == first["action"]
    found = only()
    assert found.text is not None and (found.text.problem, found.version) == ("一二三", told["version"])


def test_a_lost_answer_of_a_known_draft_is_no_conflict(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin = browse("lin")
    page = opened(lin, f"/suggestions/{suggestion_id}/edit")
    for words in ("一", "一二", "一二三"):
        saved(lin, dict(page) | {"problem": words})
    assert builders.fetch(suggestion_id).text.problem == "一二三"  # type: ignore[union-attr]


def test_what_another_page_saved_is_not_overwritten(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin, phone = browse("lin"), browse("lin")
    mine = opened(lin, f"/suggestions/{suggestion_id}/edit", problem="电脑上")
    saved(phone, opened(phone, f"/suggestions/{suggestion_id}/edit", problem="手机上"))
    told = saved(lin, mine, status=409)
    assert "另一处先存了一稿" in told["words"]
    assert builders.fetch(suggestion_id).text.problem == "手机上"  # type: ignore[union-attr]


def test_hints_come_back_with_the_save(browse, world: World) -> None:
    lin = browse("lin")
    told = saved(lin, opened(lin, "/suggestions/new", problem="我家门口", **{"requests-0": "修路"}))
    assert "我家" in told["hints"]["problem"] and "很短" in told["hints"]["requests-0"]


def test_what_cannot_be_saved_is_said(browse, world: World) -> None:
    lin = browse("lin")
    page = opened(lin, "/suggestions/new")
    assert "最多200字" in saved(lin, dict(page) | {"title": "长" * 201}, status=422)["words"]
    assert "密级标志" in saved(lin, dict(page) | {"problem": "机密★"}, status=422)["words"]
    assert "U+0000" in saved(lin, dict(page) | {"requests-0": "\x00"}, status=422)["words"]
    assert drafts() == 0


def test_what_others_have_read_is_kept_aside_until_saved_by_hand(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    lin = browse("lin")
    page = opened(lin, f"/suggestions/{suggestion_id}/edit", problem="改了一句")
    told = saved(lin, dict(page))
    assert "已暂存" in told["saved"] and "version" not in told
    saved(lin, dict(page) | {"problem": "又改了一句"})
    found = builders.fetch(suggestion_id)
    assert (found.text_no, found.signatures[0].state) == (1, SignatureState.ASKED)
    assert db.session.scalar(select(func.count()).select_from(KeptText)) == 1


def test_what_was_kept_aside_is_offered_and_saved(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    lin, edit = browse("lin"), f"/suggestions/{suggestion_id}/edit"
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        saved(lin, opened(lin, edit, problem="改了一句"))
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        assert "接着那时的写" in lin.open(edit).words
        page = lin.open(f"{edit}?aside=1")
        assert page.data("/edit")["problem"] == "改了一句"
        lin.send("/edit", button=("save", "1"))
        assert "还没有保存" not in lin.open(edit).words
    assert builders.fetch(suggestion_id).text.problem == "改了一句"  # type: ignore[union-attr]


def test_a_marked_text_is_not_even_kept_aside(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    lin = browse("lin")
    saved(lin, opened(lin, f"/suggestions/{suggestion_id}/edit", problem="密级：秘密"), status=422)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(KeptText)) == 0


def test_a_paper_handed_in_meanwhile_is_not_touched(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin, phone = browse("lin"), browse("lin")
    mine = opened(lin, f"/suggestions/{suggestion_id}/edit", problem="电脑上")
    phone.open(f"/suggestions/{suggestion_id}/submit")
    phone.send("/submit")
    saved(lin, mine, status=409)
    assert builders.fetch(suggestion_id).text.problem != "电脑上"  # type: ignore[union-attr]


def test_saving_by_itself_writes_no_line_in_the_story(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin = browse("lin")
    saved(lin, opened(lin, f"/suggestions/{suggestion_id}/edit", problem="改了"))
    db.session.rollback()
    assert list(db.session.scalars(select(Event.action))).count(Action.START.value) == 1
    assert Action.REVISE.value not in db.session.scalars(select(Event.action)).all()


def test_nobody_else_saves_into_a_draft(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    for login, status in (("fang", 409), ("yuan", 404), ("chen", 404), ("he", 404)):
        who = browse(login)
        who.open("/help")
        who.post(f"/suggestions/{suggestion_id}/autosave", status=status, once="k", version="1", title="改")
    assert builders.fetch(suggestion_id).title != "改"
