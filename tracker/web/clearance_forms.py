"""What is filled in about a reply on its way out: its number, what is to be mended, the letter a checker sees."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.limits import DOCUMENT_NO, NOTE
from tracker.domain.reply_texts import can_be_marked, texts_of
from tracker.domain.rulebook import Rulebook
from tracker.models.tasks import Round
from tracker.services._clearing import Remark
from tracker.web.access import actor
from tracker.web.lengths import at_most
from tracker.web.mark_rows import MOST, MarkingForm, rows_to_mark
from tracker.web.reply_comparisons import labels_of
from tracker.web.reply_parts import classes
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l


class ClearForm(MarkingForm):
    """The number under which it goes out, or what is to be mended."""

    document_no = StringField(
        _l("文号"), [at_most(DOCUMENT_NO)], description=_l("印在答复函上，例如“临教复〔2026〕12号”。")
    )
    checked_letter = SelectField(
        _l("您看是哪一类"),
        validate_choice=False,
        description=_l("和单位定的不一样的，写明理由；两种都留下，单位定的不改。"),
    )
    check_words = TextAreaField(_l("理由或者意见"), [Optional(), at_most(NOTE)])
    note = TextAreaField(_l("请改什么"), [at_most(NOTE)], description=_l("写明哪一项、改成什么样，经办人会原样看到。"))
    marks = rows_to_mark()

    @property
    def remarks(self) -> list[Remark]:
        """What the service takes."""
        return [
            Remark(row.field.data or "", row.passage.data or "", row.remark.data or "", row.place)
            for row in self.filled
        ]


def clear_form(round_: Round, book: Rulebook) -> ClearForm:
    """The form of this reply, with the parts of it that can be marked."""
    form = ClearForm(data={"document_no": round_.document_no}, hat_id=actor().membership_id, at_version=round_.version)
    if form.wants_row and len(form.marks.entries) < MOST:
        form.marks.append_entry()
    letters = dict.fromkeys(one.letter for one in classes(book))
    own = _("和单位定的一样（%(letter)s类）", letter=round_.letter)
    form.checked_letter.choices = [("", own), *((one, _("%(letter)s类", letter=one)) for one in letters)]
    for row in form.marks.entries:
        row.form.field.choices = parts_of(round_)
    return form


def parts_of(round_: Round) -> list[tuple[str, Any]]:
    """The parts of a reply that can be marked, as far as something is written in them."""
    held = texts_of(round_)
    return [(name, words) for name, words in labels_of(set(held)) if can_be_marked(name) and held.get(name)]
