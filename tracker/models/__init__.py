"""Tables; importing this package knows them all."""

from tracker.models import (
    attachments,
    calendar,
    commitments,
    contacts,
    joint,
    organs,
    people,
    procedures,
    record,
    replies,
    reviews,
    signatures,
    suggestions,
    tasks,
)

__all__ = [
    "attachments",
    "calendar",
    "commitments",
    "contacts",
    "joint",
    "organs",
    "people",
    "procedures",
    "record",
    "replies",
    "reviews",
    "signatures",
    "suggestions",
    "tasks",
]
