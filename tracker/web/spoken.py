"""The words of a request: its catalogue is found once, and a sentence costs one look into it.

The library looks up context, locale and catalogue anew for each of the hundreds of sentences of a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g
from flask_babel import Babel, Domain, LazyString, get_domain


def gettext(string: str, **variables: object) -> str:
    """The sentence in the language of the request, with its variables; outside of any application as it stands."""
    try:
        said: str = g.said_in(string)
    except AttributeError:  # the first of this context
        g.said_in = get_domain().get_translations().ugettext
        said = g.said_in(string)
    except RuntimeError:  # no context
        said = string
    return said % variables if variables else said


def lazy_gettext(string: str, **variables: object) -> LazyString:
    """The same, said when it is shown."""
    return LazyString(gettext, string, **variables)


@contextmanager
def as_written() -> Iterator[None]:
    """Sentences as they are written, in Chinese: for official texts, which are in no other language."""
    before = g.get("said_in")
    g.said_in = str
    try:
        yield
    finally:
        if before is None:
            g.pop("said_in")
        else:
            g.said_in = before


class Spoken(Domain):
    """The words of one request. Its language does not change on the way; `force_locale` would come too late."""

    def __init__(self, domain: str, catalogues: dict[Any, Any]) -> None:
        super().__init__(domain=domain)
        self.cache = catalogues
        self._found: Any = None

    def get_translations(self) -> Any:
        """The catalogue in the language of the request."""
        if self._found is None:
            self._found = super().get_translations()
        return self._found


class Tongues(Babel):
    """Babel that gives each request its own `Spoken`; the catalogues themselves are shared."""

    def init_app(self, app: Any, **options: Any) -> None:
        self._catalogues: dict[Any, Any] = {}
        super().init_app(app, **options)

    @property
    def domain_instance(self) -> Spoken:
        """Asked for once in each context, which keeps it."""
        return Spoken(self.domain, self._catalogues)
