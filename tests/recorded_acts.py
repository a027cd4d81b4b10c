"""Every act that the code records, read from its syntax trees: what is handed to `record`, however far away."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parent.parent / "rtop_event"
RECORD = "rtop_event.organisers.record.record"
Function = ast.FunctionDef


@dataclass(frozen=True)
class Door:
    """A function that hands one of its parameters on to the record."""

    place: int
    name: str
    default: ast.expr | None


class Unreadable(AssertionError):
    """An act is written so that this module cannot tell what it is called."""


def recorded_acts() -> set[str]:
    """The name of every act; raises Unreadable where one cannot be told."""
    files = [file for file in sorted(HOUSE.rglob("*.py")) if "migrations" not in file.parts]
    modules = [_Module(file) for file in files]
    doors, found = {RECORD: Door(0, "what", None)}, set[str]()
    while True:
        known = len(doors)
        for module in modules:
            found |= module.acts(doors)
        if len(doors) == known:
            return found


class _Module:
    """One file: its functions, and what its names stand for."""

    def __init__(self, file: Path) -> None:
        self.tree = ast.parse(file.read_text("utf-8"))
        parts = file.relative_to(HOUSE.parent).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self.imported: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                self.imported |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}

    def acts(self, doors: dict[str, Door]) -> set[str]:
        """The acts of its calls of those functions; a function that hands on its parameter becomes one of them."""
        found = set[str]()
        for function, call in self._calls():
            door = doors.get(self._called(call.func))
            if door is not None:
                found |= self._read(_argument(call, door), function, doors)
        return found

    def _calls(self) -> Iterator[tuple[Function, ast.Call]]:
        for function in ast.walk(self.tree):
            if isinstance(function, Function):
                yield from ((function, one) for one in ast.walk(function) if isinstance(one, ast.Call))

    def _called(self, called: ast.expr) -> str:
        if isinstance(called, ast.Name):
            return self.imported.get(called.id, f"{self.name}.{called.id}")
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            return f"{self.imported.get(called.value.id, '')}.{called.attr}"
        return ""

    def _read(self, said: ast.expr | None, function: Function, doors: dict[str, Door]) -> set[str]:
        match said:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.IfExp(body=one, orelse=other):
                return self._read(one, function, doors) | self._read(other, function, doors)
            case ast.Name(id=name):
                return self._named(name, function, doors)
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=key)):
                return {self._value(name)[key]}
            case ast.Subscript(value=ast.Name(id=name)):
                return self._of_table(name, function)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                return {getattr(self._value(name), attribute)}
            case ast.JoinedStr(values=parts):
                return {"".join(ENDS if isinstance(one, ast.FormattedValue) else _text(one) for one in parts)}
        raise Unreadable(f"{self.name}.{function.name}: {ast.unparse(said) if said else 'no act'}")

    def _named(self, name: str, function: Function, doors: dict[str, Door]) -> set[str]:
        parameters = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        if name in [one.arg for one in parameters]:
            return self._becomes_door(name, function, doors)
        written = [one.value for one in ast.walk(function) if isinstance(one, ast.Assign) and _gives(one, name)]
        if written:
            return {act for one in written for act in self._read(one, function, doors)}
        return {self._value(name)}

    def _becomes_door(self, name: str, function: Function, doors: dict[str, Door]) -> set[str]:
        plain = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
        kept = dict(zip([one.arg for one in function.args.kwonlyargs], function.args.kw_defaults, strict=True))
        kept |= dict(zip(reversed(plain), reversed(function.args.defaults), strict=False))
        place = plain.index(name) if name in plain else len(plain)
        default = kept.get(name)
        doors[f"{self.name}.{function.name}"] = Door(place, name, default)
        return {_text(default)} if default else set()

    def _of_table(self, name: str, function: Function) -> set[str]:
        for one in ast.walk(function):
            if isinstance(one, ast.Assign) and _gives(one, name) and isinstance(one.value, ast.Dict):
                return {_text(value) for value in one.value.values}
        return set(self._value(name).values())

    def _value(self, name: str) -> Any:
        """What a name of the module stands for when the code runs."""
        return getattr(importlib.import_module(self.name), name)


ENDS = "…"
"""What stands in an act's place for a part that is only known when the code runs."""


def _argument(call: ast.Call, door: Door) -> ast.expr | None:
    for one in call.keywords:
        if one.arg == door.name:
            return one.value
    return call.args[door.place] if door.place < len(call.args) else door.default


def _gives(one: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in one.targets)


def _text(said: ast.expr) -> str:
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        return said.value
    raise Unreadable(ast.unparse(said))
