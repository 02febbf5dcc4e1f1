"""Two versions of a reply side by side in words: the opening, request by request, what goes with the letter."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.differences import compare, is_changed
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.rulebook import Rulebook
from tracker.models.suggestions import Suggestion
from tracker.web.clearance_words import DEPUTY_VIEWS, PUBLIC_MODES
from tracker.web.comparisons import Compared
from tracker.web.reply_parts import classes
from tracker.web.spoken import gettext as _

Texts = Mapping[str, str]


def compared(before: Texts, after: Texts, suggestion: Suggestion, book: Rulebook) -> list[Compared]:
    """Every part that one of both says something in; choices in the words of the form."""
    labels, said = labels_of({*before, *after}), Sayings(suggestion, book)
    rows = [(label, said.of(name, before.get(name, "")), said.of(name, after.get(name, ""))) for name, label in labels]
    return [_part(label, old, new) for label, old, new in rows if old or new]


def _part(label: str, old: str, new: str) -> Compared:
    pieces = tuple(compare(old, new))
    changed = is_changed(pieces)
    return Compared(label, _("有改动") if changed else _("没有改动"), pieces, changed)


def labels_of(names: set[str]) -> list[tuple[str, str]]:
    """The names of fields with what the form calls them, in its order."""
    numbers = sorted({int(name.split("-")[1]) for name in names if name.startswith("answers-")})
    found = [("opening", _("正文开头"))]
    for no in numbers:
        found += [(f"answers-{no}-{name}", words) for name, words in _of_answer(no)]
    rest = [
        ("letter", _("整件答复的类别")),
        ("document_no", _("拟用文号")),
        ("contact_name", _("联系人")),
        ("contact_phone", _("联系电话")),
        ("no_contact_reason", _("为什么没有与代表沟通")),
        ("without_co_reason", _("为什么不等就答复")),
        ("publication", _("答复的公开方式")),
        ("publication_reason", _("为什么不全文公开")),
        ("deputy_view", _("代表对公开的意见")),
        ("deputy_words", _("代表怎么说的")),
    ]
    return found + rest


def _of_answer(no: int) -> list[tuple[str, str]]:
    return [
        ("body", _("第%(n)s项的答复", n=no)),
        ("outcome", _("第%(n)s项的办理结果", n=no)),
        ("promise", _("第%(n)s项：做到什么", n=no)),
        ("measure", _("第%(n)s项的措施", n=no)),
        ("due", _("第%(n)s项的完成日期", n=no)),
        ("unit", _("第%(n)s项的责任单位", n=no)),
        ("owner", _("第%(n)s项的责任人", n=no)),
    ]


class Sayings:
    """What is stored of a choice, in words."""

    def __init__(self, suggestion: Suggestion, book: Rulebook) -> None:
        self._classes = {one.semantic.value: f"{one.letter} {one.words}" for one in classes(book)}
        self._units = {str(task.unit_id): task.unit.short_name for task in suggestion.tasks}
        self._modes = {one.value: str(PUBLIC_MODES[one]) for one in PublicMode}
        self._views = {one.value: str(DEPUTY_VIEWS[one]) for one in DeputyView}

    def of(self, name: str, text: str) -> str:
        """The text of a field as a reader knows it."""
        last = name.rpartition("-")[2]
        known = {
            "outcome": self._classes,
            "unit": self._units,
            "publication": self._modes,
            "deputy_view": self._views,
        }.get(last)
        return known.get(text, text) if known is not None else text
