"""How a world fits: the report's figures against the tables and the arrays."""

from dataclasses import replace

import numpy as np
import pytest

from hyosan.scenario import CatalogueWorld
from hyosan.world.build import build_with_fit
from hyosan.world.catalogue_world import catalogue_districts, catalogue_geography
from hyosan.world.fit import Fit, household_shares, measure_fit
from hyosan.world.geography import geographic_world
from hyosan.world.people import household


@pytest.fixture(scope="module")
def seoul() -> Fit:
    return build_with_fit(CatalogueWorld(name="seoul"))[1]


def test_totals(seoul: Fit) -> None:
    assert (seoul.n_people, seoul.n_districts, seoul.n_patches, seoul.n_residents_off) == (9_638_799, 25, 1192, 0)


def test_households_are_those_of_korea(seoul: Fit) -> None:
    """Ordinary households 2023: 35.5, 28.8, 19.0, 13.3 and 3.4 %, mean 2.21 (Statistics Korea)."""
    assert seoul.household_share == pytest.approx((0.355, 0.288, 0.190, 0.133, 0.034), abs=0.006)
    assert seoul.household_mean == pytest.approx(2.21, abs=0.03)


def test_commuters(seoul: Fit) -> None:
    assert seoul.stay_share == pytest.approx(0.34, abs=0.002)
    assert 0 < seoul.stay_share_lowest < 0.34 < seoul.stay_share_highest < 1
    assert seoul.jobs_ratio == pytest.approx((1, 1, 1), abs=0.01)
    assert 4 < seoul.commute_mean_km < 10
    assert seoul.commute_mean_km < seoul.commute_90_percent_km


def test_the_report_says_it_in_words(seoul: Fit) -> None:
    text = seoul.text()
    assert "9,638,799 people in 25 districts" in text
    assert "34.0% work in their district" in text
    assert "as in the table" in text
    assert all(len(line) < 130 for line in text.splitlines())


def test_people_who_are_missing_are_counted() -> None:
    geography = catalogue_geography("seoul")
    world, districts = geographic_world(geography), catalogue_districts("seoul")
    residents = districts.residents.copy()
    residents[3] += 17
    wrong = replace(districts, residents=residents)
    fit = measure_fit(world, wrong)
    assert fit.n_residents_off == 17
    assert "17 off the table" in fit.text()


def test_households_are_counted_as_the_kernels_see_them() -> None:
    w = geographic_world(catalogue_geography("seoul")).arrays
    people = np.linspace(0, int(w.n_people) - 1, 3000).astype(np.int64)
    patch = np.searchsorted(w.patch_start, people, side="right") - 1
    size = np.array([household(w, p, q)[1] for p, q in zip(people, patch, strict=True)])
    share = np.bincount(size, minlength=13)[1:] / 3000
    assert np.abs(share - household_shares(w)[0]).max() < 0.05  # 5 sd of a share among 3,000
