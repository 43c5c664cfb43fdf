"""The answer in words and as a picture, in all corner cases: what is said, and what must not be said."""

import re
from pathlib import Path

import numpy as np
import pytest
from answer_verdicts import answer, held, mixed_answer, out, undecided
from drawn_runs import hex_land, mixed_land
from PIL import Image

from hyosan.analysis.answer import Answer
from hyosan.analysis.answer_intervals import Mean, share_of_count
from hyosan.record.errors import RecordError
from hyosan.scenario import AfterMeasure, AtTime, CasesArea, Cordon, DistrictsArea, OnCases
from hyosan.views.answer_picture import draw_answer, write_answer_picture
from hyosan.views.answer_sentences import FICTION, LIMITS, headline, paragraph
from hyosan.views.answer_text import answer_text
from hyosan.views.answer_words import mean_words, names, of_100, outward, tightness_words, when_words
from hyosan.world.model import World

CORNERS = {
    "never escaped": answer([held(k) for k in range(1000)], [held(k) for k in range(1000)]),
    "always": answer([out(k, 1.0 + k / 100) for k in range(200)], [out(k, 0.5) for k in range(200)]),
    "no measures": answer([held(1), out(2, 1.5)], None),
    "one replicate": answer([out(1, 1.5)], [out(1, 0.5)]),
    "one held": answer([held(1)], [held(1)]),
    "all undecided": answer([undecided(k) for k in range(30)], [undecided(k) for k in range(30)]),
    "mixed": mixed_answer(),
}


@pytest.mark.parametrize("name", CORNERS)
def test_every_corner_is_told_and_nothing_unsayable_is_said(name: str) -> None:
    text = answer_text(CORNERS[name])
    flat = " ".join(text.split())
    assert not re.search(r"\bnan\b|\binf\b|None|-0\.0\b|Route\.", text)
    assert LIMITS in " ".join(paragraph(CORNERS[name]).split())
    assert headline(CORNERS[name]) in flat
    assert max(len(line) for line in text.splitlines()) <= 110


def test_never_escaped_does_not_claim_never() -> None:
    text = paragraph(CORNERS["never escaped"])
    assert "all 1,000 (at least 99.6 of 100)" in text
    assert "none of 1,000 (at most 0.4 of 100)" in text


def test_without_measures_there_is_no_comparison() -> None:
    text = paragraph(CORNERS["no measures"])
    assert "no measures" in text
    assert "same dice" not in text
    assert "Nothing is sealed" in text


def test_few_replicates_are_called_few() -> None:
    assert "So few replicates (1)" in paragraph(CORNERS["one replicate"])
    assert "So few" not in paragraph(CORNERS["mixed"])


def test_undecided_is_said_first() -> None:
    assert headline(CORNERS["all undecided"]).startswith("Nothing is decided")


def test_nothing_is_said_of_spared_infections_where_both_arms_were_cut_short() -> None:
    text = paragraph(CORNERS["always"])
    assert "nothing can be said of how many infections and deaths" in text
    assert "They spare" not in text
    assert "They cost" not in text


def test_the_paragraph_has_the_facts_of_the_border_and_of_the_seal() -> None:
    text = paragraph(CORNERS["mixed"])
    assert "West is sealed 36 hours after the start; 2 % of attempts to cross come through." in text
    assert "9,000 people live inside" in text
    assert "2,900 commute across its border (2,100 out and 800 in)" in text
    assert "They spare at least" in text


def test_fiction_is_called_fiction_and_measles_is_not() -> None:
    assert FICTION in paragraph(CORNERS["mixed"])
    real = paragraph(answer([held(1)], [held(1)], is_fiction=False))
    assert "fiction" not in real.lower()


