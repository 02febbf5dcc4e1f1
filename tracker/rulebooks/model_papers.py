"""Papers written well, shown beside a draft: those of the package, or the installation's own in their place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tracker.domain.kinds import Kind, called

PACKAGED = Path(__file__).parent
NAME = "model_papers.toml"
Noted = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ModelPaper:
    """One paper; each sentence with the code of the note beside it, or nothing."""

    kind: Kind
    group: str
    title: str
    problem: Noted
    analysis: Noted
    requests: Noted

    @property
    def name(self) -> str:
        """Its title in full."""
        return called(self.title, self.kind)


@cache
def papers_in(folder: Path) -> tuple[ModelPaper, ...]:
    """The papers of a folder, in the order of its file; of the package where the folder has no such file.

    Raises ValueError with the file's name for one that cannot be read.
    """
    path = folder / NAME if (folder / NAME).is_file() else PACKAGED / NAME
    try:
        return tuple(_paper(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["paper"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def papers_for(folder: Path) -> tuple[ModelPaper, ...]:
    """The same for a page: a file that cannot be read keeps nobody from writing, the package's papers stand in for it.

    `tracker doctor` names such a file.
    """
    try:
        return papers_in(folder)
    except (OSError, ValueError):
        return papers_in(PACKAGED)


def _paper(row: dict[str, Any]) -> ModelPaper:
    parts = {part: tuple((str(text), str(note)) for text, note in row[part]) for part in _PARTS}
    return ModelPaper(Kind(row["kind"]), str(row["group"]), str(row["title"]), **parts)


_PARTS = ("problem", "analysis", "requests")
