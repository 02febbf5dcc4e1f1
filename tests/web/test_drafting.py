"""The drafting desk on the pages: beside the draft, before handing in, at review; it advises and never blocks."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests import builders
from tests.bill_parts import SITTING, a_bill, a_bill_draft
from tests.conftest import Browsers
from tests.situations_entries import entered_on_paper
from tests.web.test_autosave import opened, saved
from tests.web.test_writing import written
from tests.world import World
from tracker import doctor
from tracker.db import db
from tracker.domain.drafting import findings
from tracker.domain.drafting_substance import KINDS
from tracker.domain.limits import NOTE, REQUESTS
from tracker.domain.states import SuggestionState
from tracker.models.suggestions import Suggestion
from tracker.rulebooks import PACKAGED, books_in
from tracker.rulebooks import model_papers as model_files
from tracker.web.drafting_words import FACTS, WORDS
from tracker.web.model_words import NOTES

POOR = {
    "title": "几点建议。",
    "problem": "我家楼下停车很乱，大家很不满意，联系13812345678。",
    "analysis": "没人管",
    "requests-0": "一、进一步加强管理；二、在柳堤路口增设信号灯。",
    "requests-1": "高度重视，推动各项工作。",
}
SENTENCE = "校门两侧没有护学通道，行人和车辆挤在同一条车道上。"


def only() -> Suggestion:
    db.session.rollback()
    return db.session.scalars(select(Suggestion)).one()


# ── beside the draft ────────────────────────────────────────────────────────


def test_an_empty_page_says_what_is_looked_at_and_a_good_draft_that_nothing_was_found(
    browse: Browsers, world: World
) -> None:
    lin = browse("lin")
    assert "边写边看" in lin.open("/suggestions/new").words
    page = lin.send("/new", button=("save", "1"), **written(world))
    assert "没有要提醒的" in page.words and "边写边看" not in page.words


def test_without_a_script_the_checks_stand_on_every_load_with_their_articles(browse: Browsers, world: World) -> None:
    case = builders.a_draft(world, problem=POOR["problem"], analysis=POOR["analysis"])
    page = browse("lin").open(f"/suggestions/{case}/edit")
    assert "4处可以再看看，只是提醒，不影响提交" in page.words
    assert "问题写到“我家”" in page.words and "第九条" in page.words
    assert "问题写了手机号码" in page.words and "个人信息保护法" in page.words
    assert "分析原因写得很短" in page.words
    assert ("#problem", "去看这一处") in page.links and ("#analysis", "去看这一处") in page.links


def test_at_most_five_stand_open_and_the_rest_is_folded(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    page = lin.send("/new", button=("save", "1"), **written(world, **POOR))
    assert "6处可以再看看" not in page.words and "7处可以再看看" in page.words
    # What may have the paper refused stands open, a stop at the end of the title does not.
    shown, folded = page.words.split("还有2处")
    assert "写到“我家”" in shown and "标题末尾有标点" not in shown and "标题末尾有标点" in folded


def test_what_is_told_under_a_field_is_what_is_done_on_the_spot(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    told = saved(lin, opened(lin, "/suggestions/new", **POOR))
    assert set(told["hints"]) == {"problem", "requests-0"}
    assert len(told["hints"]["problem"].split("\n")) == 2
    assert "13812345678" not in str(told["hints"]) + told["checks"]


def test_the_automatic_save_brings_the_box_anew(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    told = saved(lin, opened(lin, "/suggestions/new", **POOR))
    assert "一格里有2项请求" in told["checks"] and told["checks"].strip().startswith("<section")
    assert told["splits"] == ["requests-0"]
    mended = opened(lin, told["action"], **written(world), **{"requests-1": ""})
    told = saved(lin, mended)
    assert "没有要提醒的" in told["checks"] and told["splits"] == [] and told["hints"] == {}


def test_words_of_the_author_come_back_as_words(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    told = saved(lin, opened(lin, "/suggestions/new", title="<img src=x>几点建议", problem="待补充<b>粗</b>"))
    assert "<img" not in told["checks"] and "<b>粗" not in told["checks"]


def test_ten_thousand_odd_signs_are_read_too(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    odd = "一、" * 2000 + "（" * 2000 + "6" * 2000 + "𠮷" * 2000 + "请" * 2000
    assert saved(lin, opened(lin, "/suggestions/new", problem=odd, **{"requests-0": odd[:2000]}))["checks"]


# ── one request to a box ────────────────────────────────────────────────────


def test_counted_requests_are_taken_apart_by_a_button_and_nothing_is_stored(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    fields = written(world, **{"requests-0": "划设护学通道。", "requests-1": POOR["requests-0"], "requests-2": "丙"})
    sent = lin.send("/new", button=("request_split", "1"), **fields).data("/new")
    assert [sent[f"requests-{at}"] for at in range(4)] == [
        "划设护学通道。",
        "进一步加强管理。",
        "在柳堤路口增设信号灯。",
        "丙",
    ]
    assert db.session.scalars(select(Suggestion)).all() == []


@pytest.mark.parametrize("at", ["0", "7", "x"])
def test_what_is_one_request_or_none_stays_as_it_is(browse: Browsers, world: World, at: str) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    sent = lin.send("/new", button=("request_split", at), **written(world)).data("/new")
    assert sent["requests-0"] == written(world)["requests-0"] and "requests-1" not in sent


def test_more_than_fit_are_not_taken_apart(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    full = {f"requests-{at}": f"在第{at}路口增设信号灯。" for at in range(REQUESTS)} | {
        "requests-3": POOR["requests-0"]
    }
    sent = lin.send("/new", button=("request_split", "3"), **written(world, **full)).data("/new")
    assert sent["requests-3"] == POOR["requests-0"] and f"requests-{REQUESTS}" not in sent


def test_the_button_stands_only_where_there_is_something_to_take_apart(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    page = lin.send("/new", button=("add_request", "1"), **written(world, **{"requests-0": POOR["requests-0"]}))
    buttons = [one for one in page.form("/new")["buttons"] if one["name"] == "request_split"]
    assert [one["value"] for one in buttons if one["value"]] == ["0"]


# ── before handing in ───────────────────────────────────────────────────────


def test_the_check_page_keeps_what_is_required_apart_from_what_is_advised(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    page = lin.send("/new", button=("check", "1"), **written(world, **POOR, category="", consent=""))
    required, advised = page.words.split("只是提醒不影响提交")
    assert "还没有选类别" in required and "写到“我家”" not in required
    assert "问题：这里写到“我家”" in advised and "第2项请求：写到“重视”" in advised and "还有2处" in advised


def test_a_paper_full_of_advice_is_handed_in_all_the_same(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    lin.send("/new", button=("check", "1"), **written(world, **POOR))
    lin.send("/submit")
    assert only().state is SuggestionState.SUBMITTED


# ── at review ───────────────────────────────────────────────────────────────


def test_the_desk_sees_the_same_and_puts_it_into_its_letter(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world, problem=POOR["problem"], requests=("进一步加强各项管理工作。",))
    chen = browse("chen")
    page = chen.open(f"/suggestions/{case}/review")
    assert "写作检查3处" in page.words and "第1项请求请求比较笼统" in page.words
    assert "问题写到“我家”，对照：涉及代表本人" in page.words
    way = next(href for href, words in page.links if "放进“退回修改”" in words)
    letter = chen.open(way).data(f"/suggestions/{case}/review")["reason"]
    assert letter.startswith("问题：这里写到“我家”") and "第1项请求：" in letter and "不影响您提交" not in letter
    assert "13812345678" not in letter


def test_what_the_desk_has_written_is_not_overwritten_by_an_address(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world, problem=POOR["problem"])
    chen = browse("chen")
    address = f"/suggestions/{case}/review?reasons=1"
    sent = chen.open(address).data("/review") | {"outcome": "returned", "reason": "请删去电话。"}
    chen.post(address, **sent)
    assert builders.fetch(case).state is SuggestionState.RETURNED
    assert "请删去电话。" in browse("lin").open(f"/suggestions/{case}/edit").words


def test_a_letter_of_many_findings_fits_its_field(browse: Browsers, world: World) -> None:
    many = tuple(f"进一步加强第{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'[at]}类管理工作。" for at in range(REQUESTS))
    case = builders.a_submitted(world, problem=POOR["problem"], requests=many)
    page = browse("chen").open(f"/suggestions/{case}/review?reasons=1")
    letter = page.data(f"/suggestions/{case}/review")["reason"]
    assert 1000 < len(letter) <= NOTE and letter.endswith("。")


def test_a_good_paper_shows_the_desk_no_checks(browse: Browsers, world: World) -> None:
    assert "写作检查" not in browse("chen").open(f"/suggestions/{builders.a_submitted(world)}/review").words


def test_a_paper_entered_from_paper_is_read_the_same_way(browse: Browsers, world: World) -> None:
    case = entered_on_paper(world)
    text = builders.fetch(case).text
    assert text is not None
    text.analysis = "很急"
    db.session.commit()
    assert "分析原因写得很短" in browse("chen").open(f"/suggestions/{case}/review").words


def test_whoever_may_not_review_finds_no_findings(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world, problem=POOR["problem"])
    browse("he").open(f"/suggestions/{case}/review?reasons=1", status=404)
    browse("lin").open(f"/suggestions/{case}/review?reasons=1", status=403)


# ── bills ───────────────────────────────────────────────────────────────────


def test_a_bill_is_read_by_its_own_parts_and_law(browse: Browsers, world: World) -> None:
    with time_machine.travel(SITTING, tick=False):
        bill = a_bill_draft(
            world,
            problem="电梯的安全越来越让人担心，修不修、由谁来出钱，一直没有说法。",
            requests=("加强电梯管理工作。",),
        )
        page = browse("lin").open(f"/suggestions/{bill}/edit")
    assert "案由缺少事实" in page.words and "第1项方案请求比较笼统" in page.words
    assert "议案要有案由、案据和方案" in page.words and "住宅电梯安全管理条例的议案" in page.words


def test_a_bill_under_review_is_read_too(browse: Browsers, world: World) -> None:
    with time_machine.travel(SITTING, tick=False):
        bill = a_bill(world, requests=("加强电梯管理工作。",))
        assert "第1项方案请求比较笼统" in browse("chen").open(f"/suggestions/{bill}/review").words


# ── papers written well ─────────────────────────────────────────────────────


def test_one_example_stands_folded_beside_the_draft_and_all_on_a_page(browse: Browsers, world: World) -> None:
    lin = browse("lin")
    page = lin.open("/suggestions/new")
    assert "看一件写得好的" in page.words and "关于在柳堤路口增设行人过街信号灯的建议" in page.words
    assert ("/suggestions/models", "再看几件") in page.links
    page = lin.open("/suggestions/models")
    assert page.words.count("事实：多少人、多少次") == 3 and "关于制定本市住宅电梯安全管理条例的议案" in page.words


def test_guests_are_sent_to_log_in(browse: Browsers) -> None:
    assert "登录" in browse().open("/suggestions/models").words


@pytest.mark.parametrize("paper", model_files.papers_in(model_files.PACKAGED), ids=lambda paper: paper.title)
def test_the_examples_pass_the_checks_they_stand_beside(paper: model_files.ModelPaper) -> None:
    texts = {"title": paper.title, "problem": _joined(paper.problem), "analysis": _joined(paper.analysis)}
    texts |= {f"requests-{at}": text for at, (text, _note) in enumerate(paper.requests)}
    book = books_in(PACKAGED)[-1]
    assert findings(texts, grounds=book.grounds, advice=book.advice, is_bill=paper.kind == "bill") == ()
    notes = {note for part in (paper.problem, paper.analysis, paper.requests) for _text, note in part}
    assert notes - {""} <= set(NOTES)


def _joined(part: model_files.Noted) -> str:
    return "".join(text for text, _note in part)


def test_a_city_puts_its_own_examples_in_their_place(tmp_path: Path) -> None:
    own = '[[paper]]\nkind = "suggestion"\ngroup = "本市"\ntitle = "修路"\n'
    own += "".join(f'{part} = [["{SENTENCE}", "fact"]]\n' for part in ("problem", "analysis", "requests"))
    (tmp_path / model_files.NAME).write_text(own, encoding="utf-8")
    (paper,) = model_files.papers_in(tmp_path)
    assert (paper.name, paper.problem) == ("关于修路的建议", ((SENTENCE, "fact"),))


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[[paper]]\nkind = 'suggestion'\n",
        "[paper]\nkind = 1\n",
        "[[paper]]\nkind = 'song'\ngroup=''\ntitle=''\nproblem=[]\nanalysis=[]\nrequests=[]\n",
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / model_files.NAME).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^model_papers.toml: "):
        model_files.papers_in(tmp_path)
    assert model_files.papers_for(tmp_path) == model_files.papers_in(model_files.PACKAGED)


def test_doctor_names_examples_that_cannot_be_read_and_drafts_are_written_all_the_same(
    app: Flask, browse: Browsers, world: World
) -> None:
    own = Path(app.instance_path) / "rulebooks" / model_files.NAME
    own.parent.mkdir(exist_ok=True)
    own.write_text("nonsense", encoding="utf-8")
    model_files.papers_in.cache_clear()
    try:
        told = [one.what for one in doctor.findings(db.engine, Path(app.instance_path)) if "examples" in one.what]
        assert len(told) == 1 and not [
            one for one in doctor.wrong(db.engine, Path(app.instance_path)) if one.what in told
        ]
        assert "柳堤路口" in browse("lin").open("/suggestions/new").words
    finally:
        own.unlink()
        own.parent.rmdir()
        model_files.papers_in.cache_clear()


def test_every_kind_of_fact_has_its_words() -> None:
    assert set(FACTS) == set(KINDS)
    assert all(short and words for short, words in WORDS.values())
