"""Many acts in one transaction, all or none; every line at fault is named, not only the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from tracker.domain.limits import BATCH
from tracker.domain.whys import Refused
from tracker.services._load import Invalid, Missing, Stale

T = TypeVar("T")


def all_or_none(lines: Iterable[tuple[str, Callable[[], T]]], *, empty: str) -> list[T]:
    """What each line came to. Raises `Invalid` with a code per line at fault; the transaction then undoes the rest.

    `empty` is the field blamed when there is no line, or more than a batch may have.
    """
    done: list[T] = []
    problems: dict[str, str] = {}
    refused: list[Refused] = []
    held = list(lines)
    if not held or len(held) > BATCH:
        raise Invalid(**{empty: "too_many" if held else "nobody_chosen"})
    for name, act in held:
        try:
            done.append(act())
        except Invalid as invalid:
            problems[name] = next(iter(invalid.problems.values()))
        except Stale:
            problems[name] = "changed_meanwhile"
        except Missing:
            problems[name] = "not_open"
        except Refused as why:
            problems[name] = "not_open"
            refused.append(why)
    if problems:
        faults = Invalid(**problems)
        faults.refused = tuple(refused)
        raise faults
    return done
