"""The part of the rulebook's form that changes the criteria of key items: a row each, empty ones for new ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs lag behind
from wtforms.validators import Length, Optional, ValidationError

from tracker.domain.key_criteria import KeyCriterion, Measure
from tracker.domain.limits import NAME
from tracker.domain.rulebook_criteria import MANY, MOST
from tracker.web.forms import Part
from tracker.web.key_item_criteria import MEASURES
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

# Empty rows below those there are.
SPARE = 2


class CriterionForm(Part):
    """One criterion; a row without words is none."""

    code = HiddenField()
    words = StringField(_l("条件"), [Length(max=NAME, message=_l("请改短到100字以内"))])
    required = BooleanField(_l("必须符合"))
    measure = SelectField(_l("按记录算什么"))
    at_least = IntegerField(_l("从几起算符合"), [Optional()])
    legal_basis = StringField(_l("依据"), [Length(max=500)])
    provisional = BooleanField(_l("暂定，尚未核对"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure.choices = [SelectChoice(one.value, words) for one, words in MEASURES.items()]

    @property
    def is_one(self) -> bool:
        """Whether the row says anything."""
        return bool((self.words.data or "").strip())

    def validate_legal_basis(self, field: StringField) -> None:
        """Every rule says on whose authority."""
        if self.is_one and not (field.data or "").strip():
            raise ValidationError(_("请写明依据"))

    def validate_measure(self, field: SelectField) -> None:
        """What is counted is counted from something."""
        n = self.at_least.data
        if (
            self.is_one
            and field.data != Measure.NONE
            and (n is None or not 1 <= n <= MANY)
            and not self.at_least.errors
        ):
            raise ValidationError(_("请填从几起算符合，1到%(most)s", most=MANY))

    def criterion(self, code: str) -> KeyCriterion:
        """As typed."""
        measure = Measure(self.measure.data)
        return KeyCriterion(
            code=code,
            words=(self.words.data or "").strip(),
            required=self.required.data,
            measure=measure,
            at_least=0 if measure is Measure.NONE else self.at_least.data or 0,
            basis=(self.legal_basis.data or "").strip(),
            provisional=self.provisional.data,
        )


def criteria_of(rows: Iterable[CriterionForm], base: tuple[KeyCriterion, ...]) -> tuple[KeyCriterion, ...]:
    """The criteria as typed, in their order; a new one gets a code that none of the base has."""
    known = {one.code for one in base}
    found: list[KeyCriterion] = []
    for row in rows:
        if not row.is_one:
            continue
        taken = known | {one.code for one in found}
        kept = row.code.data if row.code.data in known - {one.code for one in found} else ""
        found.append(row.criterion(kept or next(code for n in range(1, 999) if (code := f"added_{n}") not in taken)))
    return tuple(found)


def present(criteria: tuple[KeyCriterion, ...]) -> list[dict[str, Any]]:
    """What the rows show before anything is typed."""
    shown: list[dict[str, Any]] = [
        {
            "code": one.code,
            "words": one.words,
            "required": one.required,
            "measure": one.measure.value,
            "at_least": one.at_least or None,
            "legal_basis": one.basis,
            "provisional": one.provisional,
        }
        for one in criteria
    ]
    spare: list[dict[str, Any]] = [{"measure": Measure.NONE.value} for _spare in range(SPARE)]
    return [*shown, *spare][:MOST]
