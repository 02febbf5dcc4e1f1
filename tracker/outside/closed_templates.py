"""What a template of a Word file may say: fields, judgements and lists over them, and nothing that can run long.

The tree of a template is read before it runs, so that whatever else stands in it is told with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import StrictUndefined, nodes, pass_eval_context
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from jinja2.sandbox import SandboxedEnvironment, SecurityError

_FILTERS = ("default", "e", "escape", "first", "join", "last", "length", "trim")
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Filter,
    nodes.Test,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
)
# Characters of one part of a file, with its markup; a letter of fifty pages has a tenth of it.
LONGEST = 20_000_000
MOST_LISTS = 200
_PARAGRAPH = re.compile(r"(?=<w:p[ >])")
_LINE = re.compile(r"\r\n|\r|\n")
_TAG = re.compile(r"<[^>]*>")


class Closed(SandboxedEnvironment):
    """No calls, no sums, no names of its own: a template names fields and repeats lists; none can be made to run long.

    Raises `SecurityError` with the words of the place where a template wants more.
    """

    intercepted_binops = frozenset(SandboxedEnvironment.default_binop_table)

    def __init__(self, *, escapes: bool) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=escapes)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS} | {"join": _join}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if _strange(tree) is not None:
            # Paragraph by paragraph, or the place would be the whole file.
            source = _PARAGRAPH.sub("\n", source)
            where = _strange(super()._parse(source, name, filename))
            raise SecurityError(_words(source, where.lineno if where is not None else 1))
        return tree

    @staticmethod
    def concat(parts: Iterable[str]) -> str:  # type: ignore[override]
        """The parts one after the other. Raises `SecurityError` when they grow out of all measure."""
        return "".join(_measured(parts))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"a template reckons nothing: {operator}")

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        raise SecurityError("a template calls nothing")


def _measured(parts: Iterable[str]) -> Iterator[str]:
    total = 0
    for part in parts:
        total += len(part)
        if total > LONGEST:
            raise SecurityError(f"> {LONGEST:,}")
        yield part


@pass_eval_context
def _join(context: EvalContext, value: Iterable[Any], between: str = "") -> str:
    held = [str(one) for one in value]
    if sum(map(len, held)) + len(between) * len(held) > LONGEST // 20:
        raise SecurityError("join")
    return do_join(context, held, between)


def _strange(tree: nodes.Template) -> nodes.Node | None:
    """The first thing in a template that is none of its business."""
    for one in tree.find_all(nodes.Node):
        if not isinstance(one, _ALLOWED):
            return one
    lists = list(tree.find_all(nodes.For))
    for outer in lists:
        if outer.recursive:
            return outer
        for inner in outer.find_all(nodes.For):
            if inner is not outer and (not _is_of(inner.iter, outer) or any(inner.find_all(nodes.For))):
                return inner
    return lists[MOST_LISTS] if len(lists) > MOST_LISTS else None


def _is_of(listed: nodes.Node, outer: nodes.For) -> bool:
    """Whether a list within a list is one of the outer's own items: so the whole grows with the data and no faster."""
    while isinstance(listed, nodes.Getattr | nodes.Getitem):
        listed = listed.node
    target = outer.target
    return isinstance(listed, nodes.Name) and isinstance(target, nodes.Name) and listed.name == target.name


def _words(source: str, line: int) -> str:
    lines = _LINE.split(source)
    return _TAG.sub("", lines[min(line, len(lines)) - 1]).strip()[:60]
