"""The fixed wording of a reply: its title and how it usually begins."""

from __future__ import annotations

from tracker.domain.letter_texts import Occasion, reply_title, usual_opening

SITTING = Occasion("临江市人大", "第七届", "第六次会议", in_session=True)
BETWEEN = Occasion("临江市人大", "第七届", "第六次会议", in_session=False)


def test_the_title_names_term_session_and_number() -> None:
    assert reply_title("第20260113号", SITTING) == "关于市七届人大六次会议第20260113号建议的答复"


def test_what_came_between_sessions_says_so() -> None:
    assert reply_title("第20260113号", BETWEEN) == "关于市七届人大六次会议闭会期间第20260113号建议的答复"


def test_a_district_is_no_city() -> None:
    assert reply_title("第3号", Occasion("南山区人大", "第九届", "第一次会议", in_session=True)) == (
        "关于区九届人大一次会议第3号建议的答复"
    )


def test_a_later_reply_says_which_it_is() -> None:
    assert reply_title("第3号", SITTING, no=2).endswith("建议的答复（第2次答复）")


def test_without_a_session_the_number_alone_names_it() -> None:
    assert reply_title("第3号", None) == "关于第3号建议的答复"


def test_the_opening_names_the_co_units() -> None:
    words = usual_opening("关于护学通道的建议", ("市公安局", "市交通运输局"), joint=False)
    assert (
        words == "您提出的《关于护学通道的建议》收悉，谢谢您的建议。经会同市公安局、市交通运输局研究，现逐项答复如下："
    )


def test_the_opening_speaks_to_all_who_signed() -> None:
    assert usual_opening("关于护学通道的建议", (), joint=True) == (
        "各位联名提出的《关于护学通道的建议》收悉，谢谢各位的建议。经研究，现逐项答复如下："
    )
