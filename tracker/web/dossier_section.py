"""What a further section of a dossier is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Section:
    """A part of the left of a dossier: its template under `templates/dossier/` gets the section as `one`."""

    anchor: str
    title: str
    count: str
    template: str
    held: dict[str, Any] = field(default_factory=dict)
