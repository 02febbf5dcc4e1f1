"""Files of key items: with a plan, an occasion, an answer, a report, the look-back; who reads each; none is lost."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import keying
from tests.keying import a_paper, at, decided, item_of, two_units
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.key_items import KeyAct, Occasion
from tracker.domain.parties import Actor
from tracker.models.attachments import Attachment, Scan, StoredFile
from tracker.models.record import Event
from tracker.queries import chain, key_items
from tracker.queries.key_item_files import files_of, find_file
from tracker.services import files, key_reports, key_supervision
from tracker.services._load import Invalid
from tracker.services.files import Upload
from tracker.services.key_supervision import Conclusion, Demand, Held, Step

HELD = Held(Occasion.INSPECTION, keying.MET, "校门口", "委员五人", "两所没有护学岗。")


def uploaded(actor: Actor, name: str = "视察照片.txt") -> str:
    return files.keep(actor, [Upload(name, io.BytesIO(name.encode()))], now=NOW).keys[0]


def kept(key: str) -> Attachment:
    db.session.rollback()
    return db.session.get_one(Attachment, key, populate_existing=True)


def held_with(world: World, item: int, *keys: str, **more: object) -> None:
    told = replace(HELD, **more)  # type: ignore[arg-type]
    key_supervision.hold(world.ou, item, told, version=at(item), files=keys, now=NOW)


def names(actor: Actor, item: int) -> list[str]:
    found = key_items.find(actor, item)
    return [one.file.name for one in files_of(actor, found)] if found else []


def test_what_came_with_an_occasion_stands_in_the_record_with_its_digest(world: World) -> None:
    item, key = decided(world, a_paper(world)), uploaded(world.ou)
    held_with(world, item, key)
    one = kept(key)
    act = db.session.get_one(Event, one.event_seq)
    assert (one.key_item_id, one.suggestion_id, act.action) == (item, None, KeyAct.HOLD)
    assert act.facts["files"] == [
        {"key": key, "name": one.name, "size": one.file.size, "alg": one.file.alg, "digest": one.digest}
    ]
    assert chain.verify().whole


def test_it_outlives_the_sweep_that_takes_what_nobody_handed_in(world: World) -> None:
    item, bound, loose = decided(world, a_paper(world)), uploaded(world.ou), uploaded(world.ou, "没有交的.txt")
    held_with(world, item, bound)
    files.sweep({}, now=NOW + timedelta(days=2))
    db.session.rollback()
    assert list(db.session.scalars(select(Attachment.key))) == [bound] and loose != bound
    assert files.store().path(kept(bound).digest).exists()


def test_those_inside_read_it_and_deputies_outside_do_not(world: World) -> None:
    item = decided(world, a_paper(world))
    held_with(world, item, uploaded(world.ou))
    told = {who: names(getattr(world, who), item) for who in ("chen", "ou", "du", "jing", "lin", "he", "yuan")}
    inside = ["视察照片.txt"]
    assert told == {"chen": inside, "ou": inside, "du": inside, "jing": inside, "lin": inside, "he": inside, "yuan": []}


def test_another_units_answer_and_report_come_with_files_a_unit_does_not_read(world: World) -> None:
    item = decided(world, two_units(world))
    other = next(
        one for one in world.units.values() if one in key_items.facts_of(item_of(item)).units - {world.jing.unit_id}
    )
    held_with(world, item, demands=[Demand(world.jing.unit_id, "排好护学岗", date(2026, 8, 20))])
    demand = item_of(item).events[0].demands[0].id
    said = {"version": at(item), "files": [uploaded(world.jing, "排班表.txt")], "now": NOW}
    key_supervision.answer(world.jing, item, demand, "八月排好。", **said)
    key_reports.hand_in(world.cheng, item, "都有了。", version=0, files=[uploaded(world.cheng, "报告.txt")], now=NOW)
    assert names(world.jing, item) == names(world.chen, item) == ["排班表.txt", "报告.txt"]
    beside = replace(world.jing, unit_id=other, person_id=-1)
    assert names(beside, item) == []


def test_a_drafts_files_are_its_units_alone_until_the_principal_hands_it_in(world: World) -> None:
    item, key = decided(world, a_paper(world)), uploaded(world.jing, "报告.txt")
    version = key_reports.draft(world.jing, item, "草稿", version=0, files=[key], now=NOW)
    assert names(world.jing, item) == ["报告.txt"] and names(world.chen, item) == names(world.ou, item) == []
    version = key_reports.draft(world.jing, item, "草稿二", version=version, now=NOW)
    assert names(world.jing, item) == ["报告.txt"]
    key_reports.hand_in(world.cheng, item, "报告", version=version, files=[key], now=NOW)
    assert names(world.chen, item) == ["报告.txt"] and kept(key).event_seq is not None
    # What was handed in stays with the report it came with; a further one begins without it.
    key_reports.draft(world.jing, item, "补充", version=0, files=[], now=NOW)
    assert names(world.chen, item) == ["报告.txt"]


def test_unticked_in_a_draft_it_is_gone(world: World) -> None:
    item, key = decided(world, a_paper(world)), uploaded(world.jing)
    version = key_reports.draft(world.jing, item, "草稿", version=0, files=[key], now=NOW)
    key_reports.draft(world.jing, item, "草稿", version=version, files=[], now=NOW)
    db.session.rollback()
    assert db.session.get(Attachment, key) is None


def test_nobody_hands_in_what_another_uploaded_or_another_item_holds(world: World) -> None:
    item, mine, others = decided(world, a_paper(world)), uploaded(world.ou), uploaded(world.chen)
    with pytest.raises(Invalid) as refused:
        held_with(world, item, others)
    assert refused.value.problems == {"files": "file_gone"}
    held_with(world, item, mine)
    with pytest.raises(Invalid):
        key_supervision.plan(world.ou, item, "先听后看", [], version=at(item), files=[mine], now=NOW)
    assert item_of(item).plans == [] and kept(others).is_loose


def test_one_with_a_virus_is_not_handed_in(world: World) -> None:
    item, key = decided(world, a_paper(world)), uploaded(world.ou)
    db.session.get_one(StoredFile, kept(key).digest).scan = Scan.INFECTED
    db.session.commit()
    with pytest.raises(Invalid) as refused:
        held_with(world, item, key)
    assert refused.value.problems == {"files": "file_infected"}


def test_the_look_backs_files_are_read_by_every_deputy_as_its_result_is(world: World) -> None:
    item = decided(world, a_paper(world))
    keying.reported(world, item)
    told = Conclusion("都看过，护学岗在岗。", None, False)
    how = {"version": at(item), "files": [uploaded(world.ou, "回头看.txt")], "now": NOW}
    key_supervision.plan(world.ou, item, "方案", [Step(keying.MET, "看")], version=at(item), now=NOW)
    how["version"] = at(item)
    key_supervision.conclude(world.ou, item, told, **how)
    assert names(world.yuan, item) == ["回头看.txt"]


def test_a_file_is_found_through_its_own_item_alone(world: World) -> None:
    first, second, key = decided(world, a_paper(world)), decided(world, a_paper(world)), uploaded(world.ou)
    held_with(world, first, key)
    found = {one: key_items.find(world.chen, one) for one in (first, second)}

    assert found[first] and find_file(world.chen, found[first], key)
    assert found[second] and find_file(world.chen, found[second], key) is None
