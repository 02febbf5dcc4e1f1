"""What is common to papers handled together is written once; each deputy is still answered on his own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import a_reply, fetch, in_hand, round_of
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.letter_texts import usual_opening
from tracker.domain.reply_gaps import faults
from tracker.services import groups, replies, shared_replies
from tracker.services._load import Invalid
from tracker.services.shared_replies import Target


def three_in_hand(world: World) -> list[int]:
    """Three like papers of one group in the hands of one handler; the first reply is written."""
    cases = [in_hand(world) for _ in range(3)]
    told = {"name": "小学门口交通", "why": "同一个校门口", "differ": "路段不同"}
    groups.merge(world.chen, [(case, fetch(case).version) for case in cases], **told, now=NOW)
    one = round_of(world, cases[0])
    replies.save(world.jing, one.id, a_reply(), version=one.version, now=NOW)
    return cases


def take_over(world: World, cases: list[int], *into: int) -> list[int]:
    targets = [Target(round_of(world, case).id, round_of(world, case).version) for case in into]
    return shared_replies.take_over(world.jing, round_of(world, cases[0]).id, targets, now=NOW)


def test_opening_and_answers_of_like_requests_are_taken_over_without_promises(world: World) -> None:
    cases = three_in_hand(world)
    take_over(world, cases, cases[1])
    one = round_of(world, cases[1])
    assert one.opening == one.copied_opening == "来信收悉。"
    assert [(answer.body, answer.promise, answer.semantic) for answer in one.answers] == [
        ("已在两侧划设通道。", "", None),
        ("正在编制预算。", "", None),
    ]
    assert not round_of(world, cases[2]).opening


def test_the_opening_speaks_of_the_paper_it_is_taken_over_into(world: World) -> None:
    cases = three_in_hand(world)
    other = fetch(cases[1])
    other.title, other.signer_count = "关于北门路口的建议", 2
    db.session.commit()
    one = round_of(world, cases[0])
    usual = usual_opening("关于在老城区小学周边设置护学通道的建议", (), joint=False)
    begun = replace(a_reply(), opening=f"林若溪代表：{usual}")
    replies.save(world.jing, one.id, begun, version=one.version, now=NOW)
    take_over(world, cases, cases[1])
    assert round_of(world, cases[1]).opening == (
        "林若溪代表：各位联名提出的《关于北门路口的建议》收悉，谢谢各位的建议。经研究，现逐项答复如下："
    )


def test_a_letter_that_names_another_paper_of_the_group_and_not_its_own_does_not_go_up(world: World) -> None:
    cases = three_in_hand(world)
    fetch(cases[1]).title = "北门路口加装护栏"
    db.session.commit()
    one = round_of(world, cases[1])
    theirs = "您提出的《在老城区小学周边设置护学通道》收悉。您好，北门我们三月二十日去看过。"
    version = replies.save(world.jing, one.id, replace(a_reply(), opening=theirs), version=one.version, now=NOW)
    with pytest.raises(Invalid) as refused:
        replies.send_up(world.jing, one.id, version=version, now=NOW)
    assert refused.value.problems == {"opening": "other_paper"}
    both = f"{theirs}与《北门路口加装护栏》一并研究。"
    version = replies.save(world.jing, one.id, replace(a_reply(), opening=both), version=version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)


def test_typed_words_are_never_overwritten_and_then_nothing_is(world: World) -> None:
    cases = three_in_hand(world)
    mine = round_of(world, cases[2])
    replies.save(world.jing, mine.id, replace(a_reply(), opening="我自己写的。"), version=mine.version, now=NOW)
    with pytest.raises(Invalid) as refused:
        take_over(world, cases, cases[1], cases[2])
    assert refused.value.problems == {f"line-{mine.id}": "has_words"}
    assert round_of(world, cases[2]).opening == "我自己写的。" and not round_of(world, cases[1]).opening


def test_each_needs_a_sentence_of_its_own_before_it_goes_up(world: World) -> None:
    cases = three_in_hand(world)
    take_over(world, cases, cases[1])
    one = round_of(world, cases[1])
    version = replies.save(world.jing, one.id, a_reply(), version=one.version, now=NOW)
    with pytest.raises(Invalid) as refused:
        replies.send_up(world.jing, one.id, version=version, now=NOW)
    assert refused.value.problems["opening"] == "own_paragraph"
    own = replace(a_reply(), opening="来信收悉。您说的北门路口，我们三月二十日去看过。")
    version = replies.save(world.jing, one.id, own, version=version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)


def test_a_reply_written_by_hand_owes_nothing_more(world: World) -> None:
    draft = a_reply()
    assert "opening" not in faults(draft, has_talked=True, today=NOW.date())


def test_a_draft_outside_the_group_is_refused(world: World) -> None:
    cases = three_in_hand(world)
    groups.split(world.chen, cases[1], version=fetch(cases[1]).version, why="另一件事", now=NOW)
    with pytest.raises(Invalid) as refused:
        take_over(world, cases, cases[1])
    assert list(refused.value.problems.values()) == ["not_of_this_group"]
