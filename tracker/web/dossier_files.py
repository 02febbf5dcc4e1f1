"""The attachments of a case in its dossier: all that this reader may open, by the act they came with."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import url_for

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.roles import Role
from tracker.models.suggestions import Suggestion
from tracker.queries import files as found
from tracker.queries.dossier import Told
from tracker.queries.files import OF_PAPER, WITH_REPLY, Handed
from tracker.web.action_labels import ACTIONS
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.file_words import drawing, file_row, size_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

Chip = tuple[str, str, str, str]


def attached(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """The section, where anything is attached that this reader may see: one statement then."""
    if "attachments" not in there:
        return None
    handed = reader.reads(lambda who: found.readable(who, suggestion), lambda one: one.file.key)
    if not handed:
        return None
    staff = reader.actor.role not in (Role.DEPUTY, Role.ASSISTANT)
    groups = [
        (_title(suggestion, rows[0]), [file_row(suggestion.id, one.file, for_staff=staff) for one in rows])
        for rows in (list(group) for _key, group in groupby(handed, key=_place))
    ]
    return Section("files", _("附件"), _("%(n)s个", n=len(handed)), "dossier/_files.html", {"groups": groups})


def _place(one: Handed) -> tuple[int | None, int | None]:
    return one.file.event_seq, one.file.round_id


def _title(suggestion: Suggestion, one: Handed) -> str:
    task = next((task for task in suggestion.tasks if task.id == one.file.task_id), None)
    unit, day = task.unit.short_name if task else "", day_words(day_of(one.file.uploaded_at))
    if one.action is None:
        if task and one.file.taken_out_at:
            return _("%(unit)s代录以前的草稿的附件", unit=unit)
        return _("%(unit)s正在写的答复", unit=unit) if task else _("正在改的建议，还没有提交")
    if one.action in OF_PAPER:
        return _("以前一稿的附件") if one.file.taken_out_at else _("建议的附件")
    if one.action in WITH_REPLY:
        no = next((each.no for each in task.rounds if each.id == one.file.round_id), 1) if task else 1
        return _("%(unit)s第%(n)s次答复的附件", unit=unit, n=no)
    return _("，").join(part for part in (unit, str(ACTIONS[Action(one.action)]), day) if part)


def chips(suggestion_id: int, event: Told) -> list[Chip]:
    """The files of one line of the story, from the record itself: nothing is asked of the database for them."""
    return [_chip(suggestion_id, one) for one in event.facts.get("files", ())]


def _chip(suggestion_id: int, one: dict[str, Any]) -> Chip:
    href = url_for("files.show", suggestion_id=suggestion_id, key=one["key"])
    ending = str(one["name"]).rpartition(".")[2].lower()
    return one["name"], href, size_words(one["size"]), drawing(ending)
