"""Replying: the answer matrix, the letter, sending up, signing or sending back, the receipt."""

from __future__ import annotations

from typing import Any

from tests import builders
from tests.builders import fetch, round_of
from tests.page import Browser, Page
from tests.world import World
from tracker.domain.results import Semantic
from tracker.domain.states import RoundState, TaskState


def at(world: World, case: int, page: str, unit: str = "市教育局") -> str:
    return f"/suggestions/{case}/rounds/{round_of(world, case, unit).id}/{page}"


def whole(**changes: str) -> dict[str, str]:
    """Everything a complete reply to two requests holds."""
    held = {
        "answers-1-body": "已在两侧划设通道。",
        "answers-1-outcome": "solved",
        "answers-2-body": "正在编制预算。",
        "answers-2-outcome": "in_progress",
        "answers-2-promise": "经费列入预算",
        "answers-2-due": "2027-06-30",
        "answers-2-owner": "程远",
        "opening": "来信收悉。",
        "contact_name": "景行",
        "contact_phone": "8555 0142",
        "no_contact_reason": "领衔代表出差，约定答复后见面",
    }
    return held | changes


def test_a_reply_is_written_sent_up_signed_and_delivered(browse: Any, world: World) -> None:
    case = builders.in_hand(world, cosigned=True)
    jing = browse("jing")
    jing.open(at(world, case, "reply"))
    page = jing.send("/reply", button=("save", "1"), **whole())
    assert "草稿已保存" in page.words
    page = jing.send("/reply", button=("preview", "1"))
    assert "关于市七届人大六次会议闭会期间第20260001号建议的答复" in page.words
    assert "林若溪、方舒代表：" in page.words
    page = jing.send("/letter")
    assert "等程远签发" in page.words
    cheng = browse("cheng")
    page = cheng.open(at(world, case, "signature"))
    assert "送达2名代表" in page.words
    page = cheng.send("/signature", button=("outcome", "deliver"), document_no="临教复〔2026〕1号")
    assert "答复已送达代表" in page.words and "林若溪、方舒" in page.words
    one = round_of(world, case)
    assert one.state is RoundState.DELIVERED and one.letter == "B" and one.document_no == "临教复〔2026〕1号"
    assert fetch(case).tasks[0].state is TaskState.REPLIED
    assert [(a.request_no, a.semantic) for a in one.answers] == [(1, Semantic.SOLVED), (2, Semantic.IN_PROGRESS)]


__all__ = ["Browser", "Page"]
