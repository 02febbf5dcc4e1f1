"""Reports: figures frozen with their cases, texts that survive, signing off, corrections, who may do what."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests import builders
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.breakdowns import By
from tracker.domain.report_drafts import plain
from tracker.domain.report_figures import Frozen
from tracker.domain.reports import DEPUTIES, HALF, IN, SYSTEM, Ref, ReportKind, When
from tracker.domain.statistics import Measure
from tracker.models.record import Event
from tracker.models.reports import Report, ReportBlock
from tracker.queries import figure_cases, figures
from tracker.queries import reports as found
from tracker.queries.figures import Scope, by_system, deputies, whole
from tracker.queries.report_figures import Gathered, NotCounted, gather, gather_units
from tracker.queries.sessions_held import sessions_held
from tracker.services import reports
from tracker.services._load import Invalid, Missing, Stale
from tracker.services.figures import keep_up
from tracker.web.report_scopes import wanted_of

M = Measure
LATER = NOW + timedelta(days=60)


def gathered(
    kind: ReportKind = ReportKind.ANNUAL, *, now: datetime = NOW, unit: tuple[int, str] | None = None
) -> Gathered:
    keep_up(now=now, most=None)
    reach = figures.as_of()
    assert reach is not None
    db.session.rollback()
    held = sessions_held()
    return gather(wanted_of(kind, f"s{held[0].id}", held, reach.through, unit=unit))


def begun(world: World, kind: ReportKind = ReportKind.ANNUAL, *, now: datetime = NOW) -> int:
    return reports.start(world.chen, gathered(kind, now=now), now=now)


def fetch(report_id: int) -> Report:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Report, report_id)


def block(report_id: int, code: str = "filed") -> ReportBlock:
    db.session.rollback()
    wanted = select(ReportBlock).where(ReportBlock.report_id == report_id, ReportBlock.code == code)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def summary(world: World, unit: str = "市教育局") -> int:
    keep_up(now=NOW, most=None)
    held = sessions_held()
    wanted = wanted_of(ReportKind.UNIT, f"s{held[0].id}", held, TODAY, unit=None)
    asked = gather_units(wanted)
    db.session.rollback()
    reports.ask_units(world.chen, asked, due_on=TODAY + timedelta(days=30), now=NOW)
    return db.session.scalars(select(Report.id).where(Report.unit_id == world.units[unit])).one()


def _some_of_everything(world: World) -> None:
    builders.closed(world)
    builders.delivered(world)
    builders.in_hand(world)
    builders.a_registered(world, cosigned=True)
    builders.refused(world)


def test_every_frozen_figure_is_that_of_the_ledger(world: World) -> None:
    _some_of_everything(world)
    frozen = gathered().frozen
    scope = Scope((sessions_held()[0].id,))
    assert frozen.counts() == +whole(scope, on=TODAY)
    for by in (By.DELEGATION, By.CATEGORY, By.UNIT, By.LETTER, By.KEY):
        ledger = {part: +counts for part, counts in figures.figures(scope, by, on=TODAY).items()}
        assert frozen.parts(by) == {part: counts for part, counts in ledger.items() if counts}, by
    systems = {part: +counts for part, counts in by_system(figures.figures(scope, By.UNIT, on=TODAY)).items()}
    assert frozen.parts(SYSTEM) == {part: counts for part, counts in systems.items() if counts}
    assert frozen.counts(by=HALF, part=IN) == +whole(Scope(scope.session_ids, in_session=True), on=TODAY)
    people = deputies(scope, on=TODAY)
    assert frozen.number(Ref((), DEPUTIES, "leading")) == people.leading
    assert frozen.number(Ref((), DEPUTIES, "taking_part")) == people.taking_part > people.leading


def test_the_list_behind_every_figure_holds_as_many_as_it_says_and_the_same_as_the_ledger(world: World) -> None:
    _some_of_everything(world)
    report = fetch(begun(world))
    frozen, scope = Frozen(report.figures), Scope((sessions_held()[0].id,))
    tried = 0
    for by in (By.WHOLE, By.UNIT, By.CATEGORY, By.DELEGATION):
        for part, counts in frozen.parts(by).items():
            for measure, number in counts.items():
                rows, _seen, figure = found.behind(world.chen, report, Ref((measure,), by, part), most=100)
                assert figure == number == sum(row.times for row in rows), (by, part, measure)
                ledger, _n, _figure = figure_cases.behind(
                    world.chen, [measure], scope, by=by, part=part, on=TODAY, most=100
                )
                assert sorted(map(repr, rows)) == sorted(map(repr, ledger)), (by, part, measure)
                tried += 1
    assert tried > 60
    names = found.deputies_behind(report, Ref((), DEPUTIES, "taking_part"))
    assert len(names) == frozen.number(Ref((), DEPUTIES, "taking_part")) and "方舒" in names


def test_frozen_figures_and_lists_stay_when_cases_go_on(world: World) -> None:
    case = builders.in_hand(world)
    report_id = begun(world)
    was = fetch(report_id).figures
    builders.a_registered(world)
    builders.delivered(world)
    keep_up(now=NOW, most=None)
    one = fetch(report_id)
    assert one.figures == was and Frozen(one.figures).number(Ref((M.REGISTERED,))) == 1
    rows, _n, figure = found.behind(world.chen, one, Ref((M.REGISTERED,)), most=10)
    assert [row.suggestion_id for row in rows] == [case] and figure == 1


def test_a_report_as_of_a_past_day_tells_of_that_day(world: World) -> None:
    builders.in_hand(world)
    builders.a_registered(world, now=LATER)
    keep_up(now=LATER, most=None)
    held = sessions_held()
    past = gather(wanted_of(ReportKind.ANNUAL, f"s{held[0].id}", held, TODAY, unit=None))
    assert past.frozen.number(Ref((M.REGISTERED,))) == 1
    now = gather(wanted_of(ReportKind.ANNUAL, f"s{held[0].id}", held, TODAY + timedelta(days=60), unit=None))
    assert now.frozen.number(Ref((M.REGISTERED,))) == 2


def test_the_parts_of_units_gathered_at_once_are_those_gathered_alone(world: World) -> None:
    _some_of_everything(world)
    keep_up(now=NOW, most=None)
    held = sessions_held()
    wanted = wanted_of(ReportKind.UNIT, f"s{held[0].id}", held, TODAY, unit=None)
    unit_id = world.units["市教育局"]
    alone = gathered(ReportKind.UNIT, unit=(unit_id, "临江市教育局"))
    assert gather_units(wanted)[unit_id].kept["figures"] == alone.kept["figures"]
    assert alone.frozen.counts() == +whole(Scope((held[0].id,), unit_ids=(unit_id,)), on=TODAY)


def test_nothing_is_frozen_while_the_figures_are_not_counted(world: World) -> None:
    builders.in_hand(world)
    held = sessions_held()
    with pytest.raises(NotCounted):
        gather(wanted_of(ReportKind.ANNUAL, f"s{held[0].id}", held, TODAY, unit=None))


def test_an_edited_block_survives_a_refresh_and_the_others_are_drafted_anew(world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    mine = block(report_id).words.replace("共收到", "一共收到")
    reports.edit(world.chen, block(report_id).id, words=mine, version=1, now=NOW)
    before = block(report_id, "replied").words
    builders.delivered(world)
    fresh = gathered()
    reports.refresh(world.chen, report_id, fresh, version=fetch(report_id).version, now=NOW)
    assert block(report_id).words == mine and block(report_id, "replied").words != before
    assert Frozen(fetch(report_id).figures).number(Ref((M.REGISTERED,))) == 2


def test_a_new_draft_puts_the_words_it_replaces_away(world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    drafted = block(report_id).words
    version = reports.edit(world.chen, block(report_id).id, words="自己写的一段。", version=1, now=NOW)
    reports.redraft(world.chen, block(report_id).id, version=version, now=NOW)
    one = block(report_id)
    assert one.words == drafted == plain([(words, code) for words, code in one.draft])
    assert one.put_away == "自己写的一段。" and one.edited_at is None


def test_two_who_edit_one_block_do_not_overwrite_each_other(world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    reports.edit(world.chen, block(report_id).id, words="甲", version=1, now=NOW)
    with pytest.raises(Stale):
        reports.edit(world.lu, block(report_id).id, words="乙", version=1, now=NOW)
    assert block(report_id).words == "甲"


def test_who_signs_off_signs_what_he_saw(world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    opened = fetch(report_id).version
    reports.edit(world.lu, block(report_id).id, words="改过", version=1, now=NOW)
    with pytest.raises(Stale):
        reports.finish(world.chen, report_id, signed_by="陆平川", version=opened, now=NOW)


def test_once_signed_off_nothing_changes(world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    with pytest.raises(Invalid, match="signed_by"):
        reports.finish(world.chen, report_id, signed_by=" ", version=fetch(report_id).version, now=NOW)
    reports.finish(world.chen, report_id, signed_by="陆平川", version=fetch(report_id).version, now=NOW)
    again, one = gathered(), fetch(report_id)
    version = one.version
    assert one.signed_by == "陆平川" and one.finished_by_id == world.chen.person_id
    for act in (
        lambda: reports.edit(world.chen, block(report_id).id, words="甲", version=1, now=NOW),
        lambda: reports.redraft(world.chen, block(report_id).id, version=1, now=NOW),
        lambda: reports.refresh(world.chen, report_id, again, version=version, now=NOW),
        lambda: reports.finish(world.chen, report_id, signed_by="乙", version=version, now=NOW),
    ):
        with pytest.raises(Invalid, match="report_is_final"):
            act()


def test_the_same_is_drafted_again_only_by_whoever_says_so(world: World) -> None:
    builders.closed(world)
    first = begun(world)
    with pytest.raises(Invalid) as refused:
        begun(world)
    assert refused.value.problems == {"again": "report_alike"}
    begun(world, ReportKind.BULLETIN)
    second = reports.start(world.chen, gathered(), now=NOW, again=True)
    assert [one.id for one in found.alike(fetch(first).title, TODAY)] == [second, first]
    reports.finish(world.chen, first, signed_by="陆平川", version=fetch(first).version, now=NOW)
    with pytest.raises(Invalid) as refused:
        reports.finish(world.chen, second, signed_by="陆平川", version=fetch(second).version, now=NOW)
    assert refused.value.problems == {"report": "report_signed_alike"}
    assert fetch(second).finished_at is None
    reports.discard(world.chen, second, version=fetch(second).version, now=NOW)
    with pytest.raises(Invalid):
        begun(world)
    assert begun(world, now=LATER), "as of another day it is another report"


def test_a_correction_is_called_what_it_is(world: World) -> None:
    builders.closed(world)
    title, one = "", begun(world)
    for ending in ("", "（更正）", "（第2次更正）", "（第3次更正）"):
        title = title or fetch(one).title
        assert fetch(one).title == title + ending
        reports.finish(world.chen, one, signed_by="陆平川", version=fetch(one).version, now=NOW)
        one = reports.correct(world.chen, one, why="第二段写错", version=fetch(one).version, now=NOW)


def test_a_correction_leaves_the_old_one_and_says_why(world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    reports.edit(world.chen, block(report_id).id, words="写错的一段。", version=1, now=NOW)
    reports.finish(world.chen, report_id, signed_by="陆平川", version=fetch(report_id).version, now=NOW)
    version = fetch(report_id).version
    with pytest.raises(Invalid, match="why"):
        reports.correct(world.chen, report_id, why="", version=version, now=NOW)
    made = reports.correct(world.chen, report_id, why="第一段写错", version=version, now=NOW)
    with pytest.raises(Invalid, match="correction_begun"):
        reports.correct(world.chen, report_id, why="再来", version=version, now=NOW)
    assert block(made).words == "写错的一段。" and fetch(made).figures == fetch(report_id).figures
    listed = {row.Report.id: row.corrected_by for row in found.reports(world.chen).rows}
    assert listed == {report_id: None, made: None}, "a draft of a correction takes nothing away yet"
    reports.finish(world.chen, made, signed_by="陆平川", version=fetch(made).version, now=NOW)
    assert {row.Report.id: row.corrected_by for row in found.reports(world.chen).rows} == {report_id: made, made: None}


def test_a_unit_writes_its_own_summary_and_its_signer_hands_it_in(world: World) -> None:
    builders.in_hand(world)
    report_id = summary(world)
    assert fetch(report_id).due_on == TODAY + timedelta(days=30)
    reports.edit(world.jing, block(report_id, "ways").id, words="领导包案。", version=1, now=NOW)
    assert found.find(world.chen, report_id) is None, "not before it is handed in"
    assert found.find(world.jiang, report_id) is None, "never another unit's"
    version = fetch(report_id).version
    for other in (world.chen, world.jiang, world.jing):
        with pytest.raises(Missing):
            reports.finish(other, report_id, signed_by="程远", version=version, now=NOW)
    with pytest.raises(Missing):
        reports.edit(world.chen, block(report_id, "next").id, words="代写", version=1, now=NOW)
    reports.finish(world.cheng, report_id, signed_by="程远", version=version, now=NOW)
    read = found.find(world.chen, report_id)
    assert read is not None and read.signed_by == "程远"


def test_each_unit_is_asked_once(world: World) -> None:
    builders.in_hand(world)
    summary(world)
    held = sessions_held()
    wanted = wanted_of(ReportKind.UNIT, f"s{held[0].id}", held, TODAY, unit=None)
    again = gather_units(wanted)
    db.session.rollback()
    with pytest.raises(Invalid, match="summaries_asked"):
        reports.ask_units(world.chen, again, due_on=TODAY, now=NOW)
    one = next(iter(again.values()))
    with pytest.raises(Invalid, match="summary_is_there"):
        reports.start(world.chen, one, now=NOW)
    with pytest.raises(Invalid, match="due_on"):
        reports.ask_units(world.chen, again, due_on=TODAY - timedelta(days=1), now=NOW)


def test_the_table_itself_refuses_what_the_services_do(world: World) -> None:
    builders.in_hand(world)
    one = fetch(summary(world))
    for wrong in ({"unit_id": None}, {"signed_by": "无日期"}, {"why": "没有更正谁"}):
        with pytest.raises(IntegrityError):
            db.session.execute(Report.__table__.update().where(Report.id == one.id).values(**wrong))
        db.session.rollback()


def test_only_the_desk_begins_and_a_committee_reads_what_is_signed_off(world: World) -> None:
    builders.in_hand(world)
    held = gathered()
    for other in (world.ou, world.cheng, world.du, world.lin, world.ji):
        with pytest.raises(Missing):
            reports.start(other, held, now=NOW)
    report_id = reports.start(world.chen, held, now=NOW)
    assert found.find(world.ou, report_id) is None and found.find(world.cheng, report_id) is None
    reports.finish(world.chen, report_id, signed_by="陆平川", version=fetch(report_id).version, now=NOW)
    assert found.find(world.ou, report_id) is not None
    for other in (world.cheng, world.du, world.lin, world.ji, world.xi):
        assert found.find(other, report_id) is None


def test_every_step_is_on_record(world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    reports.edit(world.chen, block(report_id).id, words="甲", version=1, now=NOW)
    reports.finish(world.chen, report_id, signed_by="陆平川", version=fetch(report_id).version, now=NOW)
    acts = db.session.scalars(select(Event.action).where(Event.subject == f"report:{report_id}").order_by(Event.seq))
    assert list(acts) == ["start_report", "edit_report", "finish_report"]


def test_a_text_marked_as_secret_is_not_kept(world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    with pytest.raises(Invalid, match="secret"):
        reports.edit(world.chen, block(report_id).id, words="机密★10年", version=1, now=NOW)
    assert (
        db.session.scalar(select(func.count()).select_from(ReportBlock).where(ReportBlock.words.contains("机密"))) == 0
    )


def test_papers_given_out_are_listed_by_unit_and_confidential_titles_are_not(world: World) -> None:
    case = builders.in_hand(world)
    papers = gathered(ReportKind.MEETING).frozen.papers
    assert {(one.suggestion_id, one.unit) for one in papers} >= {(case, "市教育局")}
    assert all(one.due_on for one in papers)
    builders.fetch(case).is_confidential = True
    db.session.commit()
    assert {one.title for one in gathered(ReportKind.MEETING).frozen.papers} == {"（标题不公开）"}


def test_last_years_promises_are_told_as_of_this_year(world: World) -> None:
    wanted = wanted_of(ReportKind.ANNUAL, f"s{sessions_held()[0].id}", sessions_held(), TODAY, unit=None)
    if When.BEFORE in wanted.sides:
        assert wanted.sides[When.LAST].on == TODAY and wanted.sides[When.BEFORE].on == TODAY.replace(year=2025)
    bulletin = wanted_of(ReportKind.BULLETIN, f"s{sessions_held()[0].id}", sessions_held(), TODAY, unit=None)
    assert bulletin.sides[When.BEFORE].on == TODAY.replace(month=3, day=31) and bulletin.compared == "上月底"
