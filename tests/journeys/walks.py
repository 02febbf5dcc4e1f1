"""What every paper goes through before its own story begins: written, numbered, assigned, sent on, signed for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from tests.journeys.people import Person

Who = Callable[[str], Person]


@dataclass(frozen=True)
class Matter:
    """What a deputy writes about."""

    title: str
    problem: str
    request: str
    category: str = "教育科技"


def company(people: Callable[..., Person], *, on_phones: Collection[str] = ()) -> Who:
    """Everybody in a window of one's own, opened when first needed; who is on the phone has a narrow one."""
    met: dict[str, Person] = {}

    def who(login: str) -> Person:
        if login not in met:
            met[login] = people(login, width=360 if login in on_phones else 1280)
        return met[login]

    return who


def is_handed_in(lin: Person, matter: Matter) -> None:
    """A deputy alone writes it and hands it in."""
    lin.open("/suggestions/new")
    lin.fill("标题", matter.title)
    lin.fill("现在有什么问题", matter.problem)
    is_finished(lin, matter)


def is_finished(lin: Person, matter: Matter) -> None:
    """What is still to be filled in once the problem is told; then it is handed in."""
    lin.fill("第1项请求", matter.request)
    lin.pick("类别", matter.category)
    lin.tick("同意全文公开")
    lin.press("预览公文样，准备提交")
    lin.press("提交给市人大")
    lin.reads("已提交给市人大")


def is_assigned(chen: Person, title: str, units: Mapping[str, str]) -> None:
    """The desk numbers it and assigns it; `units` says how each takes part, in the words of the form."""
    chen.take_up("请审查", title)
    chen.press("立案编号")
    chen.take_up("请交办", title)
    chen.fill("再找一个单位", "、".join(units))
    chen.press("加到上面")
    for unit, role in units.items():
        chen.choose(f"{unit}怎么办", role)
    chen.press("看看会发出什么")
    chen.press("交办这一件")


def is_sent_on(du: Person, title: str, *, button: str = "转办这一件") -> None:
    """The coordinator confirms the units of the system."""
    du.take_up("请转办", title)
    du.press("看看会发出什么")
    du.press(button)
    du.reads("已转办")


def is_signed_for(receiver: Person, title: str, handler: str) -> None:
    """The receiver of a unit signs for it and gives it to a handler."""
    receiver.take_up("请签收", title)
    receiver.pick("经办人", f"{handler}（经办人）")
    receiver.press("签收")


def says_how_it_is_published(jing: Person) -> None:
    """On the page of the draft: in full, as the deputy wishes."""
    jing.choose("答复的公开方式", "主动公开（全文）")
    jing.choose("代表对公开的意见", "代表同意")


def is_sent_up(jing: Person) -> None:
    """From the draft over the page where the letter is read once more."""
    jing.press("下一步：核对")
    jing.reads("送审前再看一遍", "逐项核对")
    jing.press("送审核人")


def passes_review(who: Who, title: str) -> None:
    """The education bureau's office lets the draft pass to who signs."""
    shen = who("shen")
    shen.take_up("请审核答复", title)
    shen.press("审核通过")
    shen.reads("审核通过，已送签发人")
