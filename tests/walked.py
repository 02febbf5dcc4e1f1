"""What many tests begin with is walked once per process: the next to ask for the same, on a database in the same
state, gets it as the walk left it.

On SQLite, where a database is two files: to copy them takes a twentieth of the time of the walk. Whoever wrote anything
else before, keeps files or a rulebook of its own, or has other settings, walks as ever.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import current_app

from tests.world import NOW, World
from tracker import clock
from tracker.db import db

P = ParamSpec("P")
T = TypeVar("T")

# So many are kept: what a folder of a few hundred megabytes holds.
MOST = 150
OF_EVERY_INSTANCE = {"tracker.db", "tracker.db-wal", "tracker.db-shm", "translations", "templates"}


class _Kept:
    """Where the database of this test stands, and what was kept of the walks of others."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.instance = Path()
        self.settings: dict[str, object] = {}
        self.way: tuple[object, ...] = ()
        self.marks: tuple[tuple[int, int], ...] = ()
        self.asked: set[tuple[object, ...]] = set()
        self.ends: dict[tuple[object, ...], tuple[Path, Any]] = {}

    def here(self, world: World) -> tuple[object, ...] | None:
        """What led to the state of the database; None when somebody else wrote or the instance is not as usual."""
        if self.folder is None or Path(current_app.instance_path) != self.instance:
            return None
        db.session.rollback()
        usual = {one.name for one in self.instance.iterdir()} <= OF_EVERY_INSTANCE
        if not usual or self.marks != _marks(self.instance) or dict(current_app.config) != self.settings:
            return None
        now = clock.now()
        return (*self.way, clock.day_of(now), now == NOW, repr(world))

    def keep(self, way: tuple[object, ...], found: object) -> None:
        """What nobody has asked for twice may never be asked for again."""
        assert self.folder is not None
        if way not in self.asked or not _is_closed(self.instance):
            self.asked.add(way)
            self.stand(way)
            return
        while len(self.ends) >= MOST:
            self.ends.pop(next(iter(self.ends)))[0].unlink()
        end = self.folder / f"{len(list(self.folder.iterdir()))}-{abs(hash(way))}.db"
        shutil.copy(self.instance / "tracker.db", end)
        self.ends[way] = end, found
        self.stand(way)

    def go(self, way: tuple[object, ...]) -> Any:
        if way not in self.ends or not _is_closed(self.instance):
            return None
        # The one that was used last goes last.
        end, found = self.ends[way] = self.ends.pop(way)
        shutil.copy(end, self.instance / "tracker.db")
        self.stand(way)
        return found

    def stand(self, way: tuple[object, ...]) -> None:
        self.way, self.marks = way, _marks(self.instance)


_kept = _Kept()


def begin(folder: Path | None, instance: Path, template: Path, settings: dict[str, object]) -> None:
    """A test begins on its own copy of this template; without a folder everything is walked."""
    _kept.folder, _kept.instance, _kept.settings = folder, instance, settings
    if folder is not None:
        _kept.stand((template,))


def walked_once(walk: Callable[Concatenate[World, P], T]) -> Callable[Concatenate[World, P], T]:
    """Keep what this walk leads to, by what it began with and what it was told. It returns a plain value."""

    @wraps(walk)
    def whole(world: World, *args: P.args, **how: P.kwargs) -> T:
        here = _kept.here(world)
        if here is None:
            return walk(world, *args, **how)
        way = (here, walk.__module__, walk.__qualname__, repr((args, sorted(how.items()))))
        found: T | None = _kept.go(way)
        if found is not None:
            return found
        reached = walk(world, *args, **how)
        _kept.keep(way, reached)
        return reached

    return whole


def _marks(instance: Path) -> tuple[tuple[int, int], ...]:
    """The sizes of both files and when they were written: a long log is begun again and does not grow then."""
    files = [one for one in (instance / "tracker.db", instance / "tracker.db-wal") if one.exists()]
    return tuple((one.st_size, one.st_mtime_ns) for one in map(Path.stat, files) if one.st_size)


def _is_closed(instance: Path) -> bool:
    """Let go of the database, which brings everything into its one file; not where somebody else holds it."""
    db.session.rollback()
    db.engine.dispose()
    return not (instance / "tracker.db-wal").exists()
