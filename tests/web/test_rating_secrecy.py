"""Until a window shuts nobody learns what was said, through any page, list, file or figure: but the desk, who said it,
and who has rated himself. Words meant for the desk alone stay with it for ever."""

from __future__ import annotations

import io
import re

from flask import Flask
from pypdf import PdfReader

from tests import builders
from tests.page import Browser, Page
from tests.services.test_hand_overs import hand_over
from tests.services.test_quality_ratings import asked, say
from tests.situations_ratings import a_scan, asks_quality, promise_of, reported
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.db import db
from tracker.domain.ratings import Level, Question
from tracker.services import implementation_ratings, paper_ratings, ratings
from tracker.services._rating import Ballot, Verdict
from tracker.services.paper_ratings import OnPaper

REASON, NOTE, PROMISE, PAPER = "金丝雀理由甲", "金丝雀便笺乙", "金丝雀落实丙", "金丝雀纸上丁"
# What the unit says of the suggestion, and its line in the story; who may say it for the unit, reads it.
QUALITY, LINE, UNIT = "金丝雀质量戊", "评价了建议质量", {"he", "jing", "cheng"}
# One of each role and relation; the rest would only ask the same again.
EVERYBODY = [login for login, *_ in PEOPLE if login not in ("jiang", "su", "zheng", "han", "gu")]
DESK = {"chen", "lu"}
# Pages that read; those of acts are refused to whom the act is not open, and the matrix tries that.
READS = re.compile(r"^(suggestion:read|commitment:read|round:rate$|commitment:rate_commitment)")
LISTS = ("/", "/suggestions", "/promises", "/audit")
# What differs between two papers anyway: numbers, tokens, which is before and which after.
_TOKENS = re.compile(r'<a [^>]*rel="(prev|next)".*?</a>|(name="(once|csrf_token|hat)" value=")[^"]*|\d+|nonce="[^"]*"')


def rated(world: World, level: Level, reason: str = REASON) -> int:
    """Lin has rated reply and promise, Fang has not; a paper of hers waits for a second person; the unit has rated the
    suggestion."""
    case = reported(world)
    asks_quality(world, case)
    say(world, case, words=QUALITY)
    one, said = builders.round_of(world, case), Verdict(level, reason)
    both = {Question.ANSWER: said, Question.PROCESS: said}
    ratings.rate(world.lin, one.id, both, version=one.version, private_note=NOTE, now=NOW)
    promise = promise_of(case)
    kept = Verdict(level, PROMISE)
    implementation_ratings.rate_commitment(
        world.lin, promise.id, kept, version=promise.version, private_note=NOTE, now=NOW
    )
    one = builders.round_of(world, case)
    typed = Ballot({question: Verdict(level, PAPER) for question in both}, NOTE)
    paper = OnPaper(world.fang.person_id, TODAY, typed, [a_scan(world.chen)])
    paper_ratings.enter(world.chen, one.id, paper, version=one.version, now=NOW)
    return case


def addresses(app: Flask, world: World, case: int, login: str) -> list[str]:
    """Every page there is to read of this case, and the lists; the file of the whole dossier for a few."""
    one, promise = builders.round_of(world, case), promise_of(case)
    ids = {"suggestion_id": case, "round_id": one.id, "commitment_id": promise.id, "no": 1}
    found = list(LISTS)
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            reads = READS.match(getattr(app.view_functions[rule.endpoint], "access", ""))
            if reads and "GET" in (rule.methods or ()) and rule.arguments and rule.arguments <= ids.keys():
                made = rule.build({name: ids[name] for name in rule.arguments})
                found += [made[1]] if made else []
    return [each for each in found if not each.endswith(".pdf") or login in ("cheng", "fang")]


def read(who: Browser, address: str) -> str:
    """What came back, in words whatever it is a file of."""
    answer = who._ask("GET", address)
    if answer.mimetype == "application/pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    return answer.get_data(as_text=answer.mimetype.startswith("text/")) if answer.mimetype.startswith("text/") else ""


