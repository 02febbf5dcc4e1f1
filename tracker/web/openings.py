"""Proof of when a page with a text was opened: a signed note that its form carries back."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from tracker.models.suggestions import Suggestion


def note_of(suggestion: Suggestion, at: datetime) -> str:
    """What the form of a page carries that shows this version of the text."""
    signed: str = _signer().dumps([suggestion.id, suggestion.text_no, int(at.timestamp())])
    return signed


def opened_at(note: str, suggestion: Suggestion, text_no: int | None) -> datetime | None:
    """When the page was opened; None for a note of another paper, of another version, or of nobody's making."""
    try:
        of, no, at = _signer().loads(note)
    except (BadData, TypeError, ValueError):
        return None
    return datetime.fromtimestamp(at, UTC) if (of, no) == (suggestion.id, text_no) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="opened")
