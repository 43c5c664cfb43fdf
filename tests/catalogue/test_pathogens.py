"""The pathogens of the catalogue: readable, with sources, and with the figures of their sources."""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from scipy.optimize import minimize_scalar

import hyosan.catalogue
from hyosan.scenario import DwellLaw, Pathogen, State, read

FOLDER = Path(hyosan.catalogue.__file__).parent / "pathogens"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
REAL = [name for name in NAMES if name != "hyosan-virus"]
OUTBREAKS = Path(__file__).parents[3] / "shared" / "reference" / "outbreaks"

LATENT = {
    "influenza-1918": 1.0,
    "influenza-1957": 1.0,
    "sars-cov-2": 3.0,
    "measles": 10.0,
    "ebola": 11.4,
    "pneumonic-plague": 4.3,
    "mers": 6.7,
}
INCUBATION = {
    "influenza-1918": (1.3, 1.6),
    "influenza-1957": (1.3, 1.6),
    "sars-cov-2": (5.0, 5.5),
    "measles": (10.0, 12.5),
    "ebola": (9.4, 11.4),
    "pneumonic-plague": (4.3, 4.3),
    "mers": (6.7, 6.7),
}
"""Published incubation periods, days: the range of the sources that the file names."""

GENERATION = {
    "influenza-1918": 2.6,
    "influenza-1957": 2.6,
    "sars-cov-2": 5.8,
    "measles": 11.7,
    "ebola": 15.3,
    "mers": 12.6,
}
"""Published generation or serial intervals, days that the files name."""

OFFSPRING_K = {"sars-cov-2": 0.1, "ebola": 0.18, "pneumonic-plague": 1.37, "mers": 0.02}
R0_RANGE = {
    "influenza-1918": (1.8, 3.0),
    "influenza-1957": (1.65, 1.8),
    "sars-cov-2": (2.2, 3.0),
    "measles": (12.0, 18.0),
    "ebola": (1.71, 2.02),
    "pneumonic-plague": (1.3, 1.32),
    "mers": (0.47, 0.69),
}


def pathogen(name: str) -> Pathogen:
    return read({"world": "korea", "pathogen": name}).pathogen


def raw(name: str) -> dict:
    return YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def moments(dwell: DwellLaw | None) -> tuple[float, float]:
    """Mean and variance of a dwell time, days."""
    assert dwell is not None
    if dwell.law == "gamma":
        return dwell.mean_days, dwell.mean_days**2 / dwell.shape
    assert dwell.law == "lognormal"
    return dwell.mean_days, dwell.sd_days**2


def attempts_per_day(state: State) -> float:
    """Attempts of a person who has a class or a workplace."""
    c = state.contacts
    return c.household_per_day + c.class_per_day + c.community_per_day + c.trip_per_day


def courses(p: Pathogen, age: int) -> Iterator[tuple[float, list[State]]]:
    """Every course of an infection at an age, with its probability."""
    by_name = {state.name: state for state in p.states}
    open_ends = [(b.probability_by_age[age], [by_name[b.to]]) for b in p.entry]
    while open_ends:
        probability, course = open_ends.pop()
        if not course[-1].next:
            yield probability, course
        for b in course[-1].next:
            open_ends.append((probability * b.probability_by_age[age], [*course, by_name[b.to]]))


def life(p: Pathogen) -> tuple[float, float, float]:
    """Mean attempts in a life, their squared coefficient of variation without dispersion, mean generation interval."""
    mean = square = weighted_time = 0.0
    for age in range(21):
        for probability, course in courses(p, age):
            m, v, before, time = 0.0, 0.0, 0.0, 0.0
            for state in course[:-1]:
                days, variance = moments(state.dwell)
                rate = attempts_per_day(state)
                m += rate * days
                v += rate**2 * variance
                time += rate * (before * days + (variance + days**2) / 2)
                before += days
            mean += probability * m / 21
            square += probability * (v + m**2) / 21
            weighted_time += probability * time / 21
    return mean, square / mean**2 - 1, weighted_time / mean


