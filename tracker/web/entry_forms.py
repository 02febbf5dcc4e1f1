"""The forms of entries from paper: how and when it came, who signed it, what a unit's receipt or letter says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from tracker.domain.entries import ON_PAPER, Channel
from tracker.domain.kinds import Kind
from tracker.domain.limits import DOCUMENT_NO, NAME, NOTE
from tracker.domain.signing_lines import split_line, split_name
from tracker.queries.entries import Seated, same_papers
from tracker.queries.kept import was_acted
from tracker.services.entries import Came, PaperSigner
from tracker.services.unit_entries import Signed
from tracker.web import bill_writing
from tracker.web.access import actor, me
from tracker.web.entry_words import CHANNELS
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.paper_form import PaperForm
from tracker.web.reply_form import ReplyForm
from tracker.web.reply_parts import DayField
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words

_SIGNED = _l("请填写签名日期，如2026-03-02")
_RECEIVED = _l("请填写收到日期，如2026-03-02")
_RECEIPT = _l("请填写签收日期，如2026-03-02")
_LETTER = _l("请填写落款日期，如2026-03-02")
SIGNERS = 4_000
HOUR = 8


class HourField(StringField):
    """An hour of the day (Asia/Shanghai) as it is written: 15:40."""

    @property
    def hour(self) -> time | None:
        """The hour, or None where nothing that is one was typed."""
        found = re.fullmatch(r"\s*(\d{1,2})[:：](\d{2})\s*", self.data or "")
        hours, minutes = (int(one) for one in found.groups()) if found else (99, 99)
        return time(hours, minutes) if hours < 24 and minutes < 60 else None


def _channel() -> RadioField:
    return RadioField(
        _l("怎么来的"),
        choices=lambda: [(one.value, CHANNELS[one]) for one in ON_PAPER],
        validate_choice=False,
    )


def _received() -> DateField:
    return DateField(_l("收到日期"), [InputRequired(_RECEIVED)], description=_l("以这一天为收件日，期限从这一天起算。"))


def _original() -> StringField:
    return StringField(
        _l("纸质原件存放处"),
        [Optional(), at_most(NAME)],
        description=_l("如“选联任工委文书柜2026-3”。有扫描件的可以空着；没有扫描件的必须写。"),
    )


def came_of(form: Any) -> Came:
    """How and when it came, as typed."""
    way = next((one for one in Channel if one.value == form.channel.data), Channel.SCREEN)
    assert form.received_on.data is not None
    hour = form.hour.hour if "hour" in form else None
    return Came(way, form.received_on.data, form.original.data or "", form.files.keys, hour)


class PaperEntryForm(PaperForm):
    """A whole paper as it lies on the desk, and who signed it when."""

    lead = StringField(_l("领衔代表"), [InputRequired(_l("请填写领衔代表")), at_most(NAME)])
    signed_on = DateField(_l("领衔代表签名日期"), [InputRequired(_SIGNED)])
    signers = TextAreaField(
        _l("附议代表"),
        [Optional(), at_most(SIGNERS)],
        description=_l(
            "一行一位：姓名、空格、签名日期，如“方舒 2026-03-01”。"
            "不写日期的，按领衔代表的日期；同名的加代表团，如“方舒（滨湖代表团）”。"
        ),
    )
    received_on = _received()
    hour = HourField(
        _l("收到时刻"),
        [Optional(), at_most(HOUR)],
        description=_l("如15:40。议案是否在截止以前，按交到纸质件的这一刻算，不按录入的时间。"),
    )
    channel = _channel()
    original = _original()
    files = FilesField(_l("扫描件和附件"), description=_l("纸质原件的扫描件；原件有附件的一起扫描。"))

    apart = BooleanField(_l("已核对，是另一件"))
    # Papers of the same lead and title, once they were found: id, title, day.
    there: Sequence[tuple[int, str, date | None]] = ()

    def call_by_kind(self) -> None:
        """Name the fields as a bill has them."""
        self.kind.data = bill_writing.kind_asked().value
        self.requests.label.text = _("代表请求做什么")
        self.is_confidential.label.text = _("代表要求对姓名和建议内容保密")
        bill_writing.call_by_kind(self)
        if self.kind.data == Kind.BILL:
            self.hour.flags.optional = False
            self.signers.label.text = _("联名代表")
            self.signers.flags.optional = False

    def validate_hour(self, field: HourField) -> None:
        """What was typed is an hour."""
        if field.hour is None:
            raise ValidationError(_("请写成“15:40”这样的时刻"))

    def is_there_already(self, lead: PaperSigner) -> bool:
        """Whether this lead has handed in a paper of this title, which is said once and asked about.

        Of a repeated press the paper there is the one it made itself.
        """
        answered = self.apart.data or was_acted(me().person_id, self.once.data or "")
        self.there = [] if answered else same_papers(actor(), lead.membership_id, self.title.data or "")
        if self.there:
            self.apart.errors = [_("这位代表已经有同名的一件，请先核对是不是同一件")]
        return bool(self.there)

    def read_signers(self, known: Sequence[Seated]) -> tuple[PaperSigner | None, list[PaperSigner]]:
        """Lead and co-signers; what cannot be read is said at its field, line by line."""
        lead = self._one(self.lead, self.lead.data or "", known) if (self.lead.data or "").strip() else None
        others = []
        for no, line in enumerate((self.signers.data or "").splitlines(), start=1):
            if line.strip() and (one := self._line(no, line, known)) is not None:
                others.append(one)
        on = self.signed_on.data
        return (PaperSigner(lead, on) if lead and on else None), others

    def say_missing(self) -> None:
        """What the paper still lacks and how it came, beside each field that says nothing yet."""
        paper, none = self.paper, problem_words("missing")
        is_bill = paper.kind is Kind.BILL
        is_proven = bool(self.files.keys or (self.original.data or "").strip())
        lacks: list[tuple[Any, bool, str]] = [
            (self.title, not paper.title.strip(), none),
            (self.problem, not paper.problem.strip(), none),
            (self.analysis, is_bill and not paper.analysis.strip(), none),
            (self.requests, not any(one.strip() for one in paper.requests), none),
            (self.category, paper.category_id is None, none),
            (self.consent, paper.consent is None, none),
            (self.signers, is_bill and not (self.signers.data or "").strip(), none),
            (self.hour, is_bill and not (self.hour.data or "").strip(), problem_words("hour_missing")),
            (self.channel, self.channel.data not in ON_PAPER, problem_words("choose_one")),
            (self.original, not is_proven, problem_words("scan_or_place")),
        ]
        for field, is_missing, words in lacks:
            if is_missing and not field.errors:
                field.errors = [words]

    def _line(self, no: int, line: str, known: Sequence[Seated]) -> PaperSigner | None:
        name, day = split_line(line)
        before = _("第%(n)s行：", n=no)
        if day is None and any(sign.isdigit() for sign in line):
            self.signers.errors = [*self.signers.errors, before + _("日期请写成“2026-03-01”这样")]
            return None
        found, on = self._one(self.signers, name, known, before=before), day or self.signed_on.data
        return PaperSigner(found, on) if found and on else None

    def _one(self, field: Any, name: str, known: Sequence[Seated], before: str = "") -> int | None:
        found = named(name, known)
        if len(found) == 1:
            return found[0].membership_id
        words = (
            _("叫“%(name)s”的代表不止一位，请加代表团，如“%(example)s”", name=name, example=label_of(found[0]))
            if found
            else _("没有叫“%(name)s”的在任代表", name=name)
        )
        field.errors = [*field.errors, before + words]
        return None


class SignatureEntryForm(Form):
    """One more co-signer on paper."""

    signer = StringField(_l("附议代表"), [InputRequired(_l("请填写附议代表")), at_most(NAME)])
    signed_on = DateField(_l("签名日期"), [InputRequired(_SIGNED)])
    received_on = DateField(
        _l("收到日期"), [InputRequired(_RECEIVED)], description=_l("这份签名哪天收到的。建议的收件日和期限不变。")
    )
    channel = _channel()
    original = _original()
    files = FilesField(_l("扫描件"))

    def read_signer(self, known: Sequence[Seated]) -> PaperSigner | None:
        """Who it is; said at the field where that is not clear."""
        found = named(self.signer.data or "", known)
        if len(found) != 1:
            several = _("叫这个名字的代表不止一位，请加代表团")
            words = several if found else _("没有叫“%(name)s”的在任代表", name=self.signer.data)
            self.signer.errors = [*self.signer.errors, words]
            return None
        assert self.signed_on.data is not None
        return PaperSigner(found[0].membership_id, self.signed_on.data)


class ReceiptEntryForm(Form):
    """A unit's receipt on paper."""

    on = DateField(_l("签收日期"), [InputRequired(_RECEIPT)], description=_l("纸上写的那一天，不能早于交办。"))
    received_on = DateField(_l("收到日期"), [InputRequired(_RECEIVED)])
    channel = _channel()
    original = _original()
    files = FilesField(_l("扫描件"))