def words(who: Browser, address: str) -> str:
    """What stands on a page, without what forms carry hidden."""
    return Page(read(who, address)).words


def code_on(printed: str) -> str:
    """The code of a dossier as it stands on it."""
    return re.search(r"dossier-\d+-\d+-[0-9a-f]{20}", "".join(printed.split()))[0]


def test_nobody_reads_a_word_of_it_early_on_any_page(app: Flask, browse, world: World) -> None:
    case = rated(world, Level.DISSATISFIED)
    for login in EVERYBODY:
        if login in DESK:
            continue
        who = browse(login)
        own = {REASON, NOTE, PROMISE} if login == "lin" else {QUALITY} if login in UNIT else set()
        for address in addresses(app, world, case, login):
            body = read(who, address)
            told = [words for words in (REASON, NOTE, PROMISE, PAPER, QUALITY) if words in body and words not in own]
            assert not told, (login, address, told)
    desk = browse("chen").open(f"/suggestions/{case}").words
    assert REASON in desk and NOTE in desk and QUALITY in desk
    assert QUALITY in browse("cheng").open(f"/suggestions/{case}").words


def test_no_page_of_the_case_differs_by_the_level_that_was_given(app: Flask, browse, world: World) -> None:
    twins = [rated(world, level) for level in (Level.SATISFIED, Level.DISSATISFIED)]
    for login in EVERYBODY:
        if login in DESK | {"lin"}:
            continue
        who = browse(login)
        for name in ("/suggestions/{case}", "/suggestions/{case}/paper", "/promises/{promise}"):
            one, other = (
                _TOKENS.sub("#", read(who, name.format(case=case, promise=promise_of(case).id))) for case in twins
            )
            assert one == other, (login, name)


