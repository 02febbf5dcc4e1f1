"""A million titles: what the first page of a search costs among so many, against the floor on the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from tests.bench import data, journeys, measure
from tests.bench.data import opened
from tests.bench.measure import Figure
from tests.bench.servers import Place, served
from tracker.clock import day_of, now
from tracker.db import db, transactional
from tracker.domain.finding import folded
from tracker.models.search import SearchPaper
from tracker.models.suggestions import Suggestion
from tracker.queries.search_engines import PAPER
from tracker.services import _search

MANY, PIECE, YEARS = 1_000_000, 20_000, 20
PLACES = (
    "滨湖", "江北", "城南", "石桥", "荷塘", "枫林", "梅岭", "古渡", "云溪", "白鹭", "柳荫", "望江", "桂园",
    "学士", "双塔", "文昌",
)  # fmt: skip
THINGS = (
    "路灯", "公交站", "护学岗", "老旧小区改造", "充电桩", "菜市场", "雨水管", "河道", "图书室", "社区食堂",
    "停车位", "人行天桥", "公厕", "步道", "噪声", "扬尘",
)  # fmt: skip
ACTS = (
    "增设", "改造", "规范", "治理", "延长", "开放", "修缮", "优化", "提升", "打通", "疏导", "核查", "公示",
    "推广", "保护", "支持",
)  # fmt: skip
WHERE = (
    "周边", "沿线", "东片", "西片", "老城", "新区", "门口", "夜间", "早高峰", "汛期",
)  # fmt: skip


def figures(place: Place, many: int = MANY) -> Iterator[Figure]:
    """The searches of the bench on a small demo congress with so many more titles."""
    data.prepare(place, 400)
    with opened(place):
        _fill(many)
        data.settle(place)
    facts = data.survey(place)
    with served(place, "ours") as ours, served(place, "floor") as floor:
        for one in journeys.of_titles(facts, ours, floor):
            yield measure.figure(one)


def _fill(many: int) -> None:
    """So many copies of one closed paper under titles of their own, spread over twenty years."""
    columns = select(*Suggestion.__table__.columns).where(Suggestion.state == "closed").limit(1)
    model = dict(db.session.execute(columns).one()._mapping)
    first = (db.session.scalar(select(func.max(Suggestion.id))) or 0) + 1
    places = _search.Places()
    rng = Random(9)
    oldest, step = day_of(now()) - timedelta(days=365 * YEARS), 365 * YEARS / many
    for start in range(0, many, PIECE):
        some = range(start, min(start + PIECE, many))
        days = ((first + at, oldest + timedelta(days=int(at * step))) for at in some)
        _piece([_copy(model, one, day, _title(rng)) for one, day in days], places)


def _title(rng: Random) -> str:
    first, where, other = rng.choice(PLACES), rng.choice(WHERE), rng.choice(THINGS)
    return f"关于{rng.choice(ACTS)}{first}{where}{rng.choice(THINGS)}并{rng.choice(ACTS)}{other}的建议"


def _copy(model: Mapping[str, Any], one: int, day: date, title: str) -> dict[str, Any]:
    number = f"M{one:08d}"
    return {**model, "id": one, "title": title, "number": number, "number_sort": number, "submitted_on": day}


@transactional
def _piece(papers: list[dict[str, Any]], places: _search.Places) -> None:
    db.session.execute(insert(Suggestion.__table__), papers)  # type: ignore[arg-type]
    found = [
        SearchPaper(
            place=places.of(one["submitted_on"]),
            suggestion_id=one["id"],
            title=folded(f"{one['title']}\n{one['number']}"),
            body="",
            reply="",
        )
        for one in papers
    ]
    _search._insert(found, PAPER)
    db.session.flush()
    db.session.expunge_all()
