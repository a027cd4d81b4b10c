"""Five hundred answers in a folder, and the process that takes them in killed again and again: each counts once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.answers import answer_of, each_counts_once, invited
from tests.real.conftest import ROOT

ANSWERS = 500
KILLS = 8


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a house with as many invited people as answer."""
    with invited(tmp_path / "instance", ANSWERS) as given:
        yield {**os.environ, **given}


def taking(folder: Path, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    """The command, begun; it and its children are a group of their own."""
    words = [sys.executable, "-m", "flask", "--app", "app", "inbox", "take-folder", str(folder)]
    nothing = subprocess.DEVNULL
    return subprocess.Popen(words, cwd=ROOT, env=environ, stdout=nothing, stderr=nothing, start_new_session=True)


def test_each_answer_counts_once_however_often_its_taker_is_killed(tmp_path: Path, environ: dict[str, str]) -> None:
    folder, chance = tmp_path / "mails", random.Random(5)
    folder.mkdir()
    for number in range(ANSWERS):
        (folder / f"{number:03}.eml").write_bytes(answer_of(number))
    for kill in range(1, KILLS + 1):
        process = taking(folder, environ)
        while process.poll() is None and len(list(folder.glob("taken/*"))) < kill * ANSWERS // (KILLS + 2):
            time.sleep(chance.random() / 50)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert taking(folder, environ).wait(300) == 0
    work = [sys.executable, "-m", "flask", "--app", "app", "inbox", "work"]
    subprocess.run(work, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)
    assert ([*folder.glob("*.eml")], len([*folder.glob("taken/*")])) == ([], ANSWERS)
    each_counts_once(ANSWERS)
