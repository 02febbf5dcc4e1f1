"""The catalogue of a request, found once: the library looks up locale and catalogue anew for each of its sentences."""

from __future__ import annotations

from typing import Any

from flask_babel import Babel, Domain


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
