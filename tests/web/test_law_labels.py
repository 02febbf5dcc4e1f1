"""Every code of calendar, rulebook and life cycle has its words."""

import re
from pathlib import Path

import pytest

from tracker.domain.actions import Asks, Machine
from tracker.domain.calendar import DayReason, Unit
from tracker.domain.guards import Guard
from tracker.domain.notices import NoticeProblem
from tracker.domain.results import Semantic
from tracker.domain.rulebook import CityWord, HeadlineOf, NumberedPer, StartEvent, Switch
from tracker.models.calendar import Decision, YearStatus
from tracker.services._proposals import Objection
from tracker.web import law_labels as labels
from tracker.web.act_words import OFFICE_ACTS

ROOM = Path(__file__).parents[2] / "tracker" / "services"
SERVICES = "".join((ROOM / name).read_text("utf-8") for name in ("calendars.py", "rulebooks.py", "_recount.py"))

TABLES = [
    (labels.MACHINES, Machine),
    (labels.UNITS, Unit),
    (labels.STARTS, StartEvent),
    (labels.ASKS, Asks),
    (labels.GUARDS, Guard),
    (labels.SEMANTICS, Semantic),
    (labels.SWITCHES, Switch),
    (labels.CITY_WORDS, CityWord),
    (labels.HEADLINES, HeadlineOf),
    (labels.SERIES, NumberedPer),
    (labels.YEARS, YearStatus),
    (labels.DECISIONS, Decision),
    (labels.DAYS, DayReason),
    (labels.OBJECTIONS, Objection),
    (labels.NOTICE_PROBLEMS, NoticeProblem),
]


@pytest.mark.parametrize(("table", "codes"), TABLES, ids=lambda one: getattr(one, "__name__", ""))
def test_the_table_is_total(table: dict, codes: type) -> None:
    assert set(table) == set(codes)


def test_every_act_upon_the_law_has_words() -> None:
    written = re.findall(r'"((?:fill|propose|approve|reject|withdraw|move)_[a-z_]+)"', SERVICES)
    assert set(written) <= set(OFFICE_ACTS)
