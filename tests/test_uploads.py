"""Files of the folder of uploads: kept and synced, found by name, swept when nobody claims them."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rtop_event import uploads

NOON = datetime(2012, 9, 5, 12, 0, tzinfo=UTC)


def test_a_file_is_kept_for_its_owner_under_a_random_name(tmp_path: Path) -> None:
    one, other = (uploads.keep(tmp_path, b"text", at=NOON) for _ in range(2))
    assert one != other
    assert uploads.all_names(tmp_path) == sorted([one, other])
    path = uploads.path_of(tmp_path, one)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"text", 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("a file where the folder should be")
    with pytest.raises(uploads.NotKept) as refused:
        uploads.keep(tmp_path, b"text", at=NOON)
    assert refused.value.status == 503


def test_a_file_that_is_gone_or_never_was_ours_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("secret")
    for name in ("../secret_key", f"20120905T120000-{'0' * 32}"):
        with pytest.raises(uploads.FileGone):
            uploads.path_of(tmp_path, name)
    assert uploads.all_names(tmp_path / "nowhere") == []


def test_putting_back_changes_no_file_and_makes_no_other(tmp_path: Path) -> None:
    name = uploads.keep(tmp_path, b"text", at=NOON)
    uploads.put_back(tmp_path, name, b"other")
    uploads.put_back(tmp_path, "../outside", b"other")
    assert (uploads.path_of(tmp_path, name).read_bytes(), uploads.all_names(tmp_path)) == (b"text", [name])
    assert not (tmp_path / "outside").exists()


def test_what_a_killed_process_had_begun_to_write_is_swept_too(tmp_path: Path) -> None:
    kept = uploads.keep(tmp_path, b"text", at=NOON)
    draft, other = (tmp_path / "uploads" / name for name in (".0123456789abcdef", ".of-another-program"))
    for file in (draft, other):
        file.write_bytes(b"te")
        os.utime(file, (NOON.timestamp(), NOON.timestamp()))
    assert uploads.unclaimed(tmp_path, NOON + timedelta(minutes=59)) == []
    old = uploads.unclaimed(tmp_path, NOON + timedelta(minutes=61))
    assert (old, uploads.sweep(tmp_path, old, {kept})) == ([kept, draft.name], 1)
    assert (draft.exists(), other.exists()) == (False, True)


def test_what_no_row_claims_is_swept_after_an_hour(tmp_path: Path) -> None:
    claimed, lost = (uploads.keep(tmp_path, b"text", at=NOON) for _ in range(2))
    young = uploads.keep(tmp_path, b"text", at=NOON + timedelta(minutes=50))
    assert uploads.unclaimed(tmp_path, NOON + timedelta(minutes=59)) == []
    old = uploads.unclaimed(tmp_path, NOON + timedelta(minutes=61))
    assert old == sorted([claimed, lost])
    assert uploads.sweep(tmp_path, old, {claimed}) == 1
    assert uploads.all_names(tmp_path) == sorted([claimed, young])