@pytest.mark.parametrize(
    ("n_hits", "n"), [(1, 3), (1, 1000), (999, 1000), (500, 1000), (1, 100_000), (99_999, 100_000)]
)
def test_shares_are_rounded_away_from_their_middle(n_hits: int, n: int) -> None:
    share = share_of_count(n_hits, n)
    found = re.fullmatch(r"([\d.]+) of 100 \(([\d.]+) to ([\d.]+)\)", of_100(share))
    assert found
    middle, low, high = (float(number) for number in found.groups())
    assert low <= 100 * share.low
    assert high >= 100 * share.high
    assert low <= middle <= high
    assert 0.0 < middle < 100.0


@pytest.mark.parametrize(("low", "high", "digits"), [(0.123, 0.987, 1), (-5.55, 5.55, 1), (1234.0, 5678.0, -2)])
def test_intervals_do_not_become_narrower(low: float, high: float, digits: int) -> None:
    ends = [float(text.replace(",", "")) for text in outward(low, high, digits)]
    assert ends[0] <= low
    assert ends[1] >= high


def test_means() -> None:
    assert mean_words(Mean(923.4, 901.2, 944.7)) == "923 (901 to 945)"
    assert mean_words(Mean(-923.4, -944.7, -901.2), -1.0) == "923 (901 to 945)"
    assert mean_words(Mean(51_234.0, 34_000.0, 69_100.0)) == "51,000 (34,000 to 70,000)"
    assert mean_words(Mean(0.0, None, None)) == "0"


def test_when_and_how_tight() -> None:
    area = DistrictsArea(districts=("a", "b", "c", "d", "e"))
    assert names(area.districts) == "a, b, c and 2 more"
    first = Cordon(name="x", trigger=OnCases(n_cases=1), delay_days=0.25, area=area)
    assert when_words(first) == "6 hours after the first detected case"
    window = OnCases(n_cases=20, window_days=7, area=CasesArea(radius_km=5))
    some = first.model_copy(update={"trigger": window, "delay_days": 0.0})
    assert when_words(some) == "at 20 detected cases within 7 days in all within 5 km of a detected case"
    after = first.model_copy(update={"trigger": AfterMeasure(measure="travel"), "delay_days": 1.0})
    assert when_words(after) == "1 day after the start of travel"
    assert (
        when_words(first.model_copy(update={"trigger": AtTime(at_days=0.0), "delay_days": 0.0})) == "from the start on"
    )
    assert tightness_words(first) == "nobody comes through it"
    leaky = first.model_copy(update={"leak": 0.005, "late_share": 0.1, "late_delay_days": 2.0})
    assert tightness_words(leaky) == "0.5 % of attempts to cross come through; 10 % of the routes close 2 days later"


@pytest.mark.parametrize("name", CORNERS)
def test_every_corner_is_drawn(name: str) -> None:
    for land in (hex_land(), mixed_land()):
        picture = np.asarray(draw_answer(CORNERS[name], land).convert("RGB")).astype(int)
        assert picture.shape[1] == 1600
        is_red = (picture[..., 0] > 140) & (picture[..., 1] < 40)
        assert is_red.any()


def red_pixels(found: Answer) -> int:
    """Return how many pixels of the lower left of a sheet, where the map is, are red."""
    picture = np.asarray(draw_answer(found, hex_land()).convert("RGB")).astype(int)[700:, :1100]
    return int(((picture[..., 0] > 140) & (picture[..., 1] < 40)).sum())


def test_the_map_is_red_only_where_it_came_out() -> None:
    assert red_pixels(CORNERS["never escaped"]) == 0
    assert red_pixels(CORNERS["always"]) > 1000


def test_the_picture_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hyosan.views.answer_picture.land_of_world", lambda _world: hex_land())
    world = World("none", None, ("West", "East"), None)  # type: ignore[arg-type]
    path = write_answer_picture(CORNERS["mixed"], world, tmp_path / "deep" / "answer.png")
    assert Image.open(path).size[0] == 1600
    assert [entry.name for entry in path.parent.iterdir()] == ["answer.png"]
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(RecordError):
        write_answer_picture(CORNERS["mixed"], world, blocked / "answer.png")
