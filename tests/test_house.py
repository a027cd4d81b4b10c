"""The law of arrows, and the other rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "rtop_event"
WINGS = [
    "dialogues",
    "delegations",
    "invitations",
    "registrations",
    "speakers",
    "floor",
    "statements",
    "calendars",
    "rehearsals",
]
JOINERS = {"application.py", "commands.py"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "service", "base"}
MOST_LINES = 300
EXCUSES = ("noqa", "type: ignore", "pragma:")
EXCUSED = re.compile(r"# (noqa: [A-Z0-9, ]+|type: ignore\[[a-z-]+\]) (\(.{5,}\)|# .{5,})$")
FILES = sorted(file for file in HOUSE.rglob("*.py") if "migrations" not in file.parts)


def where(file: Path) -> str:
    """The file's path inside the house."""
    return file.relative_to(HOUSE).as_posix()


def wing_of(file: Path) -> str | None:
    """The wing that a file belongs to, or None for the ground floor."""
    first = file.relative_to(HOUSE).parts[0]
    return first if first in WINGS else None


def imports(file: Path) -> Iterator[str]:
    """All modules that a file imports, inside functions too, those only for types included."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{where(file)}: imports are absolute"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(file: Path, name: str) -> Iterator[int]:
    """Lines on which a function or method of that name is called."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            if (isinstance(called, ast.Attribute) and called.attr == name) or (
                isinstance(called, ast.Name) and called.id == name
            ):
                yield node.lineno


def is_pure(file: Path) -> bool:
    """Whether a file is a rule: it knows neither Flask nor SQLAlchemy nor a room that does."""
    return not any(name.split(".")[0] in {"flask", "sqlalchemy", "flask_babel", "flask_wtf"} for name in imports(file))


@pytest.mark.parametrize("file", FILES, ids=where)
def test_arrows_point_to_the_ground_floor_or_earlier_wings(file: Path) -> None:
    if where(file) in JOINERS:
        return
    wing = wing_of(file)
    allowed = set(WINGS[: WINGS.index(wing) + 1]) if wing else set()
    wrong = {
        name
        for name in imports(file)
        if name.startswith("rtop_event.") and name.split(".")[1] in WINGS and name.split(".")[1] not in allowed
    }
    assert wrong == set()


def test_no_circles_between_modules() -> None:
    graph = {
        "rtop_event." + where(file).removesuffix(".py").replace("/", ".").removesuffix(".__init__"): set(imports(file))
        for file in FILES
    }
    arrows = {name: {other for other in found if other in graph and other != name} for name, found in graph.items()}
    done: set[str] = set()
    while True:
        free = {name for name, to in arrows.items() if name not in done and to <= done}
        if not free:
            break
        done |= free
    assert set(arrows) - done == set()


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.name in {"ordering.py", "timing.py", "ical.py", "wording.py"}], ids=where
)
def test_rules_know_neither_flask_nor_sqlalchemy(file: Path) -> None:
    assert is_pure(file)


@pytest.mark.parametrize("file", [f for f in FILES if f.name == "models.py"], ids=where)
def test_models_know_no_forms_actions_or_views(file: Path) -> None:
    rooms = {name.split(".")[-1] for name in imports(file) if name.startswith("rtop_event.")}
    assert rooms & {"forms", "actions", "views"} == set()


@pytest.mark.parametrize("file", [f for f in FILES if f.name == "actions.py"], ids=where)
def test_actions_never_look_at_the_request_or_the_clock(file: Path) -> None:
    assert {name for name in imports(file) if name in {"flask.request", "flask.g", "rtop_event.clock"}} == set()


def test_only_views_and_commands_commit() -> None:
    allowed = {"views.py", "commands.py"}
    found = {
        f"{where(file)}:{line}"
        for file in FILES
        if file.name not in allowed and not file.name.endswith(("_views.py", "desk.py")) and where(file) not in COMMITS
        for line in calls(file, "commit")
    }
    assert found == set()


COMMITS = {
    "database.py": "ends a reading without changes, before the writing begins",
    "mailing/queueing.py": "the worker's own door",
    "mailing/sending.py": "the worker's own door: it marks what the mail server said",
    "mailing/taking.py": "the inbox's own door: a mail is kept before it is acknowledged, and worked on once",
    "mailing/worker.py": "the worker's own door",
}


def test_the_clock_is_asked_only_at_the_doors() -> None:
    asked = {where(file) for file in FILES for _ in [*calls(file, "utcnow"), *calls(file, "today")]}
    direct = {where(file) for file in FILES if "datetime.now(" in file.read_text("utf-8") and where(file) != "clock.py"}
    assert asked | direct == set()


@pytest.mark.parametrize("file", FILES, ids=where)
def test_no_file_is_too_long_or_badly_named(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= MOST_LINES
    assert file.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("file", FILES, ids=where)
def test_every_module_and_public_function_has_its_sentence(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    silent = [] if ast.get_docstring(tree) else ["module"]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            silent += [] if ast.get_docstring(node) else [node.name]
    assert silent == []


def test_only_one_module_uses_each_of_these_libraries() -> None:
    owners = {"icalendar": {"ical.py"}, "typst": {"typesetting.py"}, "flask_mail": {"mailing/transport.py"}}
    for library, owner in owners.items():
        users = {where(file) for file in FILES for name in imports(file) if name.split(".")[0] == library}
        assert users - owner == set(), library


def test_pages_hold_no_inline_script_or_style() -> None:
    wrong = []
    for template in (HOUSE.parent / "templates").rglob("*.html"):
        text = template.read_text("utf-8")
        if " style=" in text or "<style" in text or " onclick=" in text or "javascript:" in text:
            wrong.append(template.name)
        for piece in text.split("<script")[1:]:
            head = piece.split(">")[0]
            if " src=" not in head and 'type="application/ld+json"' not in head:
                wrong.append(template.name)
    assert wrong == []


@pytest.mark.parametrize(
    "folder", [HOUSE.parent / "app.py", HOUSE, HOUSE.parent / "tests"], ids=lambda one: str(one.name)
)
def test_who_excuses_himself_from_a_check_says_why(folder: Path) -> None:
    wrong = []
    for file in sorted(folder.rglob("*.py")) or [folder]:
        with tokenize.open(file) as text:
            for token in tokenize.generate_tokens(text.readline):
                excuse = token.type == tokenize.COMMENT and any(word in token.string for word in EXCUSES)
                if excuse and not EXCUSED.search(token.string):
                    wrong.append(f"{file.relative_to(HOUSE.parent)}:{token.start[0]} {token.string}")
    assert wrong == []
