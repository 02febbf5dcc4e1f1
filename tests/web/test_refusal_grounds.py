"""Every refusal says the rule and its article, or only how things stand."""

from tests import builders
from tests.builders import fetch
from tests.conftest import Browsers
from tests.world import TODAY, World
from tracker.domain.whys import Why
from tracker.queries import law
from tracker.web.refusal_grounds import ARTICLES, LIMITS, STANDINGS, basis


def test_every_reason_rests_on_a_limit_on_an_article_or_on_how_things_stand(world: World) -> None:
    assert LIMITS.keys() | ARTICLES.keys() | STANDINGS == set(Why)
    assert len(LIMITS) + len(ARTICLES) + len(STANDINGS) == len(Why)
    book = law.rulebook_for(TODAY)
    assert all(basis(why, book) for why in {**LIMITS, **ARTICLES})


def test_a_refused_page_names_the_article(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    words = browse("lin").open(f"/suggestions/{case}/acts/withdraw", status=409).words
    assert "撤回要全体署名代表同意" in words
    assert "依据：参照《上海市人民代表大会关于代表建议、批评和意见的规定》第十条。" in words


def test_beside_an_absent_button_stands_the_rule(browse: Browsers, world: World) -> None:
    case = builders.delivered(world)
    assert fetch(case).replied_on is not None
    words = browse("lin").open(f"/suggestions/{case}").words
    assert "承办单位已经答复，不能再撤回。" in words and "工作条例》第九条" in words
