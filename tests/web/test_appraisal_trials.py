"""A changed scheme tried on figures there are; how hard the work was beside a score; tables and marks."""

from __future__ import annotations

import csv
import io

from tests import builders
from tests.conftest import Browsers
from tests.keying import decided
from tests.services.test_appraisals import counted, fetch, in_force
from tests.world import NOW, TODAY, World
from tracker.domain.ratings import Level
from tracker.queries.appraisal_scores import Hard, hardness
from tracker.services import appraisals


def test_a_new_version_is_laid_beside_the_one_in_force(browse: Browsers, world: World) -> None:
    builders.closed(world, level=Level.DISSATISFIED)
    one = in_force(world)
    counted()
    chen = browse("chen")
    assert "变化" not in chen.open(f"/appraisal-schemes/{one.id}/preview").words
    new = appraisals.new_version(world.chen, one.id, why="满意率加重", version=one.version, now=NOW)
    for code, weight in (("satisfaction", "40"), ("on_time", "0")):
        if any(each.code == code for each in fetch(new).indicators):
            chen.open(f"/appraisal-schemes/{new}/indicators/{code}")
            chen.send(f"/{code}", weight=weight)
    page = chen.open(f"/appraisal-schemes/{new}/preview")
    assert "和第1版比" in page.words and "第1版总评" in page.words and "名次不变" in page.words
    score = browse("cheng").open(f"/appraisals/{one.id}/units/{world.units['市教育局']}")
    total = next(words for words in score.words.split("市教育局") if "分" in words).split("分")[0]
    assert f"{total}分" in page.words, "what is in force comes to the same as on its own page"
    browse("cheng").open(f"/appraisal-schemes/{new}/preview", status=404)


def test_the_session_of_a_trial_is_chosen_and_said(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    chen = browse("chen")
    page = chen.open(f"/appraisal-schemes/{one.id}/preview?of=s{one.session_id}")
    assert "另一次会议" not in page.words and "市教育局" in page.words
    assert chen.open(f"/appraisal-schemes/{one.id}/preview?of=s999").words == page.words


def test_how_hard_the_work_was_stands_beside_the_score(browse: Browsers, world: World) -> None:
    builders.closed(world, cosigned=True)
    decided(world, builders.in_hand(world))
    one = in_force(world)
    counted()
    unit = world.units["市教育局"]
    assert hardness(one, on=TODAY)[unit] == Hard(whole=2, key=1, joint=1)
    words = browse("cheng").open(f"/appraisals/{one.id}/units/{unit}").words
    assert "其中重点督办1/2" in words and "其中联名提出1/2" in words
    assert "其中联名提出" in browse("chen").open(f"/appraisals/{one.id}").words


def test_the_csv_says_what_the_screen_says_and_marks_what_is_few(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    chen = browse("chen")
    chen.open(f"/appraisals/{one.id}/table.csv")
    assert chen.answer is not None
    head, *rows = csv.reader(io.StringIO(chen.answer.data.decode("utf-8-sig"), newline=""))
    told = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    ours, idle = told["市教育局"], told["市交通运输局"]
    assert ours["名次"] == "1" and any("样本少" in cell for cell in ours.values())
    assert (idle["名次"], idle["总评"], idle["总评的说明"]) == ("", "", "没有承办任务")
    assert not any("样本少" in cell for cell in idle.values())
    cheng = browse("cheng")
    cheng.open(f"/appraisals/{one.id}/table.csv")
    assert cheng.answer is not None and "市交通运输局" not in cheng.answer.data.decode("utf-8-sig")