def test_the_wanted_pathogens_are_there() -> None:
    assert {"hyosan-virus", "influenza-1918", "influenza-1957", "sars-cov-2", "measles", "ebola", "pneumonic-plague",
            "mers"} <= set(NAMES)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_reads_and_carries_its_own_name(name: str) -> None:
    p = pathogen(name)
    assert p.name == name
    assert len(p.description) > 40


@pytest.mark.parametrize("name", NAMES)
def test_every_source_says_what_it_supports(name: str) -> None:
    sources = pathogen(name).sources
    assert sources
    for source in sources:
        assert re.search(r"\((19|20)\d\d\)|\b(19|20)\d\d\b", source.citation), source.citation
        assert len(source.supports) > 10, source.citation
        assert source.doi is None or re.fullmatch(r"10\.\d{4,9}/\S+", source.doi), source.doi


@pytest.mark.parametrize("name", REAL)
def test_real_pathogens_have_published_sources(name: str) -> None:
    sources = pathogen(name).sources
    assert sum(source.doi is not None for source in sources) >= 2
    assert any(re.search(r"\br0?\b", source.supports) for source in sources), "no source for r0"


@pytest.mark.parametrize("name", NAMES)
def test_fiction_is_flagged_and_assumptions_are_called_so(name: str) -> None:
    assert pathogen(name).fiction == (name == "hyosan-virus")
    assert "assumption" in (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REAL)
def test_r0_is_recovered_from_contacts_and_dwell_times(name: str) -> None:
    p = pathogen(name)
    assert p.r0 == raw(name)["r0"]
    assert life(p)[0] == pytest.approx(p.r0, rel=1e-9)


@pytest.mark.parametrize("name", REAL)
def test_contacts_are_shared_out_as_stated(name: str) -> None:
    shares = raw(name)["shares"]
    assert sum(shares.values()) == pytest.approx(1.0)
    for state in pathogen(name).states:
        total = attempts_per_day(state)
        c = state.contacts
        assert c.class_per_day == c.work_per_day
        for setting, share in zip(("household", "class", "community", "trip"), shares.values(), strict=True):
            assert getattr(c, f"{setting}_per_day") == pytest.approx(share * total)


@pytest.mark.parametrize("name", REAL)
def test_infections_per_person_lie_where_the_sources_say(name: str) -> None:
    p = pathogen(name)
    assert p.r0 is not None
    low, high = R0_RANGE[name]
    assert low <= p.r0 * sum(p.susceptibility) / 21 <= high


@pytest.mark.parametrize("name", REAL)
def test_latent_period_is_not_the_incubation_period(name: str) -> None:
    """Nobody in the latent state infects; with the presymptomatic one it lasts as long as the incubation period."""
    states = {state.name: state for state in pathogen(name).states}
    latent = moments(states["latent"].dwell)[0]
    assert latent == LATENT[name]
    assert attempts_per_day(states["latent"]) == 0.0
    presymptomatic = states.get("presymptomatic")
    before_onset = moments(presymptomatic.dwell)[0] if presymptomatic else 0.0
    low, high = INCUBATION[name]
    assert low <= latent + before_onset <= high
    assert presymptomatic is None or attempts_per_day(presymptomatic) > 0.0


@pytest.mark.parametrize("name", sorted(GENERATION))
def test_generation_interval_is_near_the_published_one(name: str) -> None:
    assert life(pathogen(name))[2] == pytest.approx(GENERATION[name], rel=0.15)


@pytest.mark.parametrize("name", sorted(OFFSPRING_K))
def test_offspring_dispersion_is_the_published_one(name: str) -> None:
    """(1 + 1/k) of the offspring is (1 + 1/k) of individuals times (1 + squared coefficient of variation of a life)."""
    p = pathogen(name)
    assert p.dispersion_k is not None
    k = 1 / ((1 + 1 / p.dispersion_k) * (1 + life(p)[1]) - 1)
    assert k == pytest.approx(OFFSPRING_K[name], rel=0.05)


