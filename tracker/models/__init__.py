"""Tables; importing this package knows them all."""

from tracker.models import calendar, organs, people, record, suggestions, tasks

__all__ = ["calendar", "organs", "people", "record", "suggestions", "tasks"]
