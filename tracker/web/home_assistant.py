"""What waits for the deputy herself, as her assistant's home tells it: to know of, not to do."""

from __future__ import annotations

from datetime import date

from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.queries.inbox import Line, lines
from tracker.web.spoken import gettext as _


def waits_for_deputy(who: Actor, *, today: date) -> list[Line]:
    """The lines of the papers the assisted deputy leads; nothing for anybody else.

    Writing is the assistant's own line; papers of others the deputy was asked to sign are not hers to read.
    """
    if who.role is not Role.ASSISTANT or who.assists_id is None:
        return []
    found = lines(Actor(who.assists_id, None, Role.DEPUTY), today=today)
    return [line for line in found if line.row.author_id == who.assists_id and line.action is not Action.REVISE]


def verb_words(line: Line) -> str:
    """An assistant prepares what she may not hand in; empty where the plain verb says it."""
    cosigning = line.action is Action.REVISE and line.row.state is SuggestionState.COSIGNING
    return _("请看进度") if cosigning else ""
