"""What makes two papers alike, and which of their sentences."""

from __future__ import annotations

from tracker.domain.alike import (
    LONGEST,
    MARKS,
    TITLE,
    VERY_ALIKE,
    WORTH_SHOWING,
    Rarity,
    counted,
    likeness,
    marks,
    tokens,
    weighed,
)
from tracker.domain.alike_sentences import aligned, most_alike_sentences, sentences

LAMPS = "关于在南岸街道增设路灯的建议"
LAMPS_AGAIN = "关于南岸街道增设路灯的再建议"
SWIMMING = "关于开放学校游泳馆的建议"
NOTHING_KNOWN = Rarity()


def test_what_every_title_says_makes_no_two_alike() -> None:
    assert tokens("关于进一步加强管理工作的建议") == []
    assert likeness(weighed(LAMPS, "", NOTHING_KNOWN), weighed(SWIMMING, "", NOTHING_KNOWN)) == 0


def test_a_pair_never_runs_over_a_mark_or_over_a_word_left_out() -> None:
    assert tokens("路灯，不亮") == ["路灯", "不亮"]
    assert tokens("桥头的灯光") == ["桥头", "灯光"]


def test_latin_words_and_numbers_count_as_one_in_small_letters_and_half_width() -> None:
    assert tokens("ＡＩ摄像头5G") == ["ai", "摄像", "像头", "5g"]
    assert tokens("x" * 500) == ["x" * LONGEST]


def test_the_same_paper_is_wholly_alike_and_an_empty_one_not_at_all() -> None:
    paper = weighed(LAMPS, "晚上很黑。", NOTHING_KNOWN)
    assert likeness(paper, paper) > 0.999
    assert likeness(paper, weighed("", "", NOTHING_KNOWN)) == 0
    assert likeness(weighed("的", "", NOTHING_KNOWN), paper) == 0


def test_likeness_is_the_same_both_ways() -> None:
    one, other = weighed(LAMPS, "巷口没有灯。", NOTHING_KNOWN), weighed(LAMPS_AGAIN, "灯坏了。", NOTHING_KNOWN)
    assert likeness(one, other) == likeness(other, one)


def test_one_matter_said_twice_is_worth_showing_and_another_matter_is_not() -> None:
    rarity = counted([LAMPS, LAMPS_AGAIN, SWIMMING, "关于增加南岸公交班次的建议"] * 5)
    one = weighed(LAMPS, "", rarity)
    assert likeness(one, weighed(LAMPS_AGAIN, "", rarity)) >= VERY_ALIKE
    assert likeness(one, weighed(SWIMMING, "", rarity)) < WORTH_SHOWING


def test_a_pair_that_few_papers_hold_weighs_more() -> None:
    rarity = counted(["河道清淤", "河道保洁", "河道绿化"])
    assert rarity.weight("清淤") > rarity.weight("河道") >= 0
    assert rarity.weight("从来没有过") > rarity.weight("清淤")


def test_pairs_in_too_few_papers_are_not_kept() -> None:
    assert counted(["河道清淤", "河道保洁"], least=2).held == {"河道": 2}


def test_the_title_weighs_more_than_the_text() -> None:
    paper = weighed("路灯", "路灯坏了，井盖松动", NOTHING_KNOWN)
    assert paper.weights["路灯"] == TITLE * paper.weights["井盖"]


def test_marks_are_the_weightiest_pairs_the_same_every_time() -> None:
    rarity = counted(["路灯不亮", "路灯昏暗", "路灯修好"])
    paper = weighed("南岸路灯", "不亮昏暗" * 30 + "小巷里没有照明设施居民出行很不方便夜里摔过几次", rarity)
    found = marks(paper)
    assert len(found) == MARKS and found == marks(paper)
    assert list(found)[:2] == ["南岸", "岸路"]
    assert all(0 < share <= 1 for share in found.values())


def test_a_pair_that_every_paper_holds_is_no_mark() -> None:
    rarity = Rarity(10, {"路灯": 11})
    assert "路灯" not in marks(weighed("路灯坏了", "", rarity))


def test_sentences_put_together_are_the_text() -> None:
    text = "第一句。第二句！\n\n最后没有句号"
    assert "".join(sentences(text)) == text


def test_a_reworded_sentence_finds_its_like_and_a_new_one_none() -> None:
    one = "南岸大桥下的路灯坏了三个月。居民晚上不敢出门。"
    other = "今年新修了花坛。南岸大桥下路灯已经坏了三个多月。"
    ours, theirs = aligned([one], [other])
    assert [said.like for said in ours[0]] == [1, None]
    assert [said.like for said in theirs[0]] == [None, 0]


def test_each_sentence_is_the_like_of_one_other_only() -> None:
    ours, theirs = aligned(["路灯坏了三个月。路灯坏了三个月。"], ["路灯坏了三个月。"])
    assert [said.like for said in ours[0]] == [0, None] and [said.like for said in theirs[0]] == [0]


def test_a_sentence_of_two_or_three_characters_is_like_none() -> None:
    assert aligned(["是的。好。"], ["是的。好。"])[0][0][0].like is None


def test_a_sentence_finds_its_like_in_another_part_of_the_other_paper() -> None:
    ours, theirs = aligned(
        ["今年新修了花坛。", "桥下的路灯坏了三个月。"], ["桥下的路灯坏了三个月。", "另外还有一句话。"]
    )
    assert [[said.at for said in part] for part in ours] == [[0], [1]]
    assert ours[1][0].like == 0 and theirs[0][0].like == 1


def test_the_most_alike_sentence_of_the_other_is_named() -> None:
    other = "修花坛花了很多钱。桥下的路灯又坏了三个月。"
    assert most_alike_sentences("桥下路灯坏了三个月。", other, NOTHING_KNOWN) == ["桥下的路灯又坏了三个月。"]
    assert most_alike_sentences("", other, NOTHING_KNOWN) == []


def test_a_sentence_that_every_paper_has_comes_behind_one_that_few_have() -> None:
    text = "群众反映非常强烈，多次来信来访。桥下路灯坏了三个月。"
    rarity = counted(["群众反映非常强烈，多次来信来访"] * 20 + ["桥下路灯坏了三个月"])
    assert most_alike_sentences(text, text, rarity, 2)[0] == "桥下路灯坏了三个月。"
    assert most_alike_sentences(text, text, NOTHING_KNOWN, 2)[0] == "群众反映非常强烈，多次来信来访。"