class ReplyEntryForm(ReplyForm):
    """A unit's letter on paper."""

    asks_publication = False
    document_no = StringField(_l("文号"), [at_most(DOCUMENT_NO)])
    signer_name = StringField(_l("签发人"), [at_most(NAME)])
    on = DayField(_l("落款日期"), [InputRequired(_LETTER)], description=_l("答复函上的日期，按这一天算是否按期。"))
    received_on = DayField(_l("收到日期"), [InputRequired(_RECEIVED)])
    channel = _channel()
    original = _original()
    files = FilesField(_l("扫描件和附件"))

    @property
    def signed(self) -> Signed:
        """What stands at the foot of the letter."""
        assert self.on.data is not None
        return Signed(self.document_no.data or "", self.signer_name.data or "", self.on.data)


class AnswerForm(Form):
    """What is wrong with the entry."""

    words = TextAreaField(_l("哪里不对"), [at_most(NOTE)], description=_l("代表工作机构看得到，会和您联系。"))


class SettleForm(Form):
    """What the desk found, of which entry."""

    entry = IntegerField(widget=HiddenInput())
    words = TextAreaField(
        _l("核对的结果"),
        [at_most(NOTE)],
        description=_l("对照了什么、和谁核对过、为什么作废或者维持。各方原样看到。"),
    )


def named(text: str, known: Iterable[Seated]) -> list[Seated]:
    """The deputies somebody may mean by a name, or by a name with the delegation in brackets."""
    name, place = split_name(text)
    return [one for one in known if one.name == name and (not place or one.delegation == place)]


def label_of(one: Seated) -> str:
    """方舒（滨湖代表团）"""
    return _("%(name)s（%(place)s）", name=one.name, place=one.delegation) if one.delegation else one.name


__all__ = [
    "AnswerForm",
    "PaperEntryForm",
    "ReceiptEntryForm",
    "ReplyEntryForm",
    "SettleForm",
    "SignatureEntryForm",
    "came_of",
    "label_of",
]
