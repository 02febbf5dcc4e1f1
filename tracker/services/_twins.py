"""Twins of the models: same columns, defaults and judgements, without the ORM's bookkeeping, for rows made in bulk.

A twin passes for its model in `isinstance` and in the type checker, is twenty times cheaper to make, and is written by
`_bulk.py`. Relations are plain attributes that whoever makes a twin fills in.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any, TypeVar, cast

from sqlalchemy import Column, inspect
from sqlalchemy.orm import Mapper

from tracker.db import Base
from tracker.models import commitments, contacts, joint, organs, people, record, replies, reviews, suggestions, tasks
from tracker.models.people import FAR

M = TypeVar("M", bound=Base)


# What every table has of its own engine is no judgement.
_BASES = frozenset(Base.__mro__)


class _Twin:
    def __init__(self, **values: Any) -> None:
        self.__dict__ = values


def _twin(model: type[M]) -> type[M]:
    mapper: Mapper[M] = inspect(model)
    # The judgements of a model are plain properties over its attributes: they hold for the twin as they stand.
    known = {
        name: member for kind in reversed(model.__mro__) for name, member in vars(kind).items() if kind not in _BASES
    }
    members = {name: member for name, member in known.items() if isinstance(member, property | FunctionType)}
    members = {name: member for name, member in members.items() if not name.startswith("_")}
    defaults = {attribute.key: _of_column(attribute.columns[0]) for attribute in mapper.column_attrs}
    return cast(type[M], type(model.__name__, (_Twin,), {**defaults, **members, "__class__": model}))


def _of_column(column: Any) -> Any:
    # What is no column of the table is looked up of a person: until when the seat is held. It is, as far as bulk knows.
    return _default(column.default) if isinstance(column, Column) else FAR


def _default(default: Any) -> Any:
    # Lists and dicts are shared by all twins that give none of their own; nobody changes one in place.
    return None if default is None else default.arg(None) if default.is_callable else default.arg


Suggestion = _twin(suggestions.Suggestion)
SuggestionText = _twin(suggestions.SuggestionText)
Request = _twin(suggestions.Request)
Signature = _twin(suggestions.Signature)
SuggestionLink = _twin(joint.SuggestionLink)
Review = _twin(reviews.Review)
IntendedOutcome = _twin(reviews.IntendedOutcome)
Task = _twin(tasks.Task)
Round = _twin(tasks.Round)
Answer = _twin(tasks.Answer)
Delivery = _twin(tasks.Delivery)
ReplyVersion = _twin(replies.ReplyVersion)
Rating = _twin(tasks.Rating)
Contact = _twin(contacts.Contact)
CoOpinion = _twin(contacts.CoOpinion)
Commitment = _twin(commitments.Commitment)
Event = _twin(record.Event)
Clock = _twin(record.Clock)
Notice = _twin(record.Notice)
Person = _twin(people.Person)
Membership = _twin(people.Membership)
Account = _twin(people.Account)
Unit = _twin(organs.Unit)
Category = _twin(organs.Category)
