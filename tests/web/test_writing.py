"""Writing a suggestion: from the empty page to the receipt, without a script."""

from __future__ import annotations

from contextvars import Context
from datetime import date, timedelta

import time_machine
from sqlalchemy import func, select

from tests import builders
from tests.page import Browser
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE, PARAGRAPHS, REQUEST, REQUESTS, TITLE
from tracker.domain.parties import SignatureState
from tracker.domain.states import SuggestionState
from tracker.models.organs import Category, CongressSession, Unit
from tracker.models.record import Event, KeptText
from tracker.models.suggestions import Consent, Suggestion, SuggestionText
from tracker.services import cosigning, reviews, submissions

RARE = "𠮷野家旁边的㐂字路口"


def count(model: type, *where: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def only() -> Suggestion:
    db.session.rollback()
    return db.session.scalars(select(Suggestion)).one()


def written(world: World, **changes: str) -> dict[str, str]:
    """The fields of a complete paper as a browser sends them."""
    held = {
        "title": "在老城区小学周边设置护学通道",
        "problem": "上学、放学的半小时里，接送车辆和步行学生挤在一处。",
        "analysis": "护学岗只能疏导，不能分流。",
        "requests-0": "在校门两侧划设护学通道。",
        "category": str(world.categories["教育科技"]),
        "consent": "full",
    }
    return held | changes


def pressed(who: Browser, address: str, data: dict[str, str]) -> str:
    """Where the form leads to, without following."""
    who.post(address, status=302, follow=False, **data)
    assert who.answer is not None
    return who.answer.location


# ── from the empty page to the receipt ──────────────────────────────────────


def test_looking_at_the_empty_page_begins_no_draft(browse, world: World) -> None:
    page = browse("lin").open("/suggestions/new")
    assert page.h1 == ["写建议"]
    assert count(Suggestion) == 0


def test_the_first_save_begins_the_draft(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    page = lin.send("/new", button=("save", "1"), title="设置护学通道")
    assert "草稿已保存" in page.words
    assert (only().title, only().state, only().author_id) == (
        "设置护学通道",
        SuggestionState.DRAFT,
        world.lin.person_id,
    )


def test_a_draft_may_have_every_gap_but_not_be_nothing(browse, world: World) -> None:
    lin = browse("lin")
    for button in ("save", "check", "invite"):
        lin.open("/suggestions/new")
        page = lin.send("/new", status=422, button=(button, "1"))
        assert "没有新建草稿" in page.words
    assert count(Suggestion) == 0
    lin.send("/new", button=("save", "1"), analysis="以后再写。")
    assert only().gaps == ["title", "problem", "requests", "category", "consent"]


def test_a_paper_goes_from_the_empty_page_to_its_receipt(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    page = lin.send("/new", button=("check", "1"), **written(world))
    assert "关于在老城区小学周边设置护学通道的建议" in page.words
    assert "林若溪（滨湖代表团）" in page.words and "同意全文公开" in page.words
    page = lin.send("/submit")
    found = only()
    assert (found.state, found.submitted_on) == (SuggestionState.SUBMITTED, TODAY)
    assert f"20260401-{found.id:05d}" in page.words
    assert "2026年4月1日10:00收到" in page.words and "第七届第六次会议闭会期间" in page.words
    assert "4月8日前" in page.words and "4月13日前" in page.words and "交办后3个月内" in page.words


def test_everything_written_is_stored_as_written(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    more = {
        "requests-1": "护学岗经费列入年度预算。",
        "unit": str(world.units["市教育局"]),
        "origin_note": "滨湖路联络站",
    }
    fields = written(world, consent="none", consent_reason="涉及学校内部安排", is_confidential="y", **more)
    lin.send("/new", button=("save", "1"), origins=["visit", "station"], **fields)
    found = only()
    assert found.text is not None
    assert (found.text.problem, found.text.analysis) == (fields["problem"], fields["analysis"])
    assert [one.body for one in found.text.requests] == [fields["requests-0"], fields["requests-1"]]
    assert (found.consent, found.consent_reason) == (Consent.NONE, "涉及学校内部安排")
    assert (found.origins, found.origin_note, found.is_confidential) == (["visit", "station"], "滨湖路联络站", True)
    assert (found.category_id, found.proposed_unit_id) == (world.categories["教育科技"], world.units["市教育局"])
    page = lin.open(f"/suggestions/{found.id}/edit")
    assert {"visit", "station"} == set(page.data("/edit")["origins"])
    assert page.data("/edit")["consent"] == "none"


def test_nothing_is_chosen_for_the_deputy_beforehand(browse, world: World) -> None:
    sent = browse("lin").open("/suggestions/new").data("/new")
    assert "consent" not in sent and "origins" not in sent and "is_confidential" not in sent
    assert (sent["category"], sent["unit"]) == ("", "")


def test_empty_boxes_of_requests_are_left_out(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    lin.send("/new", button=("save", "1"), **written(world, **{"requests-1": "  ", "requests-2": "第二项"}))
    text = only().text
    assert text is not None and [(one.no, one.body) for one in text.requests] == [
        (1, "在校门两侧划设护学通道。"),
        (2, "第二项"),
    ]


# ── what is missing, too long, or cannot be chosen ──────────────────────────


def test_the_check_lists_what_is_missing_with_the_way_to_it(browse, world: World) -> None:
    suggestion_id = submissions.start(world.lin, submissions.Paper(title="护学通道"), now=NOW)
    page = browse("lin").open(f"/suggestions/{suggestion_id}/submit")
    edit = f"/suggestions/{suggestion_id}/edit"
    links = [href for href, _words in page.links]
    assert all(f"{edit}#{field}" in links for field in ("problem", "requests", "category", "consent"))
    assert f"{edit}#title" not in links
    assert not any("/submit" in form["action"] for form in page.forms)


def test_a_reason_is_asked_of_who_does_not_want_publication(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world, consent=Consent.NONE)
    page = browse("lin").open(f"/suggestions/{suggestion_id}/submit")
    assert "不公开的，还没有写理由" in page.words


def test_an_incomplete_paper_is_not_taken_even_by_a_hand_made_request(browse, world: World) -> None:
    suggestion_id = submissions.start(world.lin, submissions.Paper(title="护学通道"), now=NOW)
    lin = browse("lin")
    lin.open(f"/suggestions/{suggestion_id}/edit")
    version = str(builders.fetch(suggestion_id).version)
    page = lin.post(f"/suggestions/{suggestion_id}/submit", status=409, once="k1", version=version)
    assert "还没有写完整" in page.words
    assert builders.fetch(suggestion_id).state is SuggestionState.DRAFT


LIMITS = [
    ("title", TITLE),
    ("problem", PARAGRAPHS),
    ("analysis", PARAGRAPHS),
    ("requests-0", REQUEST),
    ("origin_note", NOTE),
    ("consent_reason", NOTE),
]


def test_a_text_at_its_limit_is_taken(browse, world: World) -> None:
    lin = browse("lin")
    for field, limit in LIMITS:
        lin.open("/suggestions/new")
        lin.send("/new", button=("save", "1"), **written(world, **{field: "𠮷" * limit}))
    assert count(Suggestion) == len(LIMITS)


def test_a_text_beyond_its_limit_is_refused_and_given_back(browse, world: World) -> None:
    lin = browse("lin")
    for field, limit in LIMITS:
        lin.open("/suggestions/new")
        text = "𠮷" * (limit + 1)
        page = lin.send("/new", status=422, button=("save", "1"), **written(world, **{field: text}))
        words = f"最多{limit}字，现在{limit + 1}字，请删去1字"
        assert page.title.startswith("需要修改：")
        assert any(href == f"#{field}" and said.endswith(words) for href, said in page.links), field
        assert (page.data("/new")[field], page.data("/new")["consent"]) == (text, "full")
    assert count(Suggestion) == 0


def test_only_so_many_requests_can_be_answered(browse, world: World) -> None:
    lin = browse("lin")
    for many, status in ((REQUESTS, 200), (REQUESTS + 1, 422)):
        lin.open("/suggestions/new")
        requests = {f"requests-{at}": f"第{at + 1}处划设护学通道。" for at in range(many)}
        page = lin.send("/new", status=status, button=("save", "1"), **written(world, **requests))
        sent = page.data("/new" if status == 422 else "/edit")
        assert len([name for name in sent if name.startswith("requests-")]) == many


def test_the_button_for_one_more_request_goes_at_the_last(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    full = {f"requests-{at}": f"第{at + 1}处划设护学通道。" for at in range(REQUESTS)}
    page = lin.send("/new", button=("add_request", "1"), **written(world, **full))
    assert len([name for name in page.data("/new") if name.startswith("requests-")]) == REQUESTS
    assert lin.answer is not None and f'data-most="{REQUESTS}" hidden' in lin.answer.text


def test_a_hundred_thousand_characters_come_back_whole(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    text = "护学" * 50_000
    page = lin.send("/new", status=422, button=("save", "1"), **written(world, problem=text))
    assert page.data("/new")["problem"] == text


def test_only_own_and_running_categories_are_offered(browse, world: World) -> None:
    db.session.add_all(
        [
            Category(scheme="外市", path="农业", name="农业", ordinal=9),
            Category(path="旧类", name="旧类", ordinal=8, ended_on=TODAY),
        ]
    )
    db.session.commit()
    page = browse("lin").open("/suggestions/new")
    assert "教育科技" in page.words and "农业" not in page.words and "旧类" not in page.words


def test_only_units_that_can_be_assigned_are_offered(browse, world: World) -> None:
    ended = db.session.get(Unit, world.units["市交通运输局"])
    foreign = db.session.get(Unit, world.units["市中级人民法院"])
    assert ended and foreign
    ended.ended_on, foreign.is_assignable = TODAY, False
    db.session.commit()
    page = browse("lin").open("/suggestions/new")
    assert "市教育局" in page.words and "市交通运输局" not in page.words and "市中级人民法院" not in page.words


def test_what_is_not_on_the_list_is_refused(browse, world: World) -> None:
    lin = browse("lin")
    for field, value in (
        ("category", "999999"),
        ("category", "abc"),
        ("category", "-1"),
        ("category", "9" * 400),
        ("unit", "²"),
        ("consent", "perhaps"),
        ("origins", "dream"),
    ):
        lin.open("/suggestions/new")
        lin.send("/new", status=422, button=("save", "1"), **written(world, **{field: value}))
    assert count(Suggestion) == 0


# ── strange characters ──────────────────────────────────────────────────────


def test_a_character_that_cannot_be_kept_is_named(browse, world: World) -> None:
    lin = browse("lin")
    for field in ("title", "problem", "requests-0", "origin_note"):
        for bad in ("\x00", "\x07", "\ufffe"):
            lin.open("/suggestions/new")
            page = lin.send("/new", status=422, button=("save", "1"), **written(world, **{field: f"前{bad}后"}))
            assert f"U+{ord(bad):04X}" in page.words
            assert page.data("/new")["analysis"] == "护学岗只能疏导，不能分流。"
    assert count(Suggestion) == 0


def test_rare_characters_are_kept_and_a_vertical_tab_becomes_a_line(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    lin.send("/new", button=("save", "1"), **written(world, title=RARE, problem="一\x0b二\r\n三\t四"))
    text = only().text
    assert text is not None and (text.title, text.problem) == (RARE, "一\n二\n三\t四")


def test_a_lone_surrogate_breaks_nothing(browse, world: World) -> None:
    lin = browse("lin")
    page = lin.open("/suggestions/new")
    token = page.data("/new")["csrf_token"]
    body = f"csrf_token={token}&once=k1&save=1&title=".encode() + b"%ED%A0%80%F0%9F"
    kind = "application/x-www-form-urlencoded"
    answer = Context().run(lin.client.post, "/suggestions/new", data=body, content_type=kind)
    assert (answer.status_code, only().title) == (302, "%ED%A0%80%F0%9F")


def test_rows_nobody_can_count_with_are_no_requests(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    odd = {"requests-²": "上标", "requests-99999999999": "太大", "requests-x": "字母", "requests-": "空"}
    lin.send("/new", button=("save", "1"), **written(world, **odd))
    text = only().text
    assert text is not None and [one.body for one in text.requests] == ["在校门两侧划设护学通道。"]


# ── the requests without a script ───────────────────────────────────────────

THREE = {"requests-0": "甲", "requests-1": "乙", "requests-2": "丙"}


REARRANGED = [
    (("add_request", "1"), ["甲", "乙", "丙", ""]),
    (("request_up", "2"), ["甲", "丙", "乙"]),
    (("request_up", "0"), ["甲", "乙", "丙"]),
    (("request_down", "0"), ["乙", "甲", "丙"]),
    (("request_down", "2"), ["甲", "乙", "丙"]),
    (("request_drop", "1"), ["甲", "丙"]),
    (("request_drop", "7"), ["甲", "乙", "丙"]),
    (("request_up", "x"), ["甲", "乙", "丙"]),
]


def test_requests_are_rearranged_by_buttons_and_nothing_is_stored(browse, world: World) -> None:
    lin = browse("lin")
    for button, left in REARRANGED:
        lin.open("/suggestions/new")
        sent = lin.send("/new", button=button, **written(world, **THREE)).data("/new")
        assert [sent[name] for name in sorted(sent) if name.startswith("requests-")] == left, button
        assert (sent["title"], sent["problem"]) == (written(world)["title"], written(world)["problem"])
        assert (sent["category"], sent["consent"]) == (str(world.categories["教育科技"]), "full")
    assert count(Suggestion) == 0


def test_the_last_request_dropped_leaves_an_empty_box(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    page = lin.send("/new", button=("request_drop", "0"), **written(world))
    assert page.data("/new")["requests-0"] == ""


def test_enter_in_a_field_saves_and_moves_nothing(browse, world: World) -> None:
    page = browse("lin").open("/suggestions/new")
    assert page.form("/new")["buttons"][0]["name"] == "save"


# ── hints and marks of secrecy ──────────────────────────────────────────────


def test_a_ground_touched_is_told_beside_the_field_with_its_article_and_blocks_nothing(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    fields = written(world, problem="我家门口常年堵车。", **{"requests-1": "修路。"})
    page = lin.send("/new", button=("save", "1"), **fields)
    assert "这里写到“我家”" in page.words and "第九条" in page.words
    assert "这一项很短" in page.words
    page = lin.send("/edit", button=("check", "1"))
    assert "问题：这里写到“我家”" in page.words and "第2项请求：这一项很短" in page.words
    lin.send("/submit")
    assert only().state is SuggestionState.SUBMITTED


def test_a_text_marked_as_secret_is_not_stored_and_stays_on_the_page(browse, world: World) -> None:
    lin = browse("lin")
    for field in ("title", "problem", "analysis", "requests-0", "origin_note", "consent_reason"):
        lin.open("/suggestions/new")
        page = lin.send("/new", status=422, button=("check", "1"), **written(world, **{field: "机密★10年"}))
        assert "涉密内容不要写入本系统" in page.words and "纸质" in page.words
        assert page.data("/new")[field] == "机密★10年"
    assert (count(Suggestion), count(KeptText)) == (0, 0)


def test_a_marked_text_does_not_replace_a_stored_one(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin = browse("lin")
    lin.open(f"/suggestions/{suggestion_id}/edit")
    page = lin.send("/edit", status=422, button=("save", "1"), **{"requests-0": "", "requests-1": "密级：秘密"})
    assert any(href == "#requests-1" and "密级标志" in words for href, words in page.links)
    assert count(SuggestionText, SuggestionText.problem.contains("密级")) == 0
    text = builders.fetch(suggestion_id).text
    assert text is not None and text.requests[1].body == "护学岗经费列入年度预算。"


# ── twice, late, elsewhere ──────────────────────────────────────────────────


def test_the_same_page_sent_twice_begins_one_draft(browse, world: World) -> None:
    lin = browse("lin")
    data = lin.open("/suggestions/new").data("/new") | written(world) | {"save": "1"}
    assert pressed(lin, "/suggestions/new", data) == pressed(lin, "/suggestions/new", data)
    assert count(Suggestion) == 1


def test_a_page_gone_back_to_goes_on_in_the_draft_it_began(browse, world: World) -> None:
    lin = browse("lin")
    data = lin.open("/suggestions/new").data("/new") | written(world) | {"save": "1"}
    pressed(lin, "/suggestions/new", data)
    for title in ("后来的标题", "再后来的标题"):
        pressed(lin, "/suggestions/new", data | {"title": title})
    assert only().title == "再后来的标题"


def test_handing_in_twice_is_handing_in_once(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin = browse("lin")
    data = lin.open(f"/suggestions/{suggestion_id}/submit").data("/submit")
    for _ in range(2):
        assert pressed(lin, f"/suggestions/{suggestion_id}/submit", data) == f"/suggestions/{suggestion_id}/receipt"
    assert count(Event, Event.action == Action.SUBMIT.value) == 1


def test_a_draft_saved_elsewhere_meets_both_texts_and_loses_neither(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin, phone = browse("lin"), browse("lin")
    lin.open(f"/suggestions/{suggestion_id}/edit")
    phone.open(f"/suggestions/{suggestion_id}/edit")
    phone.send("/edit", button=("save", "1"), problem="手机上写的")
    page = lin.send("/edit", status=409, button=("save", "1"), problem="电脑上写的")
    assert "手机上写的" in page.words and "电脑上写的" in page.words and "另一台设备" in page.words
    assert "护学岗只能疏导" not in page.words.replace(page.data("/edit")["analysis"], "")
    assert builders.fetch(suggestion_id).text.problem == "手机上写的"  # type: ignore[union-attr]
    lin.send("/edit")
    assert builders.fetch(suggestion_id).text.problem == "电脑上写的"  # type: ignore[union-attr]


def test_two_pages_that_say_the_same_are_no_conflict(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin, phone = browse("lin"), browse("lin")
    lin.open(f"/suggestions/{suggestion_id}/edit")
    phone.open(f"/suggestions/{suggestion_id}/edit")
    phone.send("/edit", button=("save", "1"), problem="同一句")
    page = lin.send("/edit", button=("save", "1"), problem="同一句")
    assert "草稿已保存" in page.words


def test_a_check_page_that_is_stale_hands_nothing_in(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    lin = browse("lin")
    lin.open(f"/suggestions/{suggestion_id}/submit")
    version = builders.fetch(suggestion_id).version
    submissions.revise(
        world.lin,
        suggestion_id,
        builders.a_paper(world, problem="改过"),
        version=version,
        now=NOW + timedelta(minutes=1),
    )
    lin.send("/submit", status=409)
    assert builders.fetch(suggestion_id).state is SuggestionState.DRAFT


def test_what_was_typed_when_the_log_in_ran_out_is_given_back_to_the_same_person(browse, world: World) -> None:
    lin = browse("lin")
    data = lin.open("/suggestions/new").data("/new") | written(world, problem=RARE * 100) | {"save": "1"}
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        way = pressed(lin, "/suggestions/new", data)
        assert count(Suggestion) == 0
        key = db.session.scalars(select(KeptText.key)).one()
        assert f"kept/{key}" in way.replace("%2F", "/")
        assert RARE not in browse("fang").open(f"/kept/{key}").body
        again = browse("lin")
        assert RARE * 100 in again.open(f"/kept/{key}").body
        page = again.send("/suggestions/new")
    assert page.data("/edit")["problem"] == RARE * 100
    assert only().title == written(world)["title"]


def test_a_marked_text_is_not_kept_when_the_log_in_ran_out(browse, world: World) -> None:
    lin = browse("lin")
    data = lin.open("/suggestions/new").data("/new") | written(world, problem="绝密★长期") | {"save": "1"}
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        # Given back in the page itself, where only its writer sees it; nothing of it lies on the server.
        page = lin.post("/suggestions/new", status=403, follow=False, **data)
    assert "绝密★长期" in page.words
    assert count(KeptText) == 0


# ── who may ─────────────────────────────────────────────────────────────────


def test_only_deputies_write(browse, world: World) -> None:
    for login in ("chen", "he", "du", "ou", "xi", "ji"):
        browse(login).open("/suggestions/new", status=404)


def test_a_draft_is_nobodys_but_its_authors(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    for login in ("yuan", "chen", "he", "ji"):
        for page in ("edit", "submit", "receipt", "cosigners", "signature"):
            browse(login).open(f"/suggestions/{suggestion_id}/{page}", status=404)


def test_who_is_asked_to_sign_cannot_change_the_text(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    fang = browse("fang")
    fang.open(f"/suggestions/{suggestion_id}/edit", status=403)
    fang.post(f"/suggestions/{suggestion_id}/edit", status=403, once="k", version="1", title="改")
    assert builders.fetch(suggestion_id).title != "改"


def test_a_paper_handed_in_is_changed_no_more(browse, world: World) -> None:
    suggestion_id = builders.a_submitted(world)
    lin = browse("lin")
    assert "现在不能修改" in lin.open(f"/suggestions/{suggestion_id}/edit", status=409).words
    lin.open(f"/suggestions/{suggestion_id}/submit", status=409)


def test_the_receipt_is_for_its_author_and_not_before_it_is_one(browse, world: World) -> None:
    draft, filed = builders.a_draft(world), builders.a_registered(world)
    browse("lin").open(f"/suggestions/{draft}/receipt", status=404)
    browse("yuan").open(f"/suggestions/{filed}/receipt", status=404)
    assert "回执" in browse("lin").open(f"/suggestions/{filed}/receipt").words


# ── sent back, and signed by others ─────────────────────────────────────────


def test_a_paper_sent_back_says_why_and_keeps_its_place(browse, world: World) -> None:
    suggestion_id = builders.returned(world)
    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        lin = browse("lin")
        page = lin.open(f"/suggestions/{suggestion_id}/edit")
        assert "请写明路段" in page.words and "原来的提交日期保留" in page.words
        lin.send("/edit", button=("check", "1"), problem="柳荫路南段上学时堵车。")
        lin.send("/submit")
    found = builders.fetch(suggestion_id)
    assert (found.state, found.submitted_on) == (SuggestionState.SUBMITTED, TODAY)


def test_saving_a_paper_sent_back_unchanged_tells_nothing(browse, world: World) -> None:
    suggestion_id = builders.returned(world)
    lin = browse("lin")
    lin.open(f"/suggestions/{suggestion_id}/edit")
    lin.send("/edit", button=("save", "1"))
    lin.send("/edit", button=("save", "1"))
    revised = (Event.suggestion_id == suggestion_id, Event.action == Action.REVISE.value)
    assert count(Event, *revised) == 0
    lin.send("/edit", button=("save", "1"), consent="title_only")
    assert count(Event, *revised) == 1


def test_changing_what_others_signed_is_said_before_and_lapses_their_agreement(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    cosigning.agree(world.fang, suggestion_id, text_no=1, now=NOW)
    lin = browse("lin")
    page = lin.open(f"/suggestions/{suggestion_id}/edit")
    assert "先前的附议失效" in page.words and "方舒" in page.words
    lin.send("/edit", button=("save", "1"), consent="title_only")
    assert builders.fetch(suggestion_id).signatures[0].state is SignatureState.AGREED
    page = lin.send("/edit", button=("save", "1"), problem="换了说法。")
    assert "方舒附议的是改动以前的一稿，已经失效" in page.words
    found = builders.fetch(suggestion_id)
    assert (found.text_no, found.signatures[0].state) == (2, SignatureState.LAPSED)


def test_handing_in_again_says_whose_agreement_it_would_leave_behind(browse, world: World) -> None:
    suggestion_id = builders.a_submitted(world, cosigned=True)
    marks, version = [reviews.Mark("title", "小学", "写明是哪一所")], builders.fetch(suggestion_id).version
    reviews.send_back(world.chen, suggestion_id, reason="请改", marks=marks, version=version, now=NOW)
    lin = browse("lin")
    lin.open(f"/suggestions/{suggestion_id}/edit")
    page = lin.send("/edit", button=("check", "1"), problem="堵得很。")
    assert "方舒要重新附议" in page.words and "以后也不能补" in page.words
    assert "退回时标出1处，还有1处没有改" in page.words
    lin.send("/submit")
    page = lin.open(f"/suggestions/{suggestion_id}")
    assert "要重新附议" not in page.words


def test_the_check_says_who_signs_and_who_has_not_answered(browse, world: World) -> None:
    suggestion_id = builders.a_cosigned_draft(world)
    page = browse("lin").open(f"/suggestions/{suggestion_id}/submit")
    assert "方舒。提交后邀请失效" in page.words
    cosigning.agree(world.fang, suggestion_id, text_no=1, now=NOW)
    page = browse("lin").open(f"/suggestions/{suggestion_id}/submit")
    assert "已附议方舒" in page.words


def test_a_paper_handed_in_while_the_session_sits_takes_its_route(browse, world: World) -> None:
    suggestion_id = builders.a_draft(world)
    sitting = db.session.scalars(select(CongressSession)).one()
    sitting.opens_on, sitting.closes_on = date(2026, 3, 30), date(2026, 4, 3)
    db.session.commit()
    lin = browse("lin")
    page = lin.open(f"/suggestions/{suggestion_id}/submit")
    assert "算第七届第六次会议期间" in page.words
    page = lin.send("/submit")
    assert "第七届第六次会议会议期间" in page.words and "5月6日前" in page.words


def test_a_request_nobody_can_see_is_none(browse, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    page = lin.send("/new", button=("save", "1"), title="护学通道", **{"requests-0": "\u200b \u2060"})
    assert "还没有写请求" in page.words
