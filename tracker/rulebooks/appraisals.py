"""Schemes of appraisal to begin from (`appraisal_schemes/*.toml`); what an installation uses lies in its database."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from tracker.domain.appraisal_text import Shipped, shipped_of

FOLDER = Path(__file__).parent / "appraisal_schemes"


@cache
def shipped_schemes() -> tuple[Shipped, ...]:
    """All of them, in the order of their names."""
    paths = sorted(FOLDER.glob("*.toml"))
    return tuple(shipped_of(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths)
