"""All pictures of a run: which there are, what size they have, and that red and ink are the only colours."""

from pathlib import Path

import numpy as np
import pytest
from drawn_runs import grid_land, hex_land, mixed_land, saved_run
from PIL import Image

from hyosan.record.errors import RecordError
from hyosan.views.curve import bar_words, count_ticks, nice_top, time_ticks
from hyosan.views.gallery import draw_record, save
from hyosan.views.ink import INK, PAPER, RED, palette
from hyosan.views.land import Land
from hyosan.views.lettering import text_width, wrapped
from hyosan.views.sheet import columns_for
from hyosan.views.tally import HOUR, MINUTE


def wave(land: Land, n: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return n infections, the first at time 0, in the order of people's numbers."""
    rng = np.random.default_rng(seed)
    times = np.sort(rng.gamma(4.0, 1.0, n))
    return times - times[0], np.sort(rng.permutation(int(land.patch_start[-1]))[:n])


def n_red(path: Path) -> int:
    """Return the number of pixels that are red rather than grey."""
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    return int(np.count_nonzero(pixels[..., 0] - pixels[..., 1] > 60))


def test_a_run_with_a_map_gets_sheet_curve_and_stills(tmp_path: Path) -> None:
    land = hex_land()
    record = saved_run(tmp_path / "run", land, *wave(land, 6000), 20.0, (1.0, 2.25, 30.0))
    paths = draw_record(record, tmp_path / "pictures")
    names = [
        "sheet.png",
        "curve.png",
        "still-01-day-001-0000.png",
        "still-02-day-002-0600.png",
        "still-03-day-030-0000.png",
    ]
    assert [path.name for path in paths] == names
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == sorted(names)
    assert {Image.open(path).size[0] for path in paths} == {1600}
    assert n_red(paths[2]) < n_red(paths[3]) < n_red(paths[4])
    assert all(path.stat().st_size < 1_000_000 for path in paths)


def test_pictures_of_a_run_are_always_the_same(tmp_path: Path) -> None:
    land = grid_land(6, 9)
    record = saved_run(tmp_path / "run", land, *wave(land, 900), 20.0)
    first, again = draw_record(record, tmp_path / "a"), draw_record(record, tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]


@pytest.mark.parametrize("n", [0, 1, 400])
def test_a_world_without_a_map_gets_the_curve(tmp_path: Path, n: int) -> None:
    land = mixed_land()
    record = saved_run(tmp_path / "run", land, *wave(land, n) if n else (np.empty(0), np.empty(0, np.int64)), 30.0)
    assert [path.name for path in draw_record(record, tmp_path)] == ["sheet.png", "curve.png"]


def test_nobody_infected_leaves_the_map_without_red(tmp_path: Path) -> None:
    record = saved_run(tmp_path / "run", hex_land(), np.empty(0), np.empty(0, np.int64), 9.0)
    paths = draw_record(record, tmp_path / "pictures")
    assert [path.name for path in paths[2:]] == ["still-01-day-009-0000.png"]
    pixels = np.asarray(Image.open(paths[2]).convert("RGB")).astype(int)[:, :1200]
    assert np.count_nonzero(pixels[..., 0] - pixels[..., 1] > 60) == 0


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    record = saved_run(tmp_path / "run", mixed_land(), np.zeros(1), np.zeros(1, np.int64), 2.0)
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError, match="file"):
        draw_record(record, tmp_path / "file" / "pictures")


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), MemoryError(), OSError(28, "No space left on device")])
def test_no_part_of_a_picture_is_left_where_saving_is_cut_short(
    fault: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_save(_picture: Image.Image, path: Path, **_options: str) -> None:
        path.write_bytes(b"half a picture")
        raise fault

    target = tmp_path / "sheet.png"
    target.write_bytes(b"the picture before")
    monkeypatch.setattr(Image.Image, "save", half_save)
    with pytest.raises(RecordError if isinstance(fault, OSError) else type(fault)):
        save(Image.new("L", (4, 4)), target)
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.png"]
    assert target.read_bytes() == b"the picture before"


def test_the_palette_holds_paper_ink_and_red_only() -> None:
    colours = np.frombuffer(palette(), np.uint8).reshape(256, 3).astype(int)
    for colour in (PAPER, INK, RED):
        assert (np.abs(colours - colour).max(axis=1) == 0).any()
    mixed = [(PAPER, INK), (PAPER, RED), (RED, INK)]
    spread = np.ptp(np.array([colour for pair in mixed for colour in pair]), axis=0)
    assert (np.ptp(colours, axis=0) <= spread + 12).all()
    assert (colours[:, 0] >= colours[:, 1] - 1).all(), "nothing is green or blue"


def test_scales_end_and_step_at_round_numbers() -> None:
    assert [nice_top(n) for n in (0, 1, 4.2, 87, 1133, 2_100_000)] == [1, 1, 5, 100, 1200, 2_500_000]
    assert count_ticks(12.0) == [0, 5, 10]
    assert count_ticks(200.0) == [0, 50, 100, 150, 200]
    assert [bar_words(width) for width in (5 * MINUTE, HOUR, 6 * HOUR, 1.0, 14.0)] == [
        "in 5 minutes", "an hour", "in 6 hours", "a day", "in 2 weeks",
    ]  # fmt: skip
    ticks = time_ticks(2.0, 10)
    assert [words for _, words in ticks] == ["0", "6", "12", "18", "24", "30", "36", "42", "48"]
    assert ticks[-1][0] == pytest.approx(2.0)


def test_time_axes_never_have_too_many_ticks() -> None:
    for end in 10.0 ** np.linspace(-2, 4.5, 40):
        assert 2 <= len(time_ticks(float(end), 8)) <= 9


@pytest.mark.parametrize(("n_cells", "n_columns"), [(2, 2), (3, 3), (4, 4), (6, 3), (8, 4), (10, 4)])
def test_sheets_have_few_empty_places(n_cells: int, n_columns: int) -> None:
    assert columns_for(n_cells) == n_columns


def test_long_texts_are_wrapped_and_cut() -> None:
    lines = wrapped("word " * 50, 15, 200, 3)
    assert len(lines) == 3 and lines[-1].endswith("…")
    assert all(text_width(line, 15) <= 200 for line in lines)
