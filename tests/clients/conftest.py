"""Mail servers and calendar programs that others wrote. They run only when asked for: make test-clients."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave these tests alone unless a path into this folder was given."""
    asked = any("clients" in Path(argument.partition("::")[0]).parts for argument in config.invocation_params.args)
    return None if asked else True


def program(name: str, package: str) -> str:
    """Where a program is; a failure that names what brings it."""
    found = shutil.which(name)
    assert found, f"{name} is missing: `make test-clients` installs it (Debian's package {package})"
    return found
