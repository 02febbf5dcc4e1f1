"""What this request has uploaded and kept, so that a page that gives back what was typed hands it on."""

from __future__ import annotations

from collections.abc import Iterable

from flask import g


def note_kept(name: str, keys: Iterable[str], digests: Iterable[str]) -> None:
    """Remember the keys kept for a field, with the digests of their contents."""
    g.files_kept = [*kept_now(), *((name, key, digest) for key, digest in zip(keys, digests, strict=True))]


def kept_now() -> list[tuple[str, str, str]]:
    """Field, key and digest of each upload this request has kept."""
    found: list[tuple[str, str, str]] = g.get("files_kept", [])
    return found
