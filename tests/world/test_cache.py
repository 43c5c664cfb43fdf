"""Worlds kept on disk: the same world, another for other inputs, and no harm from damage."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from hyosan.scenario import CatalogueWorld, DistrictsWorld
from hyosan.world.arrays import WorldArrays
from hyosan.world.build import build_world
from hyosan.world.cache import cache_folder, cached, load, save, world_key
from hyosan.world.mixed import mixed_world
from hyosan.world.model import World

SEOUL = CatalogueWorld(name="seoul")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HYOSAN_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "worlds"


def assert_same(first: World, second: World) -> None:
    assert (first.name, first.district_names) == (second.name, second.district_names)
    assert first.geometry.layout == second.geometry.layout
    assert np.array_equal(first.geometry.cell, second.geometry.cell)
    for name in WorldArrays._fields:
        a, b = getattr(first.arrays, name), getattr(second.arrays, name)
        assert type(a) is type(b), name
        assert np.array_equal(a, b), name
        if isinstance(a, np.ndarray):
            assert (a.dtype, a.shape, a.flags.writeable, a.flags.c_contiguous) == (b.dtype, b.shape, True, True), name


def test_a_kept_world_is_the_same_to_the_kernels(own_folder: Path) -> None:
    built = build_world(SEOUL, cache=False)
    assert not own_folder.exists()
    build_world(SEOUL)
    assert len(list(own_folder.iterdir())) == 1
    assert_same(built, build_world(SEOUL))


def test_writing_into_a_kept_world_changes_no_file() -> None:
    build_world(SEOUL)
    world = build_world(SEOUL)
    world.arrays.patch_start[:] = 7
    assert build_world(SEOUL).arrays.patch_start[-1] == 9_638_799


def test_other_inputs_are_other_worlds(tmp_path: Path, own_folder: Path) -> None:
    path = tmp_path / "d.csv"
    heading = "name,residents,workers,area_km2,longitude,latitude\n"
    for n_people in (100, 200):
        path.write_text(f"{heading}A,{n_people},5,5,10,50\n", encoding="utf-8")
        spec = DistrictsWorld(table=path, resolution=8)
        assert build_world(spec).n_people == n_people
    assert len(list(own_folder.iterdir())) == 2
    assert world_key([b"ab", b"c"]) != world_key([b"a", b"bc"])


@pytest.mark.parametrize("damage", ["cut", "bit", "json", "gone"])
def test_a_damaged_world_is_built_again(own_folder: Path, damage: str) -> None:
    build_world(SEOUL)
    (folder,) = own_folder.iterdir()
    data = (folder / "arrays.bin").read_bytes()
    if damage == "cut":
        (folder / "arrays.bin").write_bytes(data[:-100])
    elif damage == "bit":
        (folder / "arrays.bin").write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
    elif damage == "json":
        (folder / "world.json").write_text("{", encoding="utf-8")
    else:
        (folder / "arrays.bin").unlink()
    assert build_world(SEOUL).n_people == 9_638_799
    assert load(folder).n_people == 9_638_799


def test_a_folder_that_cannot_be_written_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file, not a folder", encoding="utf-8")
    monkeypatch.setenv("HYOSAN_CACHE_DIR", str(blocked))
    with pytest.warns(UserWarning, match="set HYOSAN_CACHE_DIR"):
        world = build_world(SEOUL)
    assert world.n_people == 9_638_799


def test_a_kept_world_is_not_built(own_folder: Path) -> None:
    def never() -> World:
        raise AssertionError("built a second time")

    cached("key", lambda: mixed_world(5))
    assert cached("key", never).n_people == 5


def test_nothing_half_written_is_left(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*paths: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        save(mixed_world(5), own_folder / "key")
    assert list(own_folder.iterdir()) == []


def test_the_platform_has_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HYOSAN_CACHE_DIR")
    assert cache_folder().name == "worlds"
    assert "hyosan" in cache_folder().parts


def test_korea_is_read_in_time() -> None:
    """Best of five: below 0.08 s on a quiet core; the limit is thrice that, for busy machines."""
    korea = CatalogueWorld(name="korea")
    build_world(korea)
    seconds = []
    for _ in range(5):
        before = time.perf_counter()
        assert build_world(korea).n_people == 51_667_030
        seconds.append(time.perf_counter() - before)
    assert min(seconds) < 0.24
