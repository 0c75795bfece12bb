"""What a template asks of the dataclass it shows, followed through loops, macros and what it includes."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from jinja2 import nodes

from armstrail.web.rendering import STATIC, Frame, environment
from armstrail.web.visitors import Visitor

Types = dict[str, Any]
"""The type of each name of a template; None where nothing is known of it."""

_SAME = {"list", "sort", "select", "reject", "selectattr", "rejectattr", "first", "last", "default", "d"}
_TEMPLATES = STATIC.with_name("templates")


@dataclass
class Asking:
    """What templates ask for that is not there, as "template: Type.attribute"."""

    lacking: set[str] = field(default_factory=set)
    _macros: dict[tuple[str, str], nodes.Macro] = field(default_factory=dict)
    _imported: dict[tuple[str, str], str] = field(default_factory=dict)
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    def of_page(self, template: str, shape: type[Any]) -> set[str]:
        """What a page's template asks for that neither its dataclass nor the frame has."""
        self._template(template, {"page": shape, "frame": Frame})
        return self.lacking

    def _template(self, name: str, types: Types) -> None:
        self._body(name, environment().parse((_TEMPLATES / name).read_text()).body, types)

    def _body(self, name: str, some: typing.Iterable[nodes.Node], types: Types) -> None:
        for node in some:
            self._node(name, node, types)

    def _node(self, name: str, node: nodes.Node, types: Types) -> None:
        match node:
            case (
                nodes.Extends(template=nodes.Const(value=parent))
                | nodes.Include(template=nodes.Const(value=parent))
            ):
                self._template(parent, dict(types))
            case nodes.Import(template=nodes.Const(value=parent), target=alias):
                self._imported[name, alias] = parent
                self._template(parent, {})
            case nodes.Macro():
                self._macros[name, node.name] = node
                self._body(name, node.body, {**types, **{one.name: None for one in node.args}})
            case nodes.For():
                self._type(name, node.iter, types)
                inner = {**types, **_targets(node.target, element_of(self._type(name, node.iter, types)))}
                self._body(name, [*([node.test] if node.test else []), *node.body, *node.else_], inner)
            case nodes.Assign():
                types.update(_targets(node.target, self._type(name, node.node, types)))
            case nodes.If():
                self._type(name, node.test, types)
                self._body(name, [*node.body, *node.elif_, *node.else_], types)
            case nodes.Expr():
                self._type(name, node, types)
            case _:
                self._body(name, node.iter_child_nodes(), types)

    def _type(self, name: str, node: nodes.Node, types: Types) -> Any:
        """The type of an expression; on the way all that it asks for is looked up."""
        match node:
            case nodes.Name(name=known):
                return types.get(known)
            case nodes.Getattr(node=inner, attr=attribute):
                return self._attribute(name, self._type(name, inner, types), attribute)
            case nodes.Getitem(node=inner, arg=nodes.Const(value=str(attribute))):
                return self._attribute(name, self._type(name, inner, types), attribute)
            case nodes.Getitem(node=inner):
                held = self._type(name, inner, types)
                return held if isinstance(node.arg, nodes.Slice) else element_of(held)
            case nodes.Filter(node=inner, name=called) if inner:
                self._body(name, [*node.args, *node.kwargs], types)
                held = self._type(name, inner, types)
                return held if called in _SAME else None
            case nodes.Call():
                given = [self._type(name, one, types) for one in node.args]
                self._type(name, node.node, types)
                self._body(name, node.kwargs, types)
                self._macro(name, node.node, given)
            case nodes.Add(left=left, right=right):
                return self._type(name, left, types) or self._type(name, right, types)
            case _:
                for child in node.iter_child_nodes():
                    self._node(name, child, types)
        return None

    def _macro(self, name: str, called: nodes.Node, given: list[Any]) -> None:
        match called:
            case nodes.Getattr(node=nodes.Name(name=alias), attr=macro):
                name = self._imported.get((name, alias), "")
            case nodes.Name(name=macro):
                pass
            case _:
                return
        node, call = self._macros.get((name, macro)), (name, macro, str(given))
        if node and call not in self._seen:
            self._seen.add(call)
            types: Types = {one.name: None for one in node.args}
            types |= {one.name: kind for one, kind in zip(node.args, given, strict=False)}
            self._body(name, node.body, types)

    def _attribute(self, name: str, owner: Any, attribute: str) -> Any:
        for kind in members(owner):
            if not dataclasses.is_dataclass(kind):
                return None
            hints = typing.get_type_hints(kind, localns={"Visitor": Visitor})
            if attribute in hints:
                return hints[attribute]
            held = getattr(kind, attribute, None)
            if isinstance(held, property):
                return typing.get_type_hints(held.fget).get("return")
            if not callable(held):
                self.lacking.add(f"{name}: {typing.cast('type', kind).__name__}.{attribute}")
        return None


def members(kind: Any) -> list[Any]:
    """The types of a union but None; the type alone where it is none."""
    some = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    return [one for one in some if one not in (None, NoneType)]


def element_of(kind: Any) -> Any:
    """The type of the elements of a sequence."""
    for one in members(kind):
        if get_origin(one) in (tuple, list):
            return get_args(one)[0]
    return None


def _targets(target: nodes.Node, kind: Any) -> Types:
    return dict.fromkeys(_named(target), None) | (
        {target.name: kind} if isinstance(target, nodes.Name) else {}
    )


def _named(target: nodes.Node) -> Iterator[str]:
    for one in (target, *target.iter_child_nodes()):
        if isinstance(one, nodes.Name):
            yield one.name
