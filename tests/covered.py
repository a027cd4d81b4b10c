"""Prints the files of which every line and branch must be covered: rules, models and actions.

`make check` hands them to `coverage report`, which names what is missing. A rule is a pure file; an action is one by its
name, or one that writes rows. Views, pages, commands and what only starts a process stand outside.
"""

from __future__ import annotations

import ast
from pathlib import Path

from tests.test_house import FILES, HOUSE, imports, is_pure

OUTSIDE = ("views", "pages", "commands", "desk", "seen")
PROCESSES = {"pdf.py", "typesetting.py", "serving.py", "worker.py", "sending.py", "transport.py", "confined.py"}
WRITING = {"add", "add_all", "delete", "flush", "merge", "begin_nested"}


def must_be_covered(file: Path) -> bool:
    """Whether it is a rule, a model or an action."""
    if file.name == "models.py" or file.stem.endswith("actions"):
        return True
    if file.stem.endswith(OUTSIDE) or file.name in PROCESSES:
        return False
    return is_pure(file) or writes_rows(file)


def writes_rows(file: Path) -> bool:
    """Whether it changes rows of the house's session."""
    if "rtop_event.database.session" not in set(imports(file)):
        return False
    called = (node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
    return any(
        one.attr in WRITING and isinstance(one.value, ast.Name) and one.value.id == "session"
        for one in called
        if isinstance(one, ast.Attribute)
    )


if __name__ == "__main__":
    print(",".join(str(file.relative_to(HOUSE.parent)) for file in FILES if must_be_covered(file)))
