"""What the desk fills in on one paper: the category, or what is to be mended, passage by passage."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FormField, HiddenField, SelectField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.limits import NOTE, REASON
from tracker.models.suggestions import Suggestion
from tracker.queries.writing import open_categories
from tracker.services.reviews import Mark
from tracker.web.access import actor
from tracker.web.category_tree import tree
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form, Part, Rows
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.words import problem_words

# The button that adds a row without deciding anything, and how many passages one return may mark.
ADD = "add_mark"
MOST = 30


class MarkRow(Part):
    """A passage to mend."""

    field = SelectField(_l("在哪一部分"), validate_choice=False)
    passage = TextAreaField(_l("原文"), [Optional(), at_most(NOTE)])
    remark = TextAreaField(_l("怎么改"), [Optional(), at_most(REASON)])
    near = HiddenField()

    @property
    def is_empty(self) -> bool:
        return not (self.passage.data or "").strip() and not (self.remark.data or "").strip()

    def mark(self) -> Mark:
        """What the service takes."""
        near = picked_id(self.near.data)
        place = near if near is not None and near >= 0 else None
        return Mark(self.field.data or "", self.passage.data or "", self.remark.data or "", place)


class ReviewForm(Form):
    """What the paper comes to; which one it is, is said by the button."""

    category = SelectField(_l("类别"), coerce=picked_id, validate_choice=False)
    reason = TextAreaField(
        _l("请代表改什么"),
        [at_most(NOTE)],
        description=_l("代表会原样看到。写明哪一段、改成什么样；收件日期保留，不用重新排队。"),
    )
    answer_by = DateField(_l("请在哪一天前改好"), [Optional()], description=_l("不填的，按办理规则的期限。"))
    files = FilesField(description=_l("例如标了修改意见的原稿。代表看得到。"))
    marks = Rows(FormField(MarkRow), _l("标出要改的地方"), min_entries=1, max_entries=MOST)

    @property
    def wants_row(self) -> bool:
        """Whether the button that adds a row was pressed; nothing is decided then."""
        return self.is_submitted() and ADD in request.form

    @property
    def filled(self) -> list[MarkRow]:
        """The rows somebody wrote in."""
        return [row.form for row in self.marks.entries if not row.form.is_empty]

    def check_marks(self) -> bool:
        """Whether every row that was begun says where and what; the others say what they lack."""
        fine = True
        for row in self.filled:
            for field, code in ((row.passage, "passage_missing"), (row.remark, "remark_missing")):
                if not (field.data or "").strip():
                    field.errors = [*field.errors, problem_words(code)]
                    fine = False
        self.marks.gather()
        return fine


def review_form(suggestion: Suggestion) -> ReviewForm:
    """The form of this paper, with the parts of it that can be marked."""
    form = ReviewForm(
        hat_id=actor().membership_id, at_version=suggestion.version, data={"category": suggestion.category_id}
    )
    if form.wants_row:
        form.files.take_in()
        if len(form.marks.entries) < MOST:
            form.marks.append_entry()
    form.category.choices = tree(open_categories(today=day_of(now())))
    for row in form.marks.entries:
        row.form.field.choices = parts_of(suggestion)
    return form


def parts_of(suggestion: Suggestion) -> list[tuple[str, Any]]:
    """The parts of a paper that can be marked, by the names of their fields."""
    requests = suggestion.text.requests if suggestion.text is not None else []
    numbered = [(f"requests-{at}", _("第%(n)s项请求", n=at + 1)) for at in range(len(requests))]
    return [("title", _("标题")), ("problem", _("问题")), ("analysis", _("分析")), *numbered]


__all__ = ["ADD", "MOST", "ReviewForm", "parts_of", "review_form"]
