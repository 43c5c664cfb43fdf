"""Where machine code is kept, and what happens where it cannot be."""

import os
import re
import stat
import tempfile
from pathlib import Path

import pytest

from hyosan.cli import cache


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({"HYOSAN_CACHE_DIR": "own", "XDG_CACHE_HOME": "xdg", "HOME": "home"}, "own"),
        ({"XDG_CACHE_HOME": "xdg", "HOME": "home"}, "xdg/hyosan"),
    ],
)
def test_the_wanted_folder_is_made_and_used(variables: dict[str, str], place: str, tmp_path: Path) -> None:
    found, warning = cache.find_cache({name: str(tmp_path / value) for name, value in variables.items()})
    assert found == tmp_path / place
    assert (tmp_path / place).is_dir()
    assert warning is None


def test_without_any_variable_there_is_a_temporary_folder_that_only_we_can_use(temporary: Path) -> None:
    found, warning = cache.find_cache({})
    assert found is not None
    assert found.parent == temporary
    assert warning is None
    if os.name == "posix":
        assert stat.S_IMODE(found.stat().st_mode) == 0o700


def test_an_unwritable_folder_is_named_in_a_warning(temporary: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    wanted = tmp_path / "file" / "cache"
    found, warning = cache.find_cache({"HYOSAN_CACHE_DIR": str(wanted)})
    assert found is not None
    assert found.parent == temporary
    assert str(wanted) in (warning or "")
    assert str(found) in (warning or "")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_temporary_folder_that_others_can_write_to_is_not_used(temporary: Path) -> None:
    planted = temporary / f"hyosan-{os.getuid()}"
    planted.mkdir()
    planted.chmod(0o777)
    found, _ = cache.find_cache({})
    assert found not in (None, planted)


def test_the_fingerprint_follows_every_source_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    source = tmp_path / "a" / "kernel.py"
    source.write_text("x = 1\n")
    before = cache.source_fingerprint(tmp_path)
    assert cache.source_fingerprint(tmp_path) == before
    source.write_text("x = 12\n")
    changed = cache.source_fingerprint(tmp_path)
    assert changed != before
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "map.py").touch()
    assert cache.source_fingerprint(tmp_path) == changed


def test_parts_that_the_fingerprint_leaves_out_have_no_kernels() -> None:
    for part in cache.WITHOUT_KERNELS:
        path = cache.PACKAGE / part
        files = [path] if path.suffix else list(path.rglob("*.py"))
        assert files
        for file in files:
            assert re.search(r"^\s*(import|from) numba", file.read_text(encoding="utf-8"), re.MULTILINE) is None, file


def test_machine_code_of_old_sources_is_removed(tmp_path: Path) -> None:
    for age in range(12):
        folder = tmp_path / f"{age:02d}"
        folder.mkdir()
        os.utime(folder, (1e9 - age, 1e9 - age))
    cache.forget_old(tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [f"{age:02d}" for age in range(cache.N_KEPT - 1)]


def test_a_cache_folder_of_numba_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HYOSAN_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert cache.prepare_cache() is None
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path)
    assert not cache.is_compiled()
    (tmp_path / "kernel.nbc").touch()
    assert cache.is_compiled()
