"""What a dossier as PDF tells of a case after its replies: meetings and look-backs, as the page shows them."""

from __future__ import annotations

from typing import Any

from tracker.models.escalations import Escalation
from tracker.models.suggestions import Suggestion
from tracker.web import dossier_escalations, dossier_look_backs
from tracker.web.dossier_reader import Reader
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, instant_words

Block = dict[str, Any]


def meetings(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> list[Block]:
    """Each step of taking it up: why, when and where, who came, what was said."""
    section = dossier_escalations.escalations(suggestion, reader, there)
    blocks: list[Block] = []
    for row in section.held["rows"] if section is not None else ():
        for one in row["steps"]:
            way = section.held["ways"][one.way] if section is not None else ""
            came_to = section.held["came_to"][one.came_to] if section is not None and one.came_to else ""
            blocks.append({"what": "heading", "words": _("，").join(str(each) for each in (row["unit"], way) if each)})
            blocks += [line for label, words in _told(one, str(came_to)) for line in _line(label, words)]
    return blocks


def _told(one: Escalation, came_to: str) -> list[tuple[str, str]]:
    asked = f"{instant_words(one.made_at)} {one.by.name if one.by else ''}".strip()
    told = [(_("提请"), f"{asked}{_('：')}{one.reason}")]
    if not one.came_to:
        return [*told, (_("定于"), f"{day_words(one.planned_on, year=True)} {one.place}" if one.planned_on else "")]
    held = " ".join(each for each in (day_words(one.held_on, year=True), one.where_held, one.document_no) if each)
    return [
        *told,
        (_("开会"), held),
        *([(_("主持人"), one.chaired_by)] if one.chaired_by else []),
        (_("参加的人"), one.who_came),
        (_("会商的意见"), one.words),
        (_("结果"), came_to),
    ]


def look_backs(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> list[Block]:
    """Each line, what the unit and the check say, and how a letter changed."""
    section = dossier_look_backs.look_backs(suggestion, reader, there)
    if section is None:
        return []
    blocks: list[Block] = []
    for row in section.held["rows"]:
        blocks.append({"what": "heading", "words": _("，").join((row["unit"], row["name"]))})
        line = row["line"]
        filled = _("完成%(n)s%%", n=line.percent) + _("：") + line.progress if line.filled_at else ""
        facts = [(_("承诺"), row["promise"]), (_("进展"), filled)]
        facts += [(_("检查结果"), str(row["finding"])), (_("代表评价"), str(row["level"]))]
        blocks += [each for label, words in facts for each in _line(label, words)]
    for one in section.held["changes"]:
        words = _("类别%(was)s改为%(now)s", was=one.was or "—", now=one.letter)
        blocks += _line(instant_words(one.made_at), _("：").join((words, one.reason)))
    return blocks


def _line(label: str, words: str) -> list[Block]:
    return [{"what": "line", "style": "plain", "words": f"{label}{_('：')}{words}"}] if words else []
