"""A file that was chosen and can be taken is never lost: it stays chosen however often its form comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from tests import builders, file_samples, posting
from tests.conftest import Browsers
from tests.page import Page
from tests.visiting import Visitor, arranged, visitor
from tests.web.test_files import NAME, all_attachments, all_papers, upload
from tests.world import NOW, World
from tracker.domain.actions import Action

ENTER = "a paper entered from paper"
WITH_FILES = (
    ENTER,
    Action.ANSWER_CHASE, Action.CHASE, Action.PUT_TO_CHAIR, Action.SUPERVISE,
    Action.ACCEPT, Action.AGREE_OUTCOME, Action.ANSWER_DISAGREEMENT, Action.ASK_CO, Action.ASK_EXTENSION,
    Action.ASK_WITHDRAWAL, Action.ASSIGN, Action.AS_LETTER, Action.CHECK, Action.CONCLUDE,
    Action.CONTEST_OUTCOME, Action.CONVERT, Action.CORRECT_CONTACT, Action.DECIDE_DISAGREEMENT, Action.DRAFT_REPLY,
    Action.ENTER_REPLY, Action.ENTER_SIGNATURE, Action.ENTER_SIGN_FOR, Action.EXPLAIN, Action.EXPLAIN_DELAY,
    Action.GIVE, Action.GRANT_EXTENSION, Action.HEAR, Action.NOTE_CONTACT, Action.OBJECT, Action.OFFER_LEAD,
    Action.OPINE, Action.PUT_ON_AGENDA, Action.PUT_OUTCOME, Action.RAISE_DISAGREEMENT, Action.REFER,
    Action.REFUSE, Action.REFUSE_BILL, Action.REHANDLE, Action.REJECT_OBJECTION, Action.RETURN,
    Action.SEND_BACK_OPINION, Action.UPHOLD_OBJECTION,
)  # fmt: skip


@pytest.fixture(autouse=True)
def one_morning(world: World) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def at_the_form(app: Flask, world: World, act: Action | str) -> tuple[Visitor, posting.Post]:
    if act == ENTER:
        return visitor(app, world, "qin"), posting.Post("/entries/new", {"title": "护学通道"})
    _case, who, post = arranged(app, world, Action(act))
    return who, post


def came_back(answer: TestResponse, post: posting.Post) -> dict[str, Any]:
    """The form as it stands after it could not be taken."""
    assert answer.status_code == 422
    page = Page(answer.get_data(as_text=True))
    assert not page.faults
    return page.data(post.address)


def bad() -> Any:
    return upload("方案.pdf", file_samples.EXE)


@pytest.mark.parametrize("act", WITH_FILES)
def test_the_good_file_beside_a_refused_one_stays_chosen_on_every_form(app: Flask, world: World, act: Any) -> None:
    who, post = at_the_form(app, world, act)
    held = came_back(who.send(post, **{"files-shown": "1", "files-new": [bad(), upload()]}), post)
    (one,) = all_attachments()
    assert (one.name, held["files"]) == (NAME, one.key)
    step = {"step": post.fields["step"]} if "step" in post.fields else {}
    again = came_back(who.ask("POST", post.address, data=held | step | {"files-new": bad()}), post)
    assert again["files"] == one.key


@pytest.mark.parametrize("act", [one for one in WITH_FILES if one not in (ENTER, Action.ACCEPT)])
def test_too_many_files_stay_chosen_until_one_is_taken_off(app: Flask, world: World, act: Any) -> None:
    who, post = at_the_form(app, world, act)
    app.config["MAX_FILES"] = 1
    held = came_back(who.send(post, **{"files-shown": "1", "files-new": [upload(), upload("二.wps")]}), post)
    assert sorted(held["files"]) == sorted(one.key for one in all_attachments())


def test_the_file_of_a_reply_that_is_not_fit_to_be_sent_stays_however_often_it_is_pressed(
    world: World, browse: Browsers
) -> None:
    case = builders.in_hand(world)
    jing = browse("jing")
    jing.open(f"/suggestions/{case}/rounds/{builders.round_of(world, case).id}/reply")
    here = jing.page.form("/reply")["action"]
    jing.send("/reply", button=("check", "1"), opening="来信收悉。", **{"files-new": [upload()]})
    for _ in range(2):
        assert NAME.replace(" ", "") in jing.page.words
        jing.open(f"{here}?lacks=1")
        assert NAME.replace(" ", "") in jing.page.words
        jing.send("/reply", button=("check", "1"))
    (one,) = all_attachments()
    assert one.round_id is not None


def test_what_is_chosen_before_an_assignment_is_changed_once_more_stays(app: Flask, world: World) -> None:
    who, post = at_the_form(app, world, Action.ASSIGN)
    answer = who.send(post, **{"files-shown": "1", "files-new": upload(), "step": "edit"})
    held = Page(answer.get_data(as_text=True)).data(post.address)
    assert [one.key for one in all_attachments()] == [held["files"]]


def test_a_refused_file_beside_a_draft_takes_nothing_with_it(world: World, browse: Browsers) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    words = {"title": "护学通道", "problem": "堵。"}
    page = lin.send("/new", status=422, button=("save", "1"), **words, **{"files-new": [bad(), upload()]})
    assert "“方案.pdf”没有收下" in page.words and "其余内容和附件已经保存" in page.words
    (case,) = all_papers()
    page = lin.open(f"/suggestions/{case}/edit")  # left and opened anew
    assert NAME.replace(" ", "") in page.words and page.data("/edit")["title"] == "护学通道"
    page = lin.send("/edit", status=422, button=("check", "1"), problem="很堵。", **{"files-new": bad()})
    page = lin.send("/edit", button=("save", "1"))
    assert page.data("/edit")["problem"] == "很堵。" and len(all_attachments()) == 1


def test_a_draft_that_could_not_be_saved_does_not_say_that_it_is(world: World, browse: Browsers) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    page = lin.send("/new", status=422, button=("save", "1"), title="长" * 300, **{"files-new": upload()})
    assert "还没有保存" in page.words and "保存或者提交这一页才算数" in page.words
    lin.send("/new", button=("save", "1"), title="护学通道")
    page = lin.send("/edit", status=422, button=("save", "1"), title="长" * 300)
    assert "这里的改动还没有保存" in page.words
