"""Tables; importing this package knows them all."""

from tracker.models import calendar, commitments, contacts, organs, people, record, suggestions, tasks

__all__ = ["calendar", "commitments", "contacts", "organs", "people", "record", "suggestions", "tasks"]
