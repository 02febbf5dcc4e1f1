"""The form of a rating: two questions of three equal answers, none chosen beforehand, what is wished next, and a note.

The same form serves who is logged in, who came through a link, and the desk that types off a paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.limits import NOTE, REASON
from tracker.domain.ratings import Level, Question, Wish, needs_reason
from tracker.models.ratings import Rating
from tracker.services._load import Invalid
from tracker.services.ratings import Ballot, Verdict
from tracker.web.forms import Form
from tracker.web.labels import LEVELS
from tracker.web.lengths import at_most
from tracker.web.picks import is_offered
from tracker.web.rating_labels import WISHES
from tracker.web.spoken import lazy_gettext as _l

MISSING = {
    "answer": _l("请选一项"),
    "answer_reason": _l("请写明答复内容哪里还不够"),
    "process_level": _l("请选一项"),
    "process_reason": _l("请写明办理过程哪里还不够"),
    "level": _l("请选一项"),
    "problem": _l("请选一项"),
    "analysis": _l("请选一项"),
    "proposal": _l("请选一项"),
    "reason": _l("请写明落实得哪里还不够"),
}
ASKS = tuple(level.value for level in Level if needs_reason(level))
REASON_HINT = _l("选“基本满意”或者“不满意”要写理由，供承办单位改进。")


def levels() -> list[tuple[str, str]]:
    return [(level.value, str(words)) for level, words in LEVELS.items()]


def _wishes() -> list[tuple[str, str]]:
    return [(wish.value, str(words)) for wish, words in WISHES.items()]


class LevelForm(Form):
    """What every form of a rating does with what is missing: words that say what to do and for which question."""

    # The newest row of one's own that stood beside it.
    was = HiddenField()
    # When what this page shows was put aside.
    aside = HiddenField()
    newest = 0

    def beside(self, newest: int) -> None:
        """What the deputy has said so far; pressed again after a look at it, the form counts."""
        self.newest = newest
        if not self.is_submitted():
            self.was.data = str(newest)

    @property
    def put_aside_at(self) -> datetime | None:
        """The draft that stood on the page, by its instant."""
        try:
            return datetime.fromisoformat(self.aside.data or "")
        except ValueError:
            return None

    @property
    def seen(self) -> int | None:
        held = self.was.data or ""
        return int(held) if held.isascii() and held.isdecimal() else None

    def take(self, invalid: Invalid) -> None:
        """The words say what to do and for which question: the list on top shows them without the boxes."""
        if "rated_elsewhere" in invalid.problems.values():
            self.was.data = str(self.newest)
        for name, code in invalid.problems.items():
            field = self._fields.get("process_level" if name == Question.PROCESS else name)
            if field is None or code != "missing" or field.short_name not in MISSING:
                super().take(Invalid(**{name: code}))
            else:
                field.errors = [*field.errors, str(MISSING[field.short_name])]


class RatingForm(LevelForm):
    """The answer is asked first: it is the headline. `process` alone would hide a method of forms."""

    answer = RadioField(
        _l("您对答复内容满意吗？"),
        choices=levels,
        validate_choice=False,
        description=_l("看是否逐项回答、承诺是否具体。落实得怎样，到承诺期满时再请您评价。"),
    )
    answer_reason = TextAreaField(_l("哪里还不够？"), [at_most(REASON)])
    process_level = RadioField(
        _l("您对办理过程满意吗？"),
        choices=levels,
        validate_choice=False,
        description=_l("看答复前是否联系您、听取意见，来的人能否作主。"),
    )
    process_reason = TextAreaField(_l("哪里还不够？"), [at_most(REASON)])
    wish = RadioField(
        _l("答复内容不能让您满意的，您希望怎样？"),
        [Optional()],
        choices=_wishes,
        validate_choice=False,
        description=_l("供市人大决定时参考。答复内容评“满意”的不用选，选了也不计。"),
    )
    private_note = TextAreaField(
        _l("只写给市人大的话"), [Optional(), at_most(NOTE)], description=_l("承办单位始终看不到这一栏。")
    )

    @property
    def verdicts(self) -> dict[Question, Verdict]:
        """What was chosen, with what was written about it whatever the level."""
        asked = {
            Question.ANSWER: (self.answer, self.answer_reason),
            Question.PROCESS: (self.process_level, self.process_reason),
        }
        return {
            question: Verdict(Level(level.data), reason.data or "")
            for question, (level, reason) in asked.items()
            if level.data and is_offered(level)
        }

    @property
    def ballot(self) -> Ballot:
        wish = Wish(self.wish.data) if self.wish.data and is_offered(self.wish) else None
        return Ballot(self.verdicts, self.private_note.data or "", wish, self.seen)


# What is put aside of a form, to be finished later.
FIELDS = ("answer", "answer_reason", "process_level", "process_reason", "wish", "private_note")


def said(mine: Mapping[Question, Rating]) -> dict[str, Any]:
    """One's own earlier words, never anybody else's: for who rates for the first time nothing is chosen."""
    fields = {Question.ANSWER: ("answer", "answer_reason"), Question.PROCESS: ("process_level", "process_reason")}
    held: dict[str, Any] = {
        name: value
        for question, one in mine.items()
        if question in fields
        for name, value in zip(fields[question], (one.level.value, one.reason), strict=True)
    }
    answer = mine.get(Question.ANSWER)
    if answer is None:
        return held
    return held | {"private_note": answer.private_note, "wish": answer.wish.value if answer.wish else ""}
