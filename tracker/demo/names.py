"""Names of people: surnames in roughly their real proportion, compound ones, given names of one and two characters."""

from __future__ import annotations

from random import Random

from tracker.demo.texts import table

RARE, COMPOUND, SHORT = 0.27, 0.04, 0.16


class Names:
    """Gives names, no name twice; `taken` are given already."""

    def __init__(self, rng: Random, taken: set[str]) -> None:
        self._rng, self._taken = rng, set(taken)
        self._table = table("names")
        self._whole = list(self._table["whole"])

    def next(self) -> str:
        """A name nobody has yet."""
        while (name := self._name()) in self._taken:
            pass
        self._taken.add(name)
        return name

    def unusual(self) -> str:
        """One of the few names that do not fit the usual pattern, else an ordinary one."""
        return self._whole.pop() if self._whole else self.next()

    def _name(self) -> str:
        given = self._table["given"]
        short = self._rng.random() < SHORT
        return self._surname() + self._rng.choice(given) + ("" if short else self._rng.choice(given))

    def _surname(self) -> str:
        luck = self._rng.random()
        if luck < COMPOUND:
            return str(self._rng.choice(self._table["compound"]))
        return self._rng.choice(self._table["rare" if luck < COMPOUND + RARE else "common"])
