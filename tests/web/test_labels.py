"""Every code of the domain has its words."""

import pytest

from tracker.domain.actions import Action
from tracker.domain.clocks import Standing
from tracker.domain.kinds import Kind
from tracker.domain.parties import Party, SignatureState, TaskRole
from tracker.domain.ratings import Level, Question
from tracker.domain.roles import Role, System
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.domain.whys import Why
from tracker.models.contacts import Manner, Phase, Rank
from tracker.models.joint import LinkKind
from tracker.models.procedures import Say
from tracker.models.suggestions import Consent
from tracker.web import action_labels, labels

TABLES = [
    (labels.ROLES, Role),
    (labels.SYSTEMS, System),
    (labels.SUGGESTION_STATES, SuggestionState),
    (labels.TASK_STATES, TaskState),
    (labels.ROUND_STATES, RoundState),
    (labels.TASK_ROLES, TaskRole),
    (labels.SIGNATURES, SignatureState),
    (labels.LEVELS, Level),
    (labels.QUESTIONS, Question),
    (labels.CONSENTS, Consent),
    (labels.KINDS, Kind),
    (labels.PHASES, Phase),
    (labels.LINKS, LinkKind),
    (labels.SAYS, Say),
    (labels.MANNERS, Manner),
    (labels.RANKS, Rank),
    (labels.CLOCKS, ClockKind),
    (labels.CLOCK_VERBS, ClockKind),
    (labels.STANDINGS, Standing),
    (action_labels.ACTIONS, Action),
    (action_labels.PARTIES, Party),
    (action_labels.WHYS, Why),
]


@pytest.mark.parametrize(("table", "codes"), TABLES, ids=lambda one: getattr(one, "__name__", ""))
def test_the_table_is_total(table: dict, codes: type) -> None:
    assert set(table) == set(codes)
