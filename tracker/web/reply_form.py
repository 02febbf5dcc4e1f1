"""The form of a reply: an answer, a class and a promise for each request of this share, and what the letter needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from wtforms import FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.actions import Action
from tracker.domain.limits import ANSWER, DOCUMENT_NO, NAME, NOTE
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.results import weakest
from tracker.domain.rulebook import Rulebook
from tracker.models.tasks import Answer, Round
from tracker.queries import files
from tracker.services._load import Invalid
from tracker.services.replies import ReplyDraft
from tracker.web.clearance_words import DEPUTY_VIEWS, PUBLIC_MODES
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form, numbers_in
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.read_by import read_by
from tracker.web.reply_gaps import BOXES, found
from tracker.web.reply_parts import (
    AnswerPart,
    ReadBack,
    classes,
    letter_of,
    offered,
    offers,
    part_of,
    sketch,
    stored,
    units_of,
)
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words

PHONE = 60
Kind = TypeVar("Kind", bound=StrEnum)


class ReplyForm(Form):
    """A reply as far as it is written; `reply_form` adds one part for each request."""

    opening = TextAreaField(
        _l("正文开头"), [at_most(ANSWER)], description=_l("收悉、致谢、怎么研究的。逐项答复接在后面，不用在这里写。")
    )
    document_no = StringField(
        _l("拟用文号"), [Optional(), at_most(DOCUMENT_NO)], description=_l("还没有的可以空着，签发时填写。")
    )
    letter = SelectField(
        _l("整件答复的类别"),
        [offered],
        validate_choice=False,
        description=_l("印在答复函右上角，统计也用它。"),
    )
    contact_name = StringField(_l("联系人"), [at_most(NAME)])
    contact_phone = StringField(_l("联系电话"), [at_most(PHONE)])
    no_contact_reason = TextAreaField(
        _l("为什么没有与代表沟通"),
        [at_most(NOTE)],
        description=_l("还没有记过沟通。已经沟通过的，请先记沟通；确实没有的，在这里写明。"),
    )
    without_co_reason = TextAreaField(
        _l("为什么不等就答复"),
        [at_most(NOTE)],
        description=_l("理由签发人看得到。会办意见没有到的，答复函会写明是哪个单位；分歧不写进函里。"),
    )
    publication = RadioField(
        _l("答复的公开方式"), [offered], choices=lambda: _choices(PUBLIC_MODES), validate_choice=False
    )
    publication_reason = TextAreaField(
        _l("为什么不全文公开"),
        [at_most(NOTE)],
        description=read_by(Action.DELIVER, _l("写明依据，例如涉及个人信息、尚未公布的规划。")),
    )
    deputy_view = RadioField(
        _l("代表对公开的意见"), [offered], choices=lambda: _choices(DEPUTY_VIEWS), validate_choice=False
    )
    deputy_words = TextAreaField(_l("代表怎么说的"), [Optional(), at_most(NOTE)])

    files = FilesField(_l("附件"), description=_l("随答复函一起送达代表。签发以前可以增减。"))

    @classmethod
    def for_names(cls, names: Collection[str]) -> type[ReplyForm]:
        """With a part for each request that is answered in fields of these names."""
        return cls.answering(numbers_in(names, "answers"), ReadBack)

    @classmethod
    def answering(cls, numbers: Sequence[int], part: type[AnswerPart] = AnswerPart) -> type[ReplyForm]:
        """With a part for each of these requests."""
        parts: dict[str, Any] = {f"answers-{no}": FormField(part, _("第%(n)s项", n=no)) for no in numbers}
        return type("Whole", (cls,), {"_numbers": tuple(numbers)} | parts)

    @property
    def parts(self) -> dict[int, AnswerPart]:
        """The part of each request, by its number."""
        return {no: self._fields[f"answers-{no}"].form for no in self._numbers}

    _numbers: tuple[int, ...] = ()
    # A letter on paper says it or does not.
    asks_publication = True

    @property
    def draft(self) -> ReplyDraft:
        """What is written."""
        return ReplyDraft(
            [sketch(no, part) for no, part in self.parts.items()],
            opening=self.opening.data or "",
            document_no=self.document_no.data or "",
            letter=self.letter.data or "",
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            no_contact_reason=self.no_contact_reason.data or "",
            without_co_reason=self.without_co_reason.data or "",
            publication=_chosen(PublicMode, self.publication.data),
            publication_reason=self.publication_reason.data or "",
            deputy_view=_chosen(DeputyView, self.deputy_view.data),
            deputy_words=self.deputy_words.data or "",
        )

    def at_version(self, version: int) -> None:
        """Go on from this version: what was typed has just been saved."""
        self.version.raw_data, self.version.data = None, version

    def take(self, invalid: Invalid) -> None:
        """A problem named after a request goes to its box."""
        for name, code in invalid.problems.items():
            field = self.box(name)
            if field is None:
                super().take(Invalid(**{name: code}))
            else:
                field.errors = [*field.errors, problem_words(code)]

    def box(self, name: str) -> Any:
        """The field of `answer-2`, `promise_due-2` and the like, or None."""
        what, _dash, number = name.partition("-")
        part = self.parts.get(picked_id(number) or 0)
        return part[BOXES[what]] if part is not None and what in BOXES else None

    def blame(self, *, has_talked: bool, waits: Sequence[str], copied: str = "", is_misnamed: bool = False) -> None:
        """Say at each box what keeps that which is typed from being sent, unless something is said there already."""
        letters = {no: letter_of(part) for no, part in self.parts.items()}
        for name, words in found(
            self.draft,
            self._numbers,
            letters,
            has_talked=has_talked,
            waits=waits,
            copied=copied,
            is_misnamed=is_misnamed,
            asks_publication=self.asks_publication,
        ):
            field = self.box(name) if "-" in name else self._fields[name]
            if not field.errors:
                field.errors = [words]

    def append(self, no: int, words: str) -> bool:
        """Put words after what the answer says already, unless it would hold too much."""
        body = self.parts[no].body
        text = "\n".join(part for part in (body.data or "", words) if part)
        if len(text) > ANSWER:
            body.errors = [*body.errors, _("加上引用的文字超过%(max)s字，请先删短", max=ANSWER)]
            return False
        body.data = text
        return True

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Address and words of everything wrong, request by request, then the rest of the letter."""
        wrong = [("", str(words)) for words in self.form_errors]
        for no, part in self.parts.items():
            lines = ((field.id, str(words)) for field in part for words in field.errors)
            wrong += [(f"#{where}", _("第%(n)s项：%(words)s", n=no, words=words)) for where, words in lines]
        rest = [field for name, field in self._fields.items() if not name.startswith("answers-")]
        return wrong + [(f"#{field.id}", str(words)) for field in rest for words in field.errors]