def death_at(p: Pathogen, age: int) -> float:
    return sum(probability for probability, course in courses(p, age) if course[-1].dead)


def test_case_fatality_follows_age_where_that_is_known() -> None:
    flu, ebola, sars2 = pathogen("influenza-1918"), pathogen("ebola"), pathogen("sars-cov-2")
    by_age = [death_at(flu, age) / 0.67 for age in range(21)]
    assert by_age[0] > by_age[2] < by_age[5] > by_age[10] < by_age[15], "the W of 1918"
    assert 0.02 < sum(by_age[:16]) / 16 < 0.03
    assert [death_at(ebola, age) for age in (2, 3, 8, 9)] == pytest.approx([0.734, 0.661, 0.661, 0.804])
    for age in range(18):  # Levin et al. 2020; the file has two digits
        assert death_at(sars2, age) == pytest.approx(10 ** (-3.27 + 0.0524 * (5 * age + 2.5)) / 100, rel=0.05)


def test_children_are_half_as_susceptible_to_sars_cov_2() -> None:
    by_age = pathogen("sars-cov-2").susceptibility
    assert sum(by_age[:4]) / 4 == pytest.approx(0.5 * sum(by_age[4:14]) / 10, rel=0.1)
    assert max(by_age) == 1.0


def test_mers_agrees_with_the_recorded_links_of_korea() -> None:
    if not OUTBREAKS.exists():
        pytest.skip("the reference folder with the Korean line list is not here")
    with (OUTBREAKS / "mers_korea_2015_linelist.csv").open(encoding="utf-8") as file:
        n_cases = sum(1 for _ in csv.DictReader(file))
    with (OUTBREAKS / "mers_korea_2015_contacts.csv").open(encoding="utf-8") as file:
        links = Counter(row["from"] for row in csv.DictReader(file))
    counts = [*links.values(), *[0] * (n_cases - len(links))]
    mean = sum(counts) / n_cases
    assert pathogen("mers").r0 == pytest.approx(mean, abs=0.001)

    def minus_log_likelihood(log_k: float) -> float:
        k = math.exp(log_k)
        return -sum(
            math.lgamma(k + n) - math.lgamma(k) - math.lgamma(n + 1) + k * math.log(k / (k + mean))
            + n * math.log(mean / (k + mean)) for n in counts
        )  # fmt: skip

    fit = minimize_scalar(minus_log_likelihood, bounds=(-8.0, 2.0), method="bounded")
    assert math.exp(fit.x) == pytest.approx(OFFSPRING_K["mers"], rel=0.1)


def test_the_hyosan_virus_turns_people_within_minutes_to_an_hour() -> None:
    p = pathogen("hyosan-virus")
    states = {state.name: state for state in p.states}
    fast, slow = moments(states["bitten"].dwell), moments(states["bitten-slow"].dwell)
    assert fast[0] - 1.6 * math.sqrt(fast[1]) > 5 / 1440 and fast[0] + 2 * math.sqrt(fast[1]) <= 60 / 1440
    assert 2 / 24 < slow[0] < 1.0
    assert not states["carrier"].next and attempts_per_day(states["carrier"]) == 0.0 and not states["carrier"].roaming
    assert states["turned"].roaming is not None and p.immune_probability > 0.0
    assert p.destroyed_state == "destroyed" and states["destroyed"].dead
    entry = {b.to: b.probability_by_age[0] for b in p.entry}
    assert entry["bitten"] > 0.5 > entry["bitten-slow"] > entry["carrier"] > 0.0
    assert p.encounter is not None and p.encounter.bite_probability > 2 * p.encounter.destroyed_probability