def test_who_has_rated_reads_the_others_and_who_may_not_rate_does_not(browse, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    one = builders.round_of(world, case)
    ratings.rate(world.lin, one.id, builders.verdicts(Level.DISSATISFIED, REASON), version=one.version, now=NOW)
    fang = browse("fang")
    assert REASON not in fang.open(f"/suggestions/{case}").body and "代表评价了答复" in fang.page.words
    one = builders.round_of(world, case)
    next(each for each in one.deliveries if each.person_id == world.fang.person_id).may_rate = False
    db.session.commit()
    assert REASON not in fang.open(f"/suggestions/{case}").body, "the lead rates for all: the others read it at the end"


def test_after_the_window_reasons_are_open_and_notes_are_the_desks_for_ever(browse, world: World) -> None:
    case = rated(world, Level.BASICALLY)
    one, said = builders.round_of(world, case), builders.verdicts()
    ratings.rate(world.fang, one.id, said, version=one.version, private_note=NOTE, now=NOW)
    promise = promise_of(case)
    implementation_ratings.rate_commitment(
        world.fang, promise.id, Verdict(Level.SATISFIED), version=promise.version, private_note=NOTE, now=NOW
    )
    for login in EVERYBODY:
        if login in DESK | {"xi", "an", "ji"}:
            continue
        who = browse(login)
        pages = [f"/suggestions/{case}", f"/suggestions/{case}/paper", f"/promises/{promise.id}"]
        assert all(NOTE not in read(who, page) for page in pages), login
    unit = browse("cheng").open(f"/suggestions/{case}").words
    assert REASON in unit and "已评2，未反馈0（应评2人：" in unit and PAPER not in unit
    assert REASON not in browse("yuan").open(f"/suggestions/{case}").words


def test_no_figure_tells_that_somebody_has_rated(browse, world: World) -> None:
    """Word for word and digit for digit, with the code of a dossier printed before and of one printed after."""
    case = reported(world)
    pages = [f"/suggestions/{case}", f"/suggestions/{case}/paper", f"/promises/{promise_of(case).id}", *LISTS[:3]]
    printed = code_on(read(browse("cheng"), f"/suggestions/{case}/dossier.pdf"))
    readers = [login for login in EVERYBODY if login not in DESK | {"lin", "fang", "an", "ji", "xi"}]
    told = {(login, each): words(browse(login), each) for login in readers for each in pages}
    check = browse().open(f"/check/{printed}").words
    one, promise = builders.round_of(world, case), promise_of(case)
    ratings.rate(world.fang, one.id, builders.verdicts(), version=one.version, now=NOW)
    implementation_ratings.rate_commitment(
        world.fang, promise.id, Verdict(Level.SATISFIED), version=promise.version, now=NOW
    )
    assert browse().open(f"/check/{printed}").words == check and "与记录相符" in check
    assert code_on(read(browse("cheng"), f"/suggestions/{case}/dossier.pdf")) == printed
    for (login, address), before in told.items():
        assert words(browse(login), address) == before, (login, address)


def test_nothing_tells_that_the_unit_has_rated_the_suggestion(browse, world: World) -> None:
    case = reported(world)
    asks_quality(world, case)
    pages = [f"/suggestions/{case}", f"/suggestions/{case}/paper", *LISTS[:3]]
    readers = [login for login in EVERYBODY if login not in DESK | UNIT | {"an", "ji", "xi"}]
    before = {(login, each): words(browse(login), each) for login in readers for each in pages}
    printed = code_on(read(browse("fang"), f"/suggestions/{case}/dossier.pdf"))
    say(world, case, words=QUALITY)
    for (login, address), was in before.items():
        assert words(browse(login), address) == was, (login, address)
    assert code_on(read(browse("fang"), f"/suggestions/{case}/dossier.pdf")) == printed
    assert LINE in browse("cheng").open(f"/suggestions/{case}").words


def test_once_the_window_has_shut_its_signers_read_it_and_the_public_never(browse, world: World) -> None:
    case = asked(world, cosigned=True, shares=builders.LEAD_AND_CO)
    say(world, case, words=QUALITY)
    page = f"/suggestions/{case}"
    for who in (world.lin, world.fang):
        assert QUALITY not in browse("lin").open(page).words, "who has rated still waits for the others"
        one = builders.round_of(world, case)
        ratings.rate(who, one.id, builders.verdicts(), version=one.version, now=NOW)
    readers = {login for login in EVERYBODY if QUALITY in read(browse(login), page)}
    assert readers == DESK | UNIT | {"lin", "fang"}
    assert {login for login in EVERYBODY if LINE in read(browse(login), page)} == readers
    lin = browse("lin").open(page).words
    assert "不公开，不计入代表履职统计" in lin and "市教育局评价了建议质量" in lin.replace(" ", "")
    section = lin[lin.index("建议质量评价") :][:120]
    assert "程远" not in section, "the unit speaks, not one of its people"


def test_after_a_hand_over_it_stays_with_the_unit_that_wrote_it(browse, world: World) -> None:
    """The unit that takes over reads the reply, and not what the one before it said of the suggestion."""
    case = asked(world)
    say(world, case, words=QUALITY)
    hand_over(world, case)
    page = f"/suggestions/{case}"
    assert {login for login in EVERYBODY if QUALITY in read(browse(login), page)} == DESK | UNIT
    assert {login for login in EVERYBODY if LINE in read(browse(login), page)} == DESK | UNIT
    one = builders.round_of(world, case, "市交通运输局")
    ratings.rate(world.lin, one.id, builders.verdicts(), version=one.version, now=NOW)
    assert {login for login in EVERYBODY if QUALITY in read(browse(login), page)} == DESK | UNIT | {"lin"}


def test_a_deputy_who_works_for_the_unit_does_not_read_it_early_under_that_hat(browse, world: World) -> None:
    case = asked(world)
    say(world, case, world.he, words=QUALITY)
    fetched = builders.fetch(case)
    fetched.author_id = world.cheng.person_id
    db.session.commit()
    page = browse("cheng").open(f"/suggestions/{case}")
    assert QUALITY not in page.words and LINE not in page.words
