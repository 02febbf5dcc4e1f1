"""The papers shown as examples beside a draft."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from tracker.domain.kinds import Kind
from tracker.rulebooks.model_papers import ModelPaper, papers_for


def model_papers() -> tuple[ModelPaper, ...]:
    """All of them, suggestions and bills, as this installation has them."""
    return papers_for(Path(current_app.instance_path) / "rulebooks")


def model_paper(kind: Kind) -> ModelPaper | None:
    """The first one of a kind of paper."""
    return next((one for one in model_papers() if one.kind == kind), None)
