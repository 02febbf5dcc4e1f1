"""Papers on screen: whoever is offered one gets it, whoever is not does not; what a file holds its reader may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import builders
from tests.builders import LEAD_AND_CO, fetch, round_of
from tests.conftest import Browsers
from tests.outside.test_documents import words_of_pdf, words_of_word
from tests.page import Browser
from tests.paper_trail import delivered_with_everything
from tests.services import test_look_backs
from tests.services.test_documents import papers_of
from tests.situations_escalations import taken_up
from tests.situations_ratings import promise_of, reported
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.documents import PaperKind
from tracker.domain.ratings import Level
from tracker.queries.documents_case import dossier
from tracker.queries.documents_lists import assignment_list
from tracker.services import implementation_ratings, jobs, ratings, replies
from tracker.services._rating import Verdict

# Each with the kinds offered of a case of 市教育局 (lead) and 市交通运输局 (co-unit) with everything in it.
_ALL = {"suggestion", "notice", "objection", "extension", "opinion", "reply", "form", "commitments"}
_DEPUTY = {"suggestion", "reply", "form", "commitments"}
OFFERED = {
    "chen": _ALL, "du": _ALL, "he": _ALL, "jing": _ALL, "cheng": _ALL, "luo": _ALL,
    "lin": _DEPUTY, "fang": _DEPUTY, "yuan": _DEPUTY, "zhou": _DEPUTY, "tian": _DEPUTY, "ou": _DEPUTY,
}  # fmt: skip
NEVER = ("zheng", "xi", "an", "ji")


def ways(browser: Browser, case: int) -> list[str]:
    """The addresses of papers on the page of a case."""
    page = browser.open(f"/suggestions/{case}")
    return [href for href, _words in page.links if "/papers/" in href]


def fetched(browser: Browser, address: str, *, status: int = 200) -> bytes:
    answer = browser._ask("GET", address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return answer.get_data()


def kind_of(href: str) -> str:
    return href.rpartition("/")[2].partition("-")[0]


def test_every_role_gets_what_its_page_offers_and_nothing_else(browse: Browsers, world: World) -> None:
    case = delivered_with_everything(world)
    every = {href for href in ways(browse("chen"), case) if href.endswith(".pdf")}
    for login, kinds in OFFERED.items():
        browser = browse(login)
        offered = set(ways(browser, case))
        assert {kind_of(href) for href in offered} == kinds, login
        for href in every:
            fetched(browser, href, status=200 if href in offered else 404)
    for login in NEVER:
        for href in every | {f"/suggestions/{case}/dossier.pdf"}:
            fetched(browse(login), href, status=404)


def test_another_unit_does_not_get_the_notice_with_the_deputies_numbers(browse: Browsers, world: World) -> None:
    case = delivered_with_everything(world)
    own = [href for href in ways(browse("luo"), case) if kind_of(href) == "notice"]
    assert len(own) == 2 and len([href for href in ways(browse("chen"), case) if kind_of(href) == "notice"]) == 4


def test_a_paper_is_saved_under_a_chinese_name_and_opens_nothing(browse: Browsers, world: World) -> None:
    case = builders.delivered(world)
    href = next(one for one in ways(browse("lin"), case) if kind_of(one) == "reply")
    answer = browse("lin")._ask("GET", href)
    held = answer.headers
    assert (
        held["Content-Disposition"].startswith("attachment;")
        and "filename*=UTF-8''%E7%AC%AC" in held["Content-Disposition"]
    )
    assert held["X-Content-Type-Options"] == "nosniff" and "sandbox" in held["Content-Security-Policy"]
    assert held["Cache-Control"] == "no-store"


def test_other_deputies_read_the_letter_without_whom_to_ring_up(browse: Browsers, world: World) -> None:
    case = builders.delivered(world)
    for login, told in (("lin", True), ("yuan", False)):
        href = next(one for one in ways(browse(login), case) if kind_of(one) == "reply" and one.endswith("pdf"))
        assert ("85550142" in words_of_pdf(fetched(browse(login), href))) is told
        whole = words_of_pdf(fetched(browse(login), f"/suggestions/{case}/dossier.pdf"))
        assert ("85550142" in whole) is told


def test_what_is_being_written_is_a_draft_for_its_unit_alone(browse: Browsers, world: World) -> None:
    case = builders.in_clearance(world)
    href = next(one for one in ways(browse("cheng"), case) if kind_of(one) == "reply" and one.endswith("docx"))
    words = words_of_word(fetched(browse("cheng"), href))
    assert "草稿" in words and "reply-" not in words
    for login in ("chen", "lin", "luo"):
        fetched(browse(login), href, status=404)


def test_the_dossier_has_an_index_and_tells_no_rating_early_and_no_private_word(browse: Browsers, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    one = round_of(world, case)
    secret = "只给市人大的话"
    said = builders.verdicts(Level.DISSATISFIED)
    ratings.rate(world.lin, one.id, said, version=one.version, private_note=secret, now=NOW)
    read = {who: words_of_pdf(fetched(browse(who), f"/suggestions/{case}/dossier.pdf")) for who in ("jing", "chen")}
    assert "目录" in read["jing"] and "在校门两侧划设护学通道" in read["jing"]
    assert "没有回答第二项" not in read["jing"] and "没有回答第二项" in read["chen"]
    assert not any(secret in words for words in read.values())


def test_the_dossier_shows_spread_and_silence_and_how_promises_were_rated(browse: Browsers, world: World) -> None:
    case = reported(world)
    one = round_of(world, case)
    ratings.rate(world.lin, one.id, builders.verdicts(), version=one.version, now=NOW)
    promise, early = promise_of(case), "护学岗没有人"
    said = Verdict(Level.DISSATISFIED, early)
    implementation_ratings.rate_commitment(world.lin, promise.id, said, version=promise.version, now=NOW)
    unit = words_of_pdf(fetched(browse("cheng"), f"/suggestions/{case}/dossier.pdf"))
    assert "落实评价" in unit and early not in unit and "未反馈" not in unit
    later = NOW + timedelta(days=60)
    jobs.lapse({}, now=later)
    jobs.lapse_implementation({}, now=later)
    unit = words_of_pdf(fetched(browse("cheng"), f"/suggestions/{case}/dossier.pdf"))
    assert unit.count("未反馈1（应评2人") >= 2 and early in unit


def test_the_dossier_holds_meetings_and_look_backs(browse: Browsers, world: World) -> None:
    met = taken_up(world)
    read = words_of_pdf(fetched(browse("chen"), f"/suggestions/{met}/dossier.pdf"))
    assert "两次答复都没有说护学通道" in read and "市人大会议室" in read
    case = builders.closed(world)
    test_look_backs.begun(world)
    test_look_backs.filled(world, case)
    assert "标线已划，护学岗到位" in words_of_pdf(fetched(browse("chen"), f"/suggestions/{case}/dossier.pdf"))


def test_the_code_of_a_paper_is_compared_without_log_in(browse: Browsers, world: World) -> None:
    case = builders.delivered(world)
    code = code_of(case, PaperKind.REPLY)
    page = browse().open(f"/check/{code}")
    assert page.h1 == ["与记录相符"] and "临教复〔2026〕1号" in page.words and "临江市教育局" in page.words
    assert "护学通道" not in page.words and "林若溪" not in page.words
    round_of(world, case).opening = "改过"
    db.session.commit()
    assert browse().open(f"/check/{code}").h1 == ["与记录不符"]


@pytest.mark.parametrize("code", ["x", "reply-1-1-" + "0" * 20, "reply-999999999-1-" + "0" * 20, "<b>", "号" * 300])
def test_a_wrong_code_is_answered_calmly(browse: Browsers, world: World, code: str) -> None:
    assert browse().open(f"/check/{code}").h1 == ["与记录不符"]


def test_the_code_leads_who_may_read_it_to_the_record(browse: Browsers, world: World) -> None:
    case = builders.delivered(world)
    code = code_of(case, PaperKind.REPLY)
    round_id = round_of(world, case).id
    record = {f"/suggestions/{case}", f"/suggestions/{case}/papers/reply-{round_id}.pdf"}

    def led(who: str = "") -> set[str]:
        page = browse(who).open(f"/check/{code}") if who else browse().open(f"/check/{code}")
        return {href for href, _words in page.links if "/suggestions/" in href or "/log-in" in href}

    assert led("cheng") == led("lin") == record
    assert led("zheng") == set(), "who may not read the case is led nowhere"
    assert led() == {f"/log-in?next=/check/{code}"}
    fetch(case).is_confidential = True
    round_of(world, case).opening = "改过"
    db.session.commit()
    assert led("cheng") == record, "what does not agree is best compared with the record"
    assert led() == set()
    assert browse("cheng").client.get(f"/check/{code}").headers["Cache-Control"] == "no-store"


def test_the_code_of_a_list_leads_to_the_list(browse: Browsers, world: World) -> None:
    builders.an_assigned(world)
    unit = world.units["市教育局"]
    paper = assignment_list(world.chen, unit, TODAY, now_on=TODAY)
    assert paper is not None
    he = browse("he")
    address = f"/assignment-lists/{unit}/{TODAY:%Y%m%d}.pdf"
    assert address in {href for href, _words in he.open(f"/check/{paper.code}").links}
    assert fetched(he, address).startswith(b"%PDF")
    assert address not in {href for href, _words in browse("luo").open(f"/check/{paper.code}").links}


def test_a_confidential_paper_only_agrees(browse: Browsers, world: World) -> None:
    case = builders.delivered(world)
    code = code_of(case, PaperKind.REPLY)
    fetch(case).is_confidential = True
    db.session.commit()
    page = browse().open(f"/check/{code}")
    assert page.h1 == ["与记录相符"] and "临教复" not in page.words and "教育局" not in page.words


def test_the_code_of_a_dossier_counts_what_came_since(browse: Browsers, world: World) -> None:
    case = builders.in_clearance(world)
    code = code_of(case, PaperKind.DOSSIER)
    assert "此后" not in browse().open(f"/check/{code}").words
    builders.send_back(world, case)
    assert "此后" not in browse().open(f"/check/{code}").words, "what its unit alone knows is not counted"
    one = round_of(world, case)
    replies.send_up(world.jing, one.id, version=one.version, now=NOW)
    builders.pass_review(world, case)
    one = round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=NOW)
    page = browse().open(f"/check/{code}")
    assert page.h1 == ["与记录相符"] and "此后各方都看得到的新记录" in page.words


def code_of(case: int, kind: PaperKind) -> str:
    """The code printed on a paper of this kind."""
    if kind is PaperKind.DOSSIER:
        paper = dossier(fetch(case), 0, TODAY)
        assert paper is not None
        return paper.code
    return papers_of(case)[kind].code


def test_lists_hold_what_each_may_know(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world, shares=LEAD_AND_CO)
    title = fetch(case).title
    for login, count in (("chen", 2), ("du", 2), ("he", 1), ("luo", 1), ("zheng", 0)):
        page = browse(login).open("/assignment-lists")
        hrefs = [href for href, _words in page.links if href.endswith(".pdf")]
        assert len(hrefs) == count, login
        for href in hrefs:
            assert title in words_of_pdf(fetched(browse(login), href))
    mine = next(href for href, _ in browse("he").open("/assignment-lists").links if href.endswith(".xlsx"))
    assert fetched(browse("he"), mine)[:2] == b"PK"
    fetched(browse("luo"), mine, status=404)
    browse("lin").open("/assignment-lists", status=404)
