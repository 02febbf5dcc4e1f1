"""Reading the texts of the demo congress from the files beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Ask:
    """One request with what a unit says when it is done, what while it is under way, and what it then promises."""

    ask: str
    done: str
    plan: str
    promise: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter deputies write about: category path, units that handle it (the first of them lead), sentences."""

    category: str
    units: tuple[str, ...]
    titles: tuple[str, ...]
    problem: tuple[str, ...]
    analysis: tuple[str, ...]
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class UnitText:
    """A handling unit: the code stands in its document numbers."""

    short_name: str
    name: str
    system: str
    has_coordinator: bool
    code: str
    duty_words: str


@cache
def table(name: str) -> dict[str, Any]:
    """One file as it is."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, in a fixed order."""
    rows = [row for path in sorted((HERE / "topics").glob("*.toml")) for row in table(f"topics/{path.stem}")["topic"]]
    return tuple(
        Topic(
            row["category"],
            tuple(row["units"]),
            tuple(row["titles"]),
            tuple(row["problem"]),
            tuple(row["analysis"]),
            tuple(Ask(*ask) for ask in row["requests"]),
        )
        for row in rows
    )


@cache
def units() -> tuple[UnitText, ...]:
    """Every handling unit."""
    return tuple(UnitText(*row) for row in table("units")["units"])
