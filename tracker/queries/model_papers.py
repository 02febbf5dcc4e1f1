"""The papers shown as examples beside a draft."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from tracker.rulebooks.model_papers import ModelPaper, papers_in


def model_papers() -> tuple[ModelPaper, ...]:
    """All of them, suggestions and bills, as this installation has them."""
    return papers_in(Path(current_app.instance_path) / "rulebooks")


def model_paper(kind: str) -> ModelPaper | None:
    """The first one of a kind of paper."""
    return next((one for one in model_papers() if one.kind == kind), None)
