"""The fixed wording of a reply as an official letter: always Chinese, whatever language the screen speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and when a suggestion was handed in: 临江市人大, 第七届, 第六次会议, and whether the session sat."""

    congress: str
    term: str
    session: str
    in_session: bool


def reply_title(number: str, occasion: Occasion | None, *, no: int = 1) -> str:
    """关于市七届人大六次会议第20260113号建议的答复 (e.8), with 闭会期间 for what came between sessions.

    `number` is the number in words. Later rounds say which reply they are.
    """
    again = f"（第{no}次答复）" if no > 1 else ""
    return f"关于{sitting_words(occasion)}{number}建议的答复{again}"


def sitting_words(occasion: Occasion | None) -> str:
    """市七届人大六次会议, with 闭会期间 for what came between sessions."""
    if occasion is None:
        return ""
    # 第七届 and 第六次会议 lose their first character inside a title; of the congress only its level stays.
    level = occasion.congress.removesuffix("人大")[-1:]
    term, session = occasion.term.removeprefix("第"), occasion.session.removeprefix("第")
    return f"{level}{term}人大{session}" + ("" if occasion.in_session else "闭会期间")


def usual_opening(title: str, co_units: Sequence[str], *, joint: bool, of_delegation: bool = False) -> str:
    """How a reply usually begins; a start for who writes it. `title` is the full title, `joint`: several signed."""
    how = f"会同{'、'.join(co_units)}" if co_units else ""
    return f"{received(title, joint=joint, of_delegation=of_delegation)}经{how}研究，现逐项答复如下："


def received(title: str, *, joint: bool, of_delegation: bool = False) -> str:
    """The first sentence: whose paper came, and thanks for it."""
    who, whose = ("各位联名", "各位") if joint else ("您", "您")
    if of_delegation:
        who = whose = "贵团"
    return f"{who}提出的《{title}》收悉，谢谢{whose}的建议。"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a reply is about: its paper by official title and by the one given, the lead, the usual first sentence."""

    title: str
    bare: str
    lead: str
    received: str

    @property
    def names(self) -> tuple[str, ...]:
        """How a letter names the paper; a bare title only between its marks, for it may be a word like any other."""
        return (self.title, f"《{self.bare}》")


def readdressed(opening: str, old: Subject, new: Subject) -> str:
    """The opening of one reply as it begins another: it names that one's paper and speaks to that one's deputy."""
    into = {old.received: new.received, old.title: new.title, f"《{old.bare}》": f"《{new.bare}》"}
    if old.lead and new.lead:
        into[f"{old.lead}代表"] = f"{new.lead}代表"
    return re.sub("|".join(re.escape(one) for one in into), lambda found: into[found[0]], opening)


def foreign(text: str, own: Subject, others: Iterable[Subject]) -> list[str]:
    """The official titles of other papers that a text names."""
    return [one.title for one in others if one.title != own.title and any(name in text for name in one.names)]


def is_of_another(opening: str, own: Subject, others: Iterable[Subject]) -> bool:
    """Whether the opening names another paper and not its own."""
    return own.bare not in opening and bool(foreign(opening, own, others))


def closing(heard: Sequence[tuple[str, str]], missing: Sequence[tuple[str, bool]], unread: Sequence[str] = ()) -> str:
    """Whose views were heard, and whose were not there (c.6): units with the number of their opinion, if it has one;
    units with whether their limit was over. `unread`: units whose opinion came and was not taken up yet."""
    told = "、".join(f"{unit}（{number}）" if number else unit for unit, number in heard)
    late = "、".join(unit for unit, was_late in missing if was_late)
    absent = "、".join(unit for unit, was_late in missing if not was_late)
    parts = (
        f"办理中听取了{told}的会办意见。" if told else "",
        f"{'、'.join(unread)}的会办意见已收到，答复时尚在研究。" if unread else "",
        f"{late}的会办意见未按期提交。" if late else "",
        f"答复时尚未收到{absent}的会办意见。" if absent else "",
    )
    return "".join(parts)
