"""Who is told of what, when and how: the rules the program ships, which the office may change one by one.

A rule is about an act (somebody did something) or about a limit (something falls due). Quiet by default: what asks
something of somebody goes out at once, everything else waits for the morning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .actions import Action
from .parties import LEAD_SIDE, UNIT_SIDE, Party
from .rulebook import ClockKind


class Timing(StrEnum):
    """When it goes out."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    OFF = "off"


class Channel(StrEnum):
    """How it goes out; in the application it is told in any case, unless the rule is off."""

    APP = "app"
    MAIL = "mail"
    ROBOT = "robot"


class Side(StrEnum):
    """Whose people a rule is about."""

    DEPUTIES = "deputies"
    UNITS = "units"
    OFFICE = "office"
    # Whoever has to act before the limit, whatever the side; `RESPONSIBLE` says who that is.
    RESPONSIBLE = "responsible"
    SIGNERS = "signers"
    DESK = "desk"
    EVERYBODY = "everybody"
    GROUPS = "groups"


class When(StrEnum):
    """How a reminder stands to the due date."""

    BEFORE = "before"
    ON = "on"
    AFTER = "after"
    EVERY = "every"


DEPUTIES = frozenset({Party.AUTHOR, Party.ASSISTANT, Party.COSIGNER, Party.INVITEE, Party.SUCCESSOR, Party.DEPUTY})
UNITS = UNIT_SIDE | LEAD_SIDE | {Party.HEARD}
MOST_DAYS = 60
# The hour (Asia/Shanghai) at which the morning bulletin goes out, unless the office sets another.
HOUR = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what it is about, for whom, when and how it goes out, and what it says.

    `days` are calendar days, `hour` one of Asia/Shanghai. `asks` marks what is dead once the case has moved on; `must`
    what nobody may switch off, neither for himself nor for all.
    """

    code: str
    side: Side
    timing: Timing
    channel: Channel
    words: str
    actions: frozenset[Action] = frozenset()
    when: When | None = None
    days: int = 0
    hour: int = 0
    asks: bool = False
    must: bool = False

    @property
    def is_reminder(self) -> bool:
        return self.when is not None


A, S, T, C, W = Action, Side, Timing, Channel, When
# Of the case a message names nothing but its number, and of a confidential one not even that.
ACT_WORDS = "{编号}：{事项}"
DUE_WORDS = "{编号}：{期限}前{事项}，{剩余}"
LATE_WORDS = "{编号}：应在{期限}前{事项}，{剩余}"


def _act(code: str, side: Side, timing: Timing, *actions: Action, asks: bool = False, must: bool = False) -> Rule:
    return Rule(code, side, timing, C.MAIL, ACT_WORDS, frozenset(actions), asks=asks, must=must)


def _due(code: str, side: Side, timing: Timing, when: When, days: int, *, must: bool = False) -> Rule:
    words = LATE_WORDS if when in (W.AFTER, W.EVERY) else DUE_WORDS
    return Rule(code, side, timing, C.MAIL, words, when=when, days=days, must=must)


# fmt: off
EVENT_RULES = (
    _act("invited",   S.DEPUTIES, T.AT_ONCE, A.INVITE, A.ASK_AGAIN, A.OFFER_LEAD, A.ASK_WITHDRAWAL, asks=True),
    _act("returned",  S.DEPUTIES, T.AT_ONCE, A.RETURN, A.PUT_OUTCOME, A.REFUSE, A.AS_LETTER, must=True),
    _act("answered",  S.DEPUTIES, T.AT_ONCE, A.DELIVER, A.PASS_CHECK, A.ENTER_REPLY, A.FULFIL, must=True),
    _act("assigned",  S.UNITS,    T.AT_ONCE, A.OPEN, A.DISTRIBUTE, A.REOPEN, asks=True, must=True),
    _act("given",     S.UNITS,    T.AT_ONCE, A.GIVE, A.RESUME, must=True),
    _act("sent_back", S.UNITS,    T.AT_ONCE, A.SEND_BACK, A.SEND_BACK_CHECK, A.SEND_BACK_OPINION, A.ASK_CO, must=True),
    _act("ruled",     S.UNITS,    T.AT_ONCE, A.UPHOLD_OBJECTION, A.REJECT_OBJECTION, A.GRANT_EXTENSION,
                                             A.REFUSE_EXTENSION, A.DECIDE_DISAGREEMENT),
    _act("to_clear",  S.UNITS,    T.DIGEST,  A.SEND_UP, A.PASS_REVIEW, asks=True),
    _act("to_rule",   S.OFFICE,   T.DIGEST,  A.OBJECT, A.ASK_EXTENSION, A.RAISE_DISAGREEMENT, A.ASK_MOVE, A.ASK_DROP),
    _act("unhappy",   S.OFFICE,   T.DIGEST,  A.SHUT_RATING, A.ESCALATE),
    # Every act that tells somebody and stands in none of the rows above.
    _act("other_deputies", S.DEPUTIES, T.DIGEST),
    _act("other_units",    S.UNITS,    T.DIGEST),
    Rule("other_office",   S.OFFICE,   T.DIGEST, C.APP, ACT_WORDS),
)
# Among the first four at most one speaks for a limit on any day: the nearest to it.
REMINDERS = (
    _due("soon",        S.RESPONSIBLE, T.DIGEST,  W.BEFORE, 10),
    _due("near",        S.RESPONSIBLE, T.AT_ONCE, W.BEFORE, 3, must=True),
    _due("due",         S.RESPONSIBLE, T.AT_ONCE, W.ON,     0, must=True),
    _due("late",        S.RESPONSIBLE, T.DIGEST,  W.EVERY,  5, must=True),
    _due("late_signer", S.SIGNERS,     T.DIGEST,  W.AFTER,  1),
    _due("late_desk",   S.DESK,        T.DIGEST,  W.AFTER,  1),
)
# What is to be done today and what is new, on the mornings of working days; one with nothing to say is not sent.
MORNING = Rule("morning", S.EVERYBODY, T.DIGEST, C.MAIL, "", hour=HOUR)
GROUPS = Rule("morning_groups", S.GROUPS, T.DIGEST, C.ROBOT, "", hour=HOUR)
# fmt: on
RULES = {rule.code: rule for rule in (*EVENT_RULES, *REMINDERS, MORNING, GROUPS)}

# Who has to act before a limit runs out. A right to object is nobody's duty, and the statutory longest limit is only
# the background of nearer ones: nobody is reminded of either.
P, K = Party, ClockKind
_RULING, _WORKING, _SIGNED = (P.COORDINATOR, P.DESK), (P.HANDLER, P.RECEIVER), (P.AUTHOR, P.COSIGNER)
RESPONSIBLE: dict[ClockKind, tuple[Party, ...]] = {
    K.REVIEW: (P.DESK,),
    K.CORRECTION: (P.AUTHOR,),
    K.INTENDED: (P.AUTHOR,),
    K.ASSIGN: (P.DESK,),
    K.KICK_OFF: (P.DESK,),
    K.PRE_ASSIGNMENT: (P.HEARD,),
    K.DISTRIBUTE: (P.COORDINATOR,),
    K.SIGN_FOR: (P.RECEIVER,),
    K.OBJECTION_DECISION: _RULING,
    K.CO_OPINION: _WORKING,
    K.CO_OPINION_AGAIN: _WORKING,
    K.DISAGREEMENT: _RULING,
    K.EXTENSION: _RULING,
    K.REPLY: _WORKING,
    K.REHANDLE_REPLY: _WORKING,
    K.OFFICE_CHECK: _RULING,
    K.RATING: _SIGNED,
    K.REHANDLE_DECISION: (P.DESK,),
    K.ESCALATION: (P.DESK,),
    K.PROMISE_CHANGE: _RULING,
    K.IMPLEMENTATION: _SIGNED,
}
# Limits whose passing the unit's principal and the desk are told of; windows that shut by themselves are no failure.
WATCHED = frozenset({K.SIGN_FOR, K.CO_OPINION, K.CO_OPINION_AGAIN, K.REPLY, K.REHANDLE_REPLY})
# What time itself ends the day after: there is nothing left to be late with.
SHUT_BY_TIME = frozenset({K.RATING, K.IMPLEMENTATION, K.INTENDED, K.PRE_ASSIGNMENT})
# Acts that answer a unit and let it go of the case with the same stroke: it is told that it was answered, though it may
# not read the case any more and the case is not named.
LETS_GO = frozenset({(A.UPHOLD_OBJECTION, P.RECEIVER), (A.UPHOLD_OBJECTION, P.HANDLER), (A.RECALL_OBJECTION, P.HEARD)})
FIELDS = ("编号", "事项", "期限", "剩余")
_FIELD = re.compile(r"\{([^{}]*)\}")


def side_of(party: Party) -> Side:
    """Whose people a party is among."""
    return Side.DEPUTIES if party in DEPUTIES else Side.UNITS if party in UNITS else Side.OFFICE


def rule_for(action: str, party: Party) -> Rule:
    """The rule by which a party is told of an act, as shipped."""
    side = side_of(party)
    named = (rule for rule in EVENT_RULES if rule.side is side and action in rule.actions)
    return next(named, RULES[f"other_{side.value}"])


def lets_go(action: str, party: Party) -> bool:
    """Whether the act itself takes the case from this party, which is told of it all the same."""
    return (action, party) in LETS_GO


def timing_for(rule: Rule, chosen: Timing | None) -> Timing:
    """When a person is told by a rule: as he has chosen, unless it must be told so, or is told nobody."""
    return rule.timing if chosen is None or rule.must or rule.timing is Timing.OFF else chosen


def told_of(rule: Rule, kind: ClockKind) -> tuple[Party, ...]:
    """The parties a reminder of this rule goes to, when a limit of this kind is about to pass or has passed."""
    if rule.side is Side.RESPONSIBLE:
        return () if rule.when is When.EVERY and kind in SHUT_BY_TIME else RESPONSIBLE.get(kind, ())
    if kind not in WATCHED:
        return ()
    return (Party.UNIT_SIGNER,) if rule.side is Side.SIGNERS else (Party.DESK,)


def due_reminders(rules: Iterable[Rule], due_on: date, today: date) -> list[tuple[Rule, date]]:
    """The reminders a limit is due for on a day, each with its period: the day by which it is filed once.

    A function of the stored dates alone, not of when somebody last looked: after a week off there is one, not seven.
    Of those to whoever must act only the nearest counts; one further away has been overtaken.
    """
    left = (due_on - today).days
    found: dict[Side, tuple[int, Rule, date]] = {}
    for rule in rules:
        if rule.timing is Timing.OFF or (held := _standing(rule, left)) is None:
            continue
        nearness, back = held
        if rule.side not in found or nearness < found[rule.side][0]:
            found[rule.side] = (nearness, rule, due_on + timedelta(days=back))
    return [(rule, period) for _nearness, rule, period in found.values()]


def _standing(rule: Rule, left: int) -> tuple[int, int] | None:
    """How near a rule is to the day, and how many days after the due date its period lies; None where it is silent."""
    if rule.when is When.BEFORE:
        return (rule.days, 0) if 0 < left <= rule.days else None
    if rule.when is When.ON:
        return (0, 0) if left == 0 else None
    if left >= 0:
        return None
    if rule.when is When.AFTER:
        return (0, 0) if -left >= rule.days else None
    # The first on the day after, then one each time so many days have gone by.
    return 0, (-left - 1) // rule.days * rule.days + 1


def strange_fields(words: str) -> list[str]:
    """Names in braces that no notice has."""
    return [name for name in _FIELD.findall(words) if name not in FIELDS]


def filled(words: str, values: dict[str, str]) -> str:
    """The words with their fields filled in; a field nobody knows leaves nothing."""
    return _FIELD.sub(lambda found: values.get(found[1], ""), words).strip()