def _choices(words: Mapping[Any, Any]) -> list[tuple[str, str]]:
    return [(one.value, str(said)) for one, said in words.items()]


def _chosen(kind: type[Kind], code: Any) -> Kind | None:
    return next((one for one in kind if one.value == code), None)


def reply_form(
    round_: Round,
    book: Rulebook,
    *,
    hat_id: int | None,
    starts_with: Mapping[str, str] | None = None,
    kind: type[ReplyForm] = ReplyForm,
    is_blank: bool = False,
) -> ReplyForm:
    """The form as posted, or filled from the draft; `starts_with` fills what was never saved.

    A blank one shows nothing of the draft, which is its unit's alone.
    """
    held = {} if is_blank else _held(round_)
    if round_.drafted_by_id is None:
        held |= starts_with or {}
    form = kind.answering(tuple(sorted(round_.task.part)))(data=held, hat_id=hat_id, at_version=round_.version)
    form.files.hold(() if is_blank else files.of_reply(round_.id))
    known = classes(book)
    for part in form.parts.values():
        part.outcome.choices, part.unit.choices = offers(known), units_of(round_)
    form.letter.choices = _letter_choices(() if is_blank else round_.answers, [one.letter for one in known])
    return form


def _letter_choices(answers: Iterable[Answer], letters: Iterable[str]) -> list[tuple[str, str]]:
    given = [one.letter for one in answers if one.letter]
    first = _("按各项里最弱的一类")
    if given:
        first = _("按各项里最弱的一类，现在是%(letter)s类", letter=weakest(given))
    return [("", first), *((one, _("%(letter)s类", letter=one)) for one in dict.fromkeys(letters))]


def _held(round_: Round) -> dict[str, Any]:
    given = [one.letter for one in round_.answers if one.letter]
    held: dict[str, Any] = {
        name: getattr(round_, name)
        for name in (
            "opening",
            "document_no",
            "contact_name",
            "contact_phone",
            "no_contact_reason",
            "without_co_reason",
            "publication_reason",
            "deputy_words",
        )
    }
    held["publication"] = round_.publication.value if round_.publication else None
    held["deputy_view"] = round_.deputy_view.value if round_.deputy_view else None
    # The letter that follows from the answers goes on following them.
    held["letter"] = round_.letter if given and round_.letter != weakest(given) else ""
    return held | {f"answers-{one.request_no}": part_of(one) for one in round_.answers}


def draft_of(round_: Round) -> ReplyDraft:
    """The reply as it is stored."""
    return ReplyDraft(
        [stored(one) for one in round_.answers],
        opening=round_.opening,
        document_no=round_.document_no,
        letter=round_.letter,
        contact_name=round_.contact_name,
        contact_phone=round_.contact_phone,
        no_contact_reason=round_.no_contact_reason,
        without_co_reason=round_.without_co_reason,
        publication=round_.publication,
        publication_reason=round_.publication_reason,
        deputy_view=round_.deputy_view,
        deputy_words=round_.deputy_words,
    )
