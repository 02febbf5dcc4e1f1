"""What the desk fills in on one paper: the category, or what is to be mended, passage by passage."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.limits import NOTE
from tracker.models.suggestions import Suggestion
from tracker.queries.writing import open_categories
from tracker.services.reviews import Mark
from tracker.web.access import actor
from tracker.web.category_tree import tree
from tracker.web.file_fields import FilesField
from tracker.web.lengths import at_most
from tracker.web.mark_rows import ADD, MOST, MarkingForm, rows_to_mark
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l


class ReviewForm(MarkingForm):
    """What the paper comes to; which one it is, is said by the button."""

    category = SelectField(_l("类别"), coerce=picked_id, validate_choice=False)
    reason = TextAreaField(
        _l("请代表改什么"),
        [at_most(NOTE)],
        description=_l("代表会原样看到。写明哪一段、改成什么样；收件日期保留，不用重新排队。"),
    )
    answer_by = DateField(_l("请在哪一天前改好"), [Optional()], description=_l("不填的，按办理规则的期限。"))
    files = FilesField(description=_l("例如标了修改意见的原稿。代表看得到。"))
    marks = rows_to_mark()

    @property
    def passages(self) -> list[Mark]:
        """What the service takes."""
        return [
            Mark(row.field.data or "", row.passage.data or "", row.remark.data or "", row.place) for row in self.filled
        ]


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
